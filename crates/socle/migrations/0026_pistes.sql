-- A contract that somebody may sign with an employer, from the first idea on: what its file tells, and the last thing said of it.
-- `saisi_le` is the day of the latest fact typed here: a later file does not write over it without saying so.
CREATE TABLE pistes (
    id uuid PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structures (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    siret text NOT NULL CHECK (siret <> ''),
    employeur_nom text,
    cfa_id uuid REFERENCES structures (id),
    ouverte_le date NOT NULL,
    signature_prevue date,
    etat text CHECK (etat IN ('envisagee', 'convenue', 'dossier', 'signee', 'abandonnee')),
    date_etat date,
    motif text,
    saisi_le date,
    UNIQUE (jeune_id, structure_id, siret, ouverte_le),
    CHECK (signature_prevue >= ouverte_le),
    CHECK (date_etat >= ouverte_le)
);
CREATE INDEX pistes_structure ON pistes (structure_id);

-- What was said of it, in the order in which it was said. A fact taken back stays, with the instant of its withdrawal.
CREATE TABLE pistes_etats (
    id uuid PRIMARY KEY,
    piste_id uuid NOT NULL REFERENCES pistes (id),
    etat text NOT NULL CHECK (etat IN ('envisagee', 'convenue', 'dossier', 'signee', 'abandonnee')),
    date date NOT NULL,
    motif text,
    structure_id uuid REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    note_le bigint NOT NULL,
    retire_le bigint,
    CHECK (etat <> 'abandonnee' OR motif IS NOT NULL OR compte_id IS NULL)
);
CREATE INDEX pistes_etats_de ON pistes_etats (piste_id, note_le);
