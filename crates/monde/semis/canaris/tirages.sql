INSERT INTO tirages (id, serie_id, titre, protocole, cree_le)
VALUES (:commun, :commun, 'T', '', 1);
INSERT INTO candidats (id, tirage_id, jeune_id, compte_id, identifiant, site, vague, strate, exclusion, saisi_le)
SELECT :id, t.id, :jeune, :compte, 'bcdf', 'x', '1', '', '', 1 FROM tirages t;
