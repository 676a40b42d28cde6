INSERT INTO oppositions (id, jeune_id, repondu_par, recue_le, texte, reponse)
VALUES (:id, :jeune, :compte, 1, :canari, :canari);
INSERT INTO conservation_avis (id, jeune_id, donne_le, echeance)
VALUES (:id, :jeune, '2018-01-15', '2018-02-14');
