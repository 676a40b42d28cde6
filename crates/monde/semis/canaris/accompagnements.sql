UPDATE accompagnements SET motif_fin = :canari WHERE jeune_id = :jeune;
INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, motif)
VALUES (:id, :jeune, :compte, :structure, '2018-01-01', :canari);
INSERT INTO passations (id, structure_id, de_compte_id, motif, date, faite_le)
VALUES (:commun, :structure, :compte, :canari, '2018-01-01', 1);
UPDATE referents SET passation_id = :commun WHERE jeune_id = :jeune;
