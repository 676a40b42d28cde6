-- Who works with whom: habilitations of accounts, and what links structures to young people.

-- An account may hold several habilitations and works in one at a time. Its reach is said by one
-- column: a structure, a young person (themself), an employer's SIRET, or none for the territory.
CREATE TABLE habilitations (
    id uuid PRIMARY KEY,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    role text NOT NULL,
    structure_id uuid REFERENCES structures (id),
    jeune_id uuid REFERENCES jeunes (id),
    siret text,
    du bigint NOT NULL,
    au bigint
);
CREATE INDEX habilitations_compte ON habilitations (compte_id);
CREATE INDEX habilitations_structure ON habilitations (structure_id, role);
CREATE INDEX habilitations_jeune ON habilitations (jeune_id);
INSERT INTO habilitations (id, compte_id, role, du) SELECT id, id, role, cree_le FROM comptes;
ALTER TABLE comptes DROP COLUMN role;

-- A session works under one habilitation; those opened before are closed.
DELETE FROM sessions;
ALTER TABLE sessions ADD COLUMN habilitation_id uuid REFERENCES habilitations (id);

-- A person merged into another, or erased, keeps its identifier and nothing else.
ALTER TABLE jeunes ADD COLUMN fusionne_dans uuid REFERENCES jeunes (id);
ALTER TABLE jeunes ADD COLUMN efface_le bigint;

-- The three things that stay apart: which structures accompany (here), which of them is in
-- charge (`en_charge`), who is the référent (`referents`). `du` unknown stays unknown; `au` is the
-- first day it no longer holds.
CREATE TABLE accompagnements (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    du date,
    au date,
    en_charge boolean NOT NULL,
    motif_fin text,
    CHECK (au >= du)
);
CREATE UNIQUE INDEX accompagnements_ouvert ON accompagnements (structure_id, jeune_id) WHERE au IS NULL;
CREATE UNIQUE INDEX accompagnements_charge ON accompagnements (jeune_id) WHERE au IS NULL AND en_charge;
CREATE INDEX accompagnements_jeune ON accompagnements (jeune_id);
-- The identifier of the young person serves for the accompagnement that their file opens: there is one.
INSERT INTO accompagnements (id, jeune_id, structure_id, du, en_charge)
SELECT DISTINCT j.id, j.id, n.structure_id, j.date_premier_accueil, true
FROM jeunes j JOIN numeros n ON n.jeune_id = j.id
WHERE NOT EXISTS (SELECT 1 FROM numeros m WHERE m.jeune_id = n.jeune_id AND m.structure_id < n.structure_id);

-- One référent at a time: [du, au) of one young person never overlap. The trigger holds it on both
-- engines, the closed periods included, which no index can.
CREATE TABLE referents (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    compte_id uuid NOT NULL REFERENCES comptes (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    du date NOT NULL,
    au date,
    motif text,
    cree_par uuid REFERENCES comptes (id),
    CHECK (au >= du)
);
CREATE UNIQUE INDEX referents_actuel ON referents (jeune_id) WHERE au IS NULL;
CREATE INDEX referents_jeune ON referents (jeune_id, du);
CREATE INDEX referents_compte ON referents (compte_id, au);
CREATE INDEX referents_structure ON referents (structure_id, au);
/*sqlite
CREATE TRIGGER referents_un_seul_ajout BEFORE INSERT ON referents
WHEN EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = NEW.jeune_id AND r.id <> NEW.id
             AND (NEW.au IS NULL OR r.du < NEW.au) AND (r.au IS NULL OR NEW.du < r.au) AND (r.au IS NULL OR r.au > r.du))
BEGIN SELECT RAISE(ABORT, 'constraint referents_un_seul'); END;
CREATE TRIGGER referents_un_seul_change BEFORE UPDATE ON referents
WHEN EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = NEW.jeune_id AND r.id <> NEW.id
             AND (NEW.au IS NULL OR r.du < NEW.au) AND (r.au IS NULL OR NEW.du < r.au) AND (r.au IS NULL OR r.au > r.du))
BEGIN SELECT RAISE(ABORT, 'constraint referents_un_seul'); END;
*/
/*postgres
CREATE FUNCTION referents_un_seul() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two writers of the same young person wait for each other.
    PERFORM 1 FROM jeunes WHERE id = NEW.jeune_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = NEW.jeune_id AND r.id <> NEW.id
               AND (NEW.au IS NULL OR r.du < NEW.au) AND (r.au IS NULL OR NEW.du < r.au)
               AND (r.au IS NULL OR r.au > r.du)) THEN
        RAISE EXCEPTION 'constraint referents_un_seul';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referents_un_seul BEFORE INSERT OR UPDATE ON referents
FOR EACH ROW EXECUTE FUNCTION referents_un_seul();
*/

-- A file opened to another structure, for a reason and until a day (`au`, the first day it is closed).
CREATE TABLE partages (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    par_structure_id uuid REFERENCES structures (id),
    finalite text NOT NULL,
    du date NOT NULL,
    au date NOT NULL,
    revoque_le bigint,
    cree_le bigint NOT NULL,
    cree_par uuid REFERENCES comptes (id),
    CHECK (au > du)
);
CREATE INDEX partages_structure ON partages (structure_id, au);
CREATE INDEX partages_jeune ON partages (jeune_id);

-- Asking for a file one may not see; the référent grants or refuses.
CREATE TABLE demandes_acces (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    compte_id uuid NOT NULL REFERENCES comptes (id),
    finalite text NOT NULL,
    demande_le bigint NOT NULL,
    repondu_le bigint,
    repondu_par uuid REFERENCES comptes (id),
    partage_id uuid REFERENCES partages (id),
    motif_refus text
);
CREATE INDEX demandes_acces_jeune ON demandes_acces (jeune_id, repondu_le);
CREATE INDEX demandes_acces_structure ON demandes_acces (structure_id, demande_le);

-- A meeting or a call, before (planned) and after (presence, outcome).
CREATE TABLE contacts (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    type text NOT NULL,
    date date NOT NULL,
    heure text,
    lieu text,
    objet text,
    presence text CHECK (presence IN ('present', 'absent', 'excuse', 'annule')),
    issue text,
    cree_le bigint NOT NULL
);
CREATE INDEX contacts_jeune ON contacts (jeune_id, date);
CREATE INDEX contacts_compte ON contacts (compte_id, date);

-- What stands in the way, and what is done about it. Themes are codes of data·inclusion; never health.
CREATE TABLE freins (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    thematique text NOT NULL,
    constate_le date NOT NULL,
    leve_le date,
    CHECK (leve_le >= constate_le)
);
CREATE UNIQUE INDEX freins_ouvert ON freins (jeune_id, thematique) WHERE leve_le IS NULL;
CREATE INDEX freins_jeune ON freins (jeune_id);
CREATE TABLE freins_actions (
    id uuid PRIMARY KEY,
    frein_id uuid NOT NULL REFERENCES freins (id),
    compte_id uuid REFERENCES comptes (id),
    date date NOT NULL,
    texte text NOT NULL,
    resultat text
);
CREATE INDEX freins_actions_frein ON freins_actions (frein_id, date);

-- A note says who may read it: my structure, those who follow, the young person too.
CREATE TABLE notes (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    niveau text NOT NULL CHECK (niveau IN ('structure', 'suivi', 'jeune')),
    date date NOT NULL,
    texte text NOT NULL,
    cree_le bigint NOT NULL
);
CREATE INDEX notes_jeune ON notes (jeune_id, date);

-- What the young person says of an assessment: both are kept.
CREATE TABLE contestations (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    objet text NOT NULL,
    objet_id uuid NOT NULL,
    texte text NOT NULL,
    faite_le bigint NOT NULL,
    repondu_le bigint,
    repondu_par uuid REFERENCES comptes (id),
    reponse text
);
CREATE INDEX contestations_jeune ON contestations (jeune_id);

CREATE TABLE documents (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    niveau text NOT NULL CHECK (niveau IN ('structure', 'suivi', 'jeune')),
    nom text NOT NULL,
    type_mime text NOT NULL,
    octets bytea NOT NULL,
    sha256 text NOT NULL,
    depose_le bigint NOT NULL
);
CREATE INDEX documents_jeune ON documents (jeune_id);
