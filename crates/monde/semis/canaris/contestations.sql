INSERT INTO contestations (id, jeune_id, objet_id, repondu_par, objet, texte, faite_le, reponse)
VALUES (:id, :jeune, :structure, :compte, 'notes', :canari, 1, :canari);
