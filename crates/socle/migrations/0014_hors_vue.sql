-- Questions about what is out of sight: the budget of a structure beside that of an account, and what waits to be confirmed.

CREATE TABLE recherches_structures (
    structure_id uuid PRIMARY KEY REFERENCES structures (id),
    debut bigint NOT NULL,
    nombre bigint NOT NULL
);

-- `empreinte` is a hash of what was asked and of `id`; a row goes when it is confirmed, or after an hour.
CREATE TABLE essais (
    id uuid PRIMARY KEY,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    instant bigint NOT NULL,
    empreinte text NOT NULL
);
CREATE INDEX essais_instant ON essais (instant);
CREATE INDEX essais_compte ON essais (compte_id);
