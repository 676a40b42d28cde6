-- How people sign in: passwords, second factor, one-time codes, what is sent to them, outside identities.

-- `identifiant` is the mail address that a password goes with: one account. `courriel` and
-- `telephone` are where codes are sent: a family may share them.
ALTER TABLE comptes ADD COLUMN identifiant text;
ALTER TABLE comptes ADD COLUMN courriel text;
ALTER TABLE comptes ADD COLUMN telephone text;
ALTER TABLE comptes ADD COLUMN mot_de_passe text;
ALTER TABLE comptes ADD COLUMN totp text;
-- The last step of thirty seconds whose code was accepted: it is accepted once.
ALTER TABLE comptes ADD COLUMN totp_pas bigint;
ALTER TABLE comptes ADD COLUMN desactive_le bigint;
CREATE UNIQUE INDEX comptes_identifiant ON comptes (identifiant);
CREATE INDEX comptes_courriel ON comptes (courriel);
CREATE INDEX comptes_telephone ON comptes (telephone);

-- A session is open, or waits for the next step of signing in: it is then that of nobody.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN id uuid;
ALTER TABLE sessions ADD COLUMN etape text NOT NULL DEFAULT 'ouverte';
ALTER TABLE sessions ADD COLUMN fort boolean NOT NULL DEFAULT false;
ALTER TABLE sessions ADD COLUMN inactivite bigint NOT NULL DEFAULT 3600000;
ALTER TABLE sessions ADD COLUMN agent text;
ALTER TABLE sessions ADD COLUMN totp_propose text;
CREATE INDEX sessions_compte ON sessions (compte_id);

-- An invitation leads to choosing a password; a direct link opens a session at once.
ALTER TABLE liens_acces ADD COLUMN nature text NOT NULL DEFAULT 'invitation';
CREATE INDEX liens_acces_compte ON liens_acces (compte_id);

CREATE TABLE codes_secours (
    compte_id uuid NOT NULL REFERENCES comptes (id),
    empreinte bytea NOT NULL,
    utilise_le bigint,
    PRIMARY KEY (compte_id, empreinte)
);

-- Six digits sent to somebody; the hash covers the secret of the browser that asked, which is not here.
CREATE TABLE codes_acces (
    id uuid PRIMARY KEY,
    demande bytea NOT NULL,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    empreinte bytea NOT NULL,
    expire_le bigint NOT NULL,
    essais bigint NOT NULL,
    utilise_le bigint
);
CREATE INDEX codes_acces_demande ON codes_acces (demande);
CREATE INDEX codes_acces_compte ON codes_acces (compte_id);

-- Tries, dated, under the hash of what they were made on: several servers slow down together.
CREATE TABLE tentatives (
    cle bytea NOT NULL,
    instant bigint NOT NULL
);
CREATE INDEX tentatives_cle ON tentatives (cle, instant);
CREATE INDEX tentatives_instant ON tentatives (instant);

-- What is to be sent, written in the transaction of what it tells. The text goes once it is sent or too old.
CREATE TABLE courriers (
    id uuid PRIMARY KEY,
    cree_le bigint NOT NULL,
    canal text NOT NULL CHECK (canal IN ('courriel', 'sms')),
    destinataire text NOT NULL,
    objet text NOT NULL,
    texte text,
    expire_le bigint NOT NULL,
    essais bigint NOT NULL,
    prochain_le bigint NOT NULL,
    envoye_le bigint,
    abandonne_le bigint
);
CREATE INDEX courriers_a_envoyer ON courriers (prochain_le) WHERE envoye_le IS NULL AND abandonne_le IS NULL;
CREATE INDEX courriers_cree ON courriers (cree_le);

-- Who somebody is at an outside provider: the issuer and the subject, never a mail address.
CREATE TABLE identites (
    emetteur text NOT NULL,
    sujet text NOT NULL,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    depuis bigint NOT NULL,
    PRIMARY KEY (emetteur, sujet)
);
CREATE INDEX identites_compte ON identites (compte_id);
CREATE TABLE demandes_oidc (
    empreinte bytea PRIMARY KEY,
    etat text NOT NULL,
    nonce text NOT NULL,
    verificateur text NOT NULL,
    compte_id uuid REFERENCES comptes (id),
    retour text NOT NULL,
    expire_le bigint NOT NULL
);
