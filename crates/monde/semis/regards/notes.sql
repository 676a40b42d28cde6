-- One that stands, then one taken back.
INSERT INTO notes (id, jeune_id, structure_id, compte_id, niveau, date, texte, cree_le)
VALUES (:id, :jeune, :structure, :compte, 'structure', '2018-02-01', 'Une note', 0);
INSERT INTO notes (id, jeune_id, structure_id, compte_id, niveau, date, texte, cree_le, retiree_le)
VALUES (:id, :jeune, :structure, :compte, 'structure', '2018-02-01', 'Une autre', 0, 1);
