UPDATE contrats SET employeur_nom = :canari, maitre = :canari, commune_insee = :canari, precedent = :canari WHERE jeune_id = :jeune;
INSERT INTO modifications (id, structure_id, jeune_id, type, date_debut, date, nature, valeur)
VALUES (:id, :structure, :jeune, 'apprentissage', '2017-09-01', '2018-01-08', 'maitre', :canari);
