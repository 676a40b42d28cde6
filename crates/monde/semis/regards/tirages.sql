-- On the list of the draw of the demonstration that is still being filled.
INSERT INTO candidats (id, tirage_id, jeune_id, structure_id, compte_id, identifiant, site, vague, strate, exclusion, saisi_le)
SELECT :id, t.id, :jeune, :structure, :compte, :mot, 'ML-BONDY', '1', 'F', '', 0 FROM tirages t WHERE NOT EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = t.id);
