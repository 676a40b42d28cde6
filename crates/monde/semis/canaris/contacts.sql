INSERT INTO contacts (id, jeune_id, compte_id, structure_id, type, date, lieu, objet, issue, cree_le)
VALUES (:id, :jeune, :compte, :structure, 'appel', '2018-02-13', :canari, :canari, :canari, 1);
