INSERT INTO contestations (id, jeune_id, objet, objet_id, texte, faite_le)
VALUES (:commun, :jeune, 'note', :commun, 'Non', 0);
