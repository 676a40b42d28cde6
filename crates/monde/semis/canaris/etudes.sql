INSERT INTO etudes (id, titre, protocole, cree_le, cree_par)
VALUES (:commun, 'E', '', 1, 'Judith K.');
INSERT INTO etudes_membres (id, etude_id, jeune_id, titre, depuis)
SELECT :id, e.id, :jeune, 'E', '2018-01-15' FROM etudes e;
INSERT INTO enquetes (id, etude_id, ouverte_le, ouverte_par, expire_le)
VALUES (:commun, :commun, 1, 'Judith K.', 2);
INSERT INTO enquetes_invitations (id, enquete_id, jeune_id, empreinte, envoyee_le, reponses)
SELECT :id, q.id, :jeune, :octets, 1, :canari FROM enquetes q;
