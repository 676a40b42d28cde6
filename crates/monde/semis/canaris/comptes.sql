-- The account of the person, its means to sign in, what was sent to it.
UPDATE comptes SET identifiant = :canari, courriel = :canari || ' compte', telephone = :canari, mot_de_passe = :canari, totp = :canari WHERE id = (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune);
INSERT INTO identites (emetteur, sujet, compte_id, depuis)
SELECT 'e', :canari, (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune), 1;
INSERT INTO demandes_oidc (empreinte, compte_id, expire_le)
SELECT :octets, (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune), 1;
INSERT INTO codes_secours (compte_id, empreinte)
SELECT (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune), :octets;
INSERT INTO codes_acces (id, demande, compte_id, empreinte, expire_le, essais)
SELECT :id, :octets, (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune), :octets, 1, 0;
INSERT INTO recherches_acces (compte_id, debut, nombre)
SELECT (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune), 1, 1;
UPDATE sessions SET agent = :canari, totp_propose = :canari WHERE compte_id = (SELECT compte_id FROM habilitations WHERE jeune_id = :jeune);
INSERT INTO courriers (id, cree_le, canal, destinataire, objet, texte, expire_le, essais, prochain_le)
VALUES (:id, 1, 'courriel', :canari || ' compte', 'o', :canari, 1, 0, 1);
