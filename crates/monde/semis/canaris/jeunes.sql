-- A word of the index has no space.
UPDATE jeunes SET nom = :canari, telephone = :canari, courriel = :canari, mots = replace(CAST(:canari AS text), ' ', ''), nom_plie = :canari, date_naissance = '1999-05-17' WHERE id = :jeune;
UPDATE numeros SET numero = :canari WHERE jeune_id = :jeune;
INSERT INTO jeunes_mots (mot, jeune_id)
VALUES (replace(CAST(:canari AS text), ' ', ''), :jeune);
INSERT INTO fusions (id, jeune_id, garde_id, absorbe_id, faite_le)
VALUES (:commun, :jeune, :jeune, (SELECT id FROM jeunes WHERE prenom = 'Jules'), 1);
INSERT INTO fusions_lignes (fusion_id, rang, table_nom, geste, ligne_id, ligne_numero, avant, apres)
VALUES (:commun, 1, 'numeros', 'deplacee', :structure, :canari, :canari, :canari);
-- Undone: it is then in the file of the other, and still tells about this one.
INSERT INTO fusions (id, jeune_id, garde_id, absorbe_id, faite_le, defaite_le)
VALUES (:autre, (SELECT id FROM jeunes WHERE prenom = 'Jules'), (SELECT id FROM jeunes WHERE prenom = 'Jules'), :jeune, 1, 2);
INSERT INTO fusions_lignes (fusion_id, rang, table_nom, geste, ligne_id, ligne_numero, avant, apres)
VALUES (:autre, 1, 'jeunes', 'modifiee', :jeune, :canari, :canari, :canari);
