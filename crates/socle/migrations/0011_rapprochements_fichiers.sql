-- A look goes on without its reader, and may be of a file that was deposited: its people against those of the base.

-- A look that is not finished has no `fini_le`; `maj_le` says when it was last heard of. `erreur` is why it stopped.
ALTER TABLE rapprochements_recherches ADD COLUMN fini_le bigint;
ALTER TABLE rapprochements_recherches ADD COLUMN maj_le bigint;
ALTER TABLE rapprochements_recherches ADD COLUMN etape text;
ALTER TABLE rapprochements_recherches ADD COLUMN faites bigint;
ALTER TABLE rapprochements_recherches ADD COLUMN total bigint;
ALTER TABLE rapprochements_recherches ADD COLUMN erreur text;
-- Of a file: its name, the structure whose numbers its identifiers are, its rows, those already known.
ALTER TABLE rapprochements_recherches ADD COLUMN fichier text;
ALTER TABLE rapprochements_recherches ADD COLUMN structure_id uuid REFERENCES structures (id);
ALTER TABLE rapprochements_recherches ADD COLUMN lignes bigint;
ALTER TABLE rapprochements_recherches ADD COLUMN connues bigint;
UPDATE rapprochements_recherches SET fini_le = faite_le, maj_le = faite_le;
CREATE INDEX rapprochements_recherches_structure ON rapprochements_recherches (structure_id);

-- A row of a file and somebody of the base who may be the same person. `champs` is what the row says (JSON): it goes
-- thirty days after the file came, as does a row of which nothing was decided. `sure`: above the threshold of the engine.
CREATE TABLE rapprochements_lignes (
    id uuid PRIMARY KEY,
    recherche_id uuid NOT NULL REFERENCES rapprochements_recherches (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    ligne bigint NOT NULL,
    identifiant text NOT NULL,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    probabilite bigint NOT NULL CHECK (probabilite BETWEEN 0 AND 1000000),
    sure boolean NOT NULL,
    indices text NOT NULL,
    champs text,
    empreinte text NOT NULL,
    etat text NOT NULL CHECK (etat IN ('propose', 'lie', 'separe'))
);
CREATE INDEX rapprochements_lignes_recherche ON rapprochements_lignes (recherche_id, etat, probabilite);
CREATE INDEX rapprochements_lignes_jeune ON rapprochements_lignes (jeune_id);
CREATE INDEX rapprochements_lignes_structure ON rapprochements_lignes (structure_id, etat);

-- What was decided of a row, by whom, when, and before what.
CREATE TABLE rapprochements_lignes_decisions (
    id uuid PRIMARY KEY,
    ligne_id uuid NOT NULL REFERENCES rapprochements_lignes (id),
    geste text NOT NULL CHECK (geste IN ('lier', 'separer', 'revenir')),
    faite_le bigint NOT NULL,
    faite_par uuid REFERENCES comptes (id),
    probabilite bigint NOT NULL,
    indices text NOT NULL,
    empreinte text NOT NULL
);
CREATE INDEX rapprochements_lignes_decisions_ligne ON rapprochements_lignes_decisions (ligne_id, faite_le);
