-- One that stands, then one taken back: what brings back has its object too.
INSERT INTO contacts (id, jeune_id, structure_id, compte_id, type, date, cree_le)
VALUES (:id, :jeune, :structure, :compte, 'rendez_vous', '2018-02-01', 0);
INSERT INTO contacts (id, jeune_id, structure_id, compte_id, type, date, cree_le, presence, presence_avant)
VALUES (:id, :jeune, :structure, :compte, 'rendez_vous', '2018-02-02', 0, 'annule', 'present');
