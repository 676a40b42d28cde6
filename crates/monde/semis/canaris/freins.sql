INSERT INTO freins (id, jeune_id, compte_id, structure_id, thematique, constate_le)
VALUES (:commun, :jeune, :compte, :structure, 'mobilite', '2018-01-15');
INSERT INTO freins_actions (id, frein_id, compte_id, date, texte, resultat)
VALUES (:id, :commun, :compte, '2018-01-20', :canari, :canari);
