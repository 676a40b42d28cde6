-- A contract that may be signed, and the employer agrees.
INSERT INTO pistes (id, structure_id, jeune_id, siret, ouverte_le, etat, date_etat, saisi_le)
VALUES (:commun, :structure, :jeune, '35600000000048', '2018-02-01', 'convenue', '2018-02-02', '2018-02-02');
INSERT INTO pistes_etats (id, piste_id, etat, date, structure_id, compte_id, note_le)
VALUES (:id, :commun, 'envisagee', '2018-02-01', :structure, :compte, 0);
INSERT INTO pistes_etats (id, piste_id, etat, date, structure_id, compte_id, note_le)
VALUES (:id, :commun, 'convenue', '2018-02-02', :structure, :compte, 1);
