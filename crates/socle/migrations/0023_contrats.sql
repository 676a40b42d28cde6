-- What a team needs to know of a contract, and of the time of its apprentice.

ALTER TABLE contrats ADD COLUMN commune_insee text;
ALTER TABLE contrats ADD COLUMN idcc text;
ALTER TABLE contrats ADD COLUMN opco text;
ALTER TABLE contrats ADD COLUMN depose_le date;
ALTER TABLE contrats ADD COLUMN maitre text;
ALTER TABLE contrats ADD COLUMN trajet_min bigint;
-- The code of the calendar of its CFA.
ALTER TABLE contrats ADD COLUMN calendrier text;
ALTER TABLE contrats ADD COLUMN precedent text;

-- When a CFA has the apprentices of a calendar, a row a period.
CREATE TABLE calendriers (
    id uuid PRIMARY KEY,
    cfa_id uuid NOT NULL REFERENCES structures (id),
    code text NOT NULL CHECK (code <> ''),
    debut date NOT NULL,
    fin date NOT NULL,
    UNIQUE (cfa_id, code, debut),
    CHECK (fin >= debut)
);

-- What changed in a contract while it ran. It names the contract as its file does.
CREATE TABLE modifications (
    id uuid PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structures (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    type text NOT NULL,
    date_debut date NOT NULL,
    date date NOT NULL,
    nature text NOT NULL,
    au date,
    valeur text,
    UNIQUE (jeune_id, structure_id, type, date_debut, date, nature),
    CHECK (au >= date)
);
CREATE INDEX modifications_structure ON modifications (structure_id);

-- Days on which an apprentice was expected and did not come; never why.
CREATE TABLE absences (
    id uuid PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structures (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    date date NOT NULL,
    lieu text NOT NULL,
    demi_journees text NOT NULL CHECK (demi_journees IN ('1', '2')),
    justifiee boolean,
    connu_le date,
    UNIQUE (jeune_id, structure_id, date, lieu)
);
CREATE INDEX absences_structure ON absences (structure_id);
