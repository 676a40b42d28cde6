-- Tries are counted by budgets, one row each: the instant at which it is whole again. Those of before are a day's at most.
DELETE FROM tentatives;
DROP INDEX tentatives_cle;
ALTER TABLE tentatives RENAME COLUMN instant TO rempli_le;
CREATE UNIQUE INDEX tentatives_cle ON tentatives (cle);

-- Browsers that signed in before: what they try has budgets of their own.
CREATE TABLE appareils (
    empreinte bytea PRIMARY KEY,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    depuis bigint NOT NULL,
    vu_le bigint NOT NULL
);
CREATE INDEX appareils_compte ON appareils (compte_id, vu_le);
CREATE INDEX appareils_vu ON appareils (vu_le);

-- What ties an answer of an outside provider to the browser that asked comes from its cookie: only answers that served are kept.
DELETE FROM demandes_oidc;
ALTER TABLE demandes_oidc DROP COLUMN etat;
ALTER TABLE demandes_oidc DROP COLUMN nonce;
ALTER TABLE demandes_oidc DROP COLUMN verificateur;
ALTER TABLE demandes_oidc DROP COLUMN retour;
