-- What handing over, sharing and asking for a file need beyond who follows whom.

-- Young people handed over together, and undone together.
CREATE TABLE passations (
    id uuid PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structures (id),
    de_compte_id uuid NOT NULL REFERENCES comptes (id),
    motif text NOT NULL,
    date date NOT NULL,
    faite_le bigint NOT NULL,
    faite_par uuid REFERENCES comptes (id),
    annulee_le bigint
);
CREATE INDEX passations_structure ON passations (structure_id, faite_le);
ALTER TABLE referents ADD COLUMN passation_id uuid REFERENCES passations (id);
CREATE INDEX referents_passation ON referents (passation_id);

-- `finalite` is a code; the words beside it are the reason in full.
ALTER TABLE partages ADD COLUMN precisions text;
ALTER TABLE demandes_acces ADD COLUMN precisions text;
-- A structure that waits for an answer does not ask twice.
CREATE UNIQUE INDEX demandes_acces_attente ON demandes_acces (jeune_id, structure_id) WHERE repondu_le IS NULL;

-- How many times an account looked for a person it does not follow, within the running hour.
CREATE TABLE recherches_acces (
    compte_id uuid PRIMARY KEY REFERENCES comptes (id),
    debut bigint NOT NULL,
    nombre bigint NOT NULL
);

-- Merged or erased: no list of a structure holds them, and there are few to look through.
CREATE INDEX jeunes_disparus ON jeunes (id) WHERE efface_le IS NOT NULL OR fusionne_dans IS NOT NULL;
