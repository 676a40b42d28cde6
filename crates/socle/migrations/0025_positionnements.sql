-- Positionnements are answered on the site: each state is a dated fact, and `positionnements` shows the last one, where lists and
-- figures read it. `saisi_le` is the day of the latest fact typed here: a later file does not write over it without saying so.
ALTER TABLE actions ADD COLUMN commune_insee text;
ALTER TABLE actions ADD COLUMN courriel text;
ALTER TABLE participations ADD COLUMN code_motif text;
ALTER TABLE positionnements ADD COLUMN destinataire_id uuid REFERENCES structures (id);
ALTER TABLE positionnements ADD COLUMN echeance date;
ALTER TABLE positionnements ADD COLUMN invite_le date;
ALTER TABLE positionnements ADD COLUMN information_id uuid REFERENCES actions (id);
ALTER TABLE positionnements ADD COLUMN presence text CHECK (presence IN ('present', 'absent', 'excuse'));
ALTER TABLE positionnements ADD COLUMN code_motif text;
ALTER TABLE positionnements ADD COLUMN saisi_le date;
CREATE INDEX positionnements_action ON positionnements (action_id, etat);

-- What was said of a request, in the order in which it was said. A fact taken back stays, with the instant of its withdrawal.
CREATE TABLE positionnements_etats (
    id uuid PRIMARY KEY,
    positionnement_id uuid NOT NULL REFERENCES positionnements (id),
    etat text NOT NULL CHECK (etat IN ('propose', 'vu', 'accepte', 'en_attente', 'offert', 'refuse', 'expire', 'annule', 'entre', 'non_presente')),
    date date NOT NULL,
    echeance date,
    code_motif text,
    motif text,
    structure_id uuid REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    note_le bigint NOT NULL,
    retire_le bigint,
    CHECK (etat <> 'offert' OR echeance IS NOT NULL)
);
CREATE INDEX positionnements_etats_de ON positionnements_etats (positionnement_id, note_le);

-- Accepted, offered and entered never exceed the places, an offer that nobody confirmed in time aside: whoever holds one already goes on, so that fewer places drop nobody.
-- What is typed always sets `saisi_le`; a file tells what was decided elsewhere, and is not refused for it.
-- Nobody is said to have entered without the participation that says it.
/*sqlite
CREATE TRIGGER positionnements_places BEFORE UPDATE OF saisi_le ON positionnements
WHEN NEW.etat IN ('accepte', 'offert', 'entre') AND (OLD.etat IS NULL OR OLD.etat NOT IN ('accepte', 'offert', 'entre'))
AND EXISTS (SELECT 1 FROM actions a WHERE a.id = NEW.action_id AND a.places <= (
    SELECT count(*) FROM positionnements q WHERE q.action_id = NEW.action_id AND q.etat IN ('accepte', 'offert', 'entre')
    AND (q.etat <> 'offert' OR q.echeance >= NEW.saisi_le)))
BEGIN SELECT RAISE(ABORT, 'constraint positionnements_places'); END;
CREATE TRIGGER positionnements_entre BEFORE INSERT ON positionnements_etats
WHEN NEW.etat = 'entre' AND NOT EXISTS (
    SELECT 1 FROM positionnements p JOIN participations q ON q.jeune_id = p.jeune_id AND q.action_id = p.action_id
    WHERE p.id = NEW.positionnement_id)
BEGIN SELECT RAISE(ABORT, 'constraint positionnements_entre'); END;
*/
/*postgres
CREATE FUNCTION positionnements_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.etat IN ('accepte', 'offert', 'entre') AND (OLD.etat IS NULL OR OLD.etat NOT IN ('accepte', 'offert', 'entre'))
       AND EXISTS (SELECT 1 FROM actions a WHERE a.id = NEW.action_id AND a.places <= (
           SELECT count(*) FROM positionnements q
           WHERE q.action_id = NEW.action_id AND q.etat IN ('accepte', 'offert', 'entre')
           AND (q.etat <> 'offert' OR q.echeance >= NEW.saisi_le))) THEN
        RAISE EXCEPTION 'constraint positionnements_places';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER positionnements_places BEFORE UPDATE OF saisi_le ON positionnements
FOR EACH ROW EXECUTE FUNCTION positionnements_places();
CREATE FUNCTION positionnements_entre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.etat = 'entre' AND NOT EXISTS (
        SELECT 1 FROM positionnements p JOIN participations q ON q.jeune_id = p.jeune_id AND q.action_id = p.action_id
        WHERE p.id = NEW.positionnement_id) THEN
        RAISE EXCEPTION 'constraint positionnements_entre';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER positionnements_entre BEFORE INSERT ON positionnements_etats
FOR EACH ROW EXECUTE FUNCTION positionnements_entre();
*/
