-- The key of each form that was kept: a form has one effect, however many times it is sent.
CREATE TABLE gestes (
    cle uuid NOT NULL PRIMARY KEY,
    fait_le bigint NOT NULL
);
CREATE INDEX gestes_age ON gestes (fait_le);

-- Accesses of employers that one person asked for, until a second one confirms them. Forgotten after thirty days.
CREATE TABLE acces_employeurs (
    siret text NOT NULL,
    courriel text NOT NULL,
    demande_par uuid NOT NULL,
    demande_le bigint NOT NULL,
    PRIMARY KEY (siret, courriel)
);
