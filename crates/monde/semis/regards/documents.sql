-- One that stands, then one taken back.
INSERT INTO documents (id, jeune_id, structure_id, compte_id, niveau, nom, type_mime, octets, sha256, depose_le)
VALUES (:id, :jeune, :structure, :compte, 'structure', 'a.pdf', 'application/pdf', :octets, '', 0);
INSERT INTO documents (id, jeune_id, structure_id, compte_id, niveau, nom, type_mime, octets, sha256, depose_le, retire_le)
VALUES (:id, :jeune, :structure, :compte, 'structure', 'b.pdf', 'application/pdf', :octets, '', 0, 1);
