INSERT INTO rapprochements_recherches (id, faite_le, fiches, paires, qualite, fichier, structure_id)
VALUES (:commun, 1, 1, 1, 'null', :canari || '.csv', :structure);
INSERT INTO rapprochements_lignes (id, recherche_id, structure_id, ligne, identifiant, jeune_id, probabilite, sure, indices, champs, empreinte, etat)
SELECT :id, r.id, :structure, 2, :canari, :jeune, 1, true, '[]', :canari, :canari, 'lie' FROM rapprochements_recherches r;
INSERT INTO rapprochements_lignes_decisions (id, ligne_id, geste, faite_le, probabilite, indices, empreinte)
SELECT :id, l.id, 'lier', 1, 1, '[]', :canari FROM rapprochements_lignes l;
