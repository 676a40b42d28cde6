INSERT INTO documents (id, jeune_id, compte_id, structure_id, niveau, nom, type_mime, octets, sha256, depose_le)
VALUES (:id, :jeune, :compte, :structure, 'suivi', :canari, 'text/plain', :octets, '', 1);
