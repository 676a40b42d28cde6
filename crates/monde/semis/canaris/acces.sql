INSERT INTO partages (id, jeune_id, structure_id, cree_par, du, au, finalite, precisions, cree_le)
VALUES (:id, :jeune, :structure, :compte, '2018-01-01', '2018-06-01', :canari, :canari, 1);
INSERT INTO demandes_acces (id, jeune_id, compte_id, structure_id, finalite, precisions, demande_le, motif_refus)
VALUES (:id, :jeune, :compte, :structure, :canari, :canari, 1, :canari);
