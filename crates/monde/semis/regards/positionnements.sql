-- A place asked for in an action of 2017, and the request withdrawn since.
INSERT INTO positionnements (id, jeune_id, action_id, prescripteur_id, date, etat, date_etat, code_motif, saisi_le)
SELECT :commun, :jeune, a.id, :structure, '2018-02-01', 'annule', '2018-02-02', 'projet', '2018-02-02' FROM actions a WHERE a.code = 'PS-2017-02';
INSERT INTO positionnements_etats (id, positionnement_id, etat, date, structure_id, compte_id, note_le)
VALUES (:id, :commun, 'propose', '2018-02-01', :structure, :compte, 0);
INSERT INTO positionnements_etats (id, positionnement_id, etat, date, code_motif, structure_id, compte_id, note_le)
VALUES (:id, :commun, 'annule', '2018-02-02', 'projet', :structure, :compte, 1);
