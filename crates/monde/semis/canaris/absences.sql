INSERT INTO absences (id, structure_id, jeune_id, date, lieu, demi_journees)
VALUES (:id, :structure, :jeune, '2018-01-08', 'cfa', '2');
