-- Files that are not ours: which of their columns is which field, told once and kept with each of its versions.

-- One without `structure_id` is for the whole territory. One taken back is no longer proposed; its versions stay.
CREATE TABLE gabarits (
    id uuid PRIMARY KEY,
    nom text NOT NULL CHECK (nom <> ''),
    structure_id uuid REFERENCES structures (id),
    cree_le bigint NOT NULL,
    retire_le bigint
);
CREATE INDEX gabarits_structure ON gabarits (structure_id);

-- What it said, by whom and when. `texte` is TOML. `profil` (JSON) is what the columns of the last file looked like: shares
-- and numbers of values, never a value.
CREATE TABLE gabarits_versions (
    gabarit_id uuid NOT NULL REFERENCES gabarits (id),
    version bigint NOT NULL CHECK (version > 0),
    texte text NOT NULL,
    profil text NOT NULL,
    faite_le bigint NOT NULL,
    faite_par uuid REFERENCES comptes (id),
    PRIMARY KEY (gabarit_id, version)
) /*sqlite WITHOUT ROWID*/;

-- The gabarit that a file was read with, its text recognised; the structure for which it was brought in, when it is one.
ALTER TABLE imports ADD COLUMN gabarit text;
ALTER TABLE imports ADD COLUMN gabarit_sha256 text;
ALTER TABLE imports ADD COLUMN structure_id uuid REFERENCES structures (id);
CREATE INDEX imports_structure ON imports (structure_id);
