INSERT INTO notes (id, jeune_id, compte_id, structure_id, niveau, date, texte, cree_le)
VALUES (:id, :jeune, :compte, :structure, 'suivi', '2018-01-15', :canari, 1);
