-- One that stands, one overcome, and what was done about the first, found by the same identifier.
INSERT INTO freins (id, jeune_id, structure_id, compte_id, thematique, constate_le)
VALUES (:commun, :jeune, :structure, :compte, 'logement-hebergement', '2018-02-01');
INSERT INTO freins (id, jeune_id, structure_id, compte_id, thematique, constate_le, leve_le)
VALUES (:id, :jeune, :structure, :compte, 'numerique', '2018-02-01', '2018-02-10');
INSERT INTO freins_actions (id, frein_id, compte_id, date, texte)
VALUES (:commun, :commun, :compte, '2018-02-01', 'Fait');
