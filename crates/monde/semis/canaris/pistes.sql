INSERT INTO pistes (id, structure_id, jeune_id, siret, employeur_nom, ouverte_le)
VALUES (:id, :structure, :jeune, '73282932000074', :canari, '2018-01-08');
INSERT INTO pistes_etats (id, piste_id, etat, date, compte_id, note_le)
SELECT :id, id, 'envisagee', '2018-01-08', :compte, 0 FROM pistes WHERE jeune_id = :jeune;
