-- The journal is chained, only grows, and says for which structure; what is kept and for how long.

-- Who, under which role, for which structure. A refusal says what was tried. `empreinte` is the hash of the
-- line and of all those before it (docs/journal.md); lines written before this migration have none.
ALTER TABLE journal ADD COLUMN role text;
ALTER TABLE journal ADD COLUMN structure_id uuid;
ALTER TABLE journal ADD COLUMN refus boolean NOT NULL DEFAULT false;
ALTER TABLE journal ADD COLUMN empreinte bytea;
CREATE INDEX journal_instant ON journal (instant);
CREATE INDEX journal_compte ON journal (compte_id, instant) WHERE compte_id IS NOT NULL;
/*postgres ALTER TABLE journal ALTER COLUMN numero DROP IDENTITY;*/

-- The last line of the chain: whoever writes waits for this row, and takes it last.
CREATE TABLE journal_tete (
    seule boolean PRIMARY KEY CHECK (seule),
    numero bigint NOT NULL,
    empreinte bytea NOT NULL
);
INSERT INTO journal_tete (seule, numero, empreinte)
SELECT true, coalesce(max(numero), 0), /*sqlite zeroblob(32)*/ /*postgres decode(repeat('00', 32), 'hex')*/ FROM journal;

-- Where a verification may begin: the line before the first one kept, and its hash.
CREATE TABLE journal_ancres (
    numero bigint PRIMARY KEY,
    empreinte bytea NOT NULL,
    motif text NOT NULL CHECK (motif IN ('depart', 'purge')),
    posee_le bigint NOT NULL
);
INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) SELECT numero, empreinte, 'depart', 0 FROM journal_tete;

-- Lines are only added. One goes once an anchor holds its number, and an anchor is refused while it would
-- cover a line of the last eleven months, by the clock of the engine.
/*sqlite
CREATE TRIGGER journal_ne_change_pas BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'le journal ne change pas'); END;
CREATE TRIGGER journal_ne_perd_rien BEFORE DELETE ON journal
WHEN OLD.numero > (SELECT coalesce(max(a.numero), -1) FROM journal_ancres a)
BEGIN SELECT RAISE(ABORT, 'le journal ne perd aucune ligne avant la purge'); END;
CREATE TRIGGER journal_ancres_anciennes BEFORE INSERT ON journal_ancres
WHEN NEW.numero <= (SELECT coalesce(max(a.numero), -1) FROM journal_ancres a)
  OR EXISTS (SELECT 1 FROM journal l WHERE l.numero <= NEW.numero AND l.instant > (unixepoch() - 334 * 86400) * 1000)
BEGIN SELECT RAISE(ABORT, 'une ancre ne couvre que des lignes de plus de onze mois'); END;
CREATE TRIGGER journal_ancres_ne_changent_pas BEFORE UPDATE ON journal_ancres
BEGIN SELECT RAISE(ABORT, 'une ancre ne change pas'); END;
CREATE TRIGGER journal_ancres_restent BEFORE DELETE ON journal_ancres
BEGIN SELECT RAISE(ABORT, 'une ancre reste'); END;
CREATE TRIGGER journal_tete_avance BEFORE UPDATE ON journal_tete WHEN NEW.numero <= OLD.numero
BEGIN SELECT RAISE(ABORT, 'la tête du journal avance'); END;
CREATE TRIGGER journal_tete_reste BEFORE DELETE ON journal_tete
BEGIN SELECT RAISE(ABORT, 'la tête du journal reste'); END;
*/
/*postgres
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'le journal ne fait que grandir (%)', TG_OP;
END $$;
CREATE FUNCTION journal_garde() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.numero > (SELECT coalesce(max(a.numero), -1) FROM journal_ancres a) THEN
        RAISE EXCEPTION 'le journal ne perd aucune ligne avant la purge';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION journal_ancre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.numero <= (SELECT coalesce(max(a.numero), -1) FROM journal_ancres a)
       OR EXISTS (SELECT 1 FROM journal l WHERE l.numero <= NEW.numero
                  AND l.instant > (extract(epoch FROM clock_timestamp()) - 334 * 86400) * 1000) THEN
        RAISE EXCEPTION 'une ancre ne couvre que des lignes de plus de onze mois';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION journal_avance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.numero <= OLD.numero THEN
        RAISE EXCEPTION 'la tête du journal avance';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_ne_change_pas BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_ne_perd_rien BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_garde();
CREATE TRIGGER journal_ne_se_vide_pas BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_ancres_anciennes BEFORE INSERT ON journal_ancres FOR EACH ROW EXECUTE FUNCTION journal_ancre();
CREATE TRIGGER journal_ancres_restent BEFORE UPDATE OR DELETE ON journal_ancres
FOR EACH ROW EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_tete_avance BEFORE UPDATE ON journal_tete FOR EACH ROW EXECUTE FUNCTION journal_avance();
CREATE TRIGGER journal_tete_reste BEFORE DELETE ON journal_tete FOR EACH ROW EXECUTE FUNCTION journal_refuse();
*/

-- Unusual readings found once, so that each is told once.
CREATE TABLE lectures_inhabituelles (
    id uuid PRIMARY KEY,
    compte_id uuid NOT NULL,
    regle text NOT NULL,
    debut bigint NOT NULL,
    nombre bigint NOT NULL,
    signalee_le bigint NOT NULL,
    UNIQUE (compte_id, regle, debut)
);

-- When a person was told that their file would be erased, and from which day. A new contact lifts it.
CREATE TABLE conservation_avis (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    donne_le date NOT NULL,
    echeance date NOT NULL,
    leve_le date,
    CHECK (echeance >= donne_le)
);
CREATE UNIQUE INDEX conservation_avis_ouvert ON conservation_avis (jeune_id) WHERE leve_le IS NULL;

-- Who was erased, when and why, without any identity: kept so that an old backup does not bring them back.
-- No reference to `jeunes`: the list outlives the base it was written in.
CREATE TABLE effacements (
    jeune_id uuid PRIMARY KEY,
    efface_le bigint NOT NULL,
    motif text NOT NULL CHECK (motif IN ('duree', 'demande', 'opposition', 'illicite')),
    demande_le date
);
CREATE INDEX effacements_date ON effacements (efface_le);

-- A person who objects to being followed here: what they say, the decision, its date.
CREATE TABLE oppositions (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    recue_le bigint NOT NULL,
    texte text NOT NULL,
    repondu_le bigint,
    repondu_par uuid REFERENCES comptes (id),
    acceptee boolean,
    reponse text
);
CREATE INDEX oppositions_jeune ON oppositions (jeune_id);
