-- Random draws made here: what is decided, who is on the list, what was published before the chance was known,
-- what came out, how what was done departs from it. No state is kept: the dates of these rows tell it.

-- `protocole` is the TOML as it was given. A later wave is a draw that goes on from another, with the same rules:
-- `serie_id` is the first of them, itself included.
CREATE TABLE tirages (
    id uuid PRIMARY KEY,
    serie_id uuid NOT NULL REFERENCES tirages (id),
    precedent_id uuid UNIQUE REFERENCES tirages (id),
    titre text NOT NULL,
    protocole text NOT NULL,
    cree_le bigint NOT NULL,
    cree_par uuid REFERENCES comptes (id)
);
CREATE INDEX tirages_serie ON tirages (serie_id);

-- `identifiant` is a pseudonym drawn for this list: the files of a draw name nobody. `strate` and `exclusion` are
-- empty when there are none.
CREATE TABLE candidats (
    id uuid PRIMARY KEY,
    tirage_id uuid NOT NULL REFERENCES tirages (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    structure_id uuid REFERENCES structures (id),
    compte_id uuid REFERENCES comptes (id),
    identifiant text NOT NULL,
    site text NOT NULL,
    vague text NOT NULL,
    strate text NOT NULL,
    exclusion text NOT NULL,
    saisi_le bigint NOT NULL,
    UNIQUE (tirage_id, identifiant)
);
CREATE INDEX candidats_jeune ON candidats (jeune_id);

-- The two files of a frozen list, byte for byte: what is published, and what is kept until the draw.
CREATE TABLE tirages_engagements (
    tirage_id uuid PRIMARY KEY REFERENCES tirages (id),
    fige_le bigint NOT NULL,
    fige_par uuid REFERENCES comptes (id),
    engagement bytea NOT NULL,
    liste bytea NOT NULL,
    sha256 text NOT NULL,
    racine text NOT NULL,
    protocole_sha256 text NOT NULL,
    personnes bigint NOT NULL
);

-- One draw a list: the key refuses a second one.
CREATE TABLE tirages_proces_verbaux (
    tirage_id uuid PRIMARY KEY REFERENCES tirages_engagements (tirage_id),
    tire_le bigint NOT NULL,
    tire_par uuid REFERENCES comptes (id),
    alea text NOT NULL,
    graine text NOT NULL,
    proces_verbal bytea NOT NULL,
    sha256 text NOT NULL,
    affectations bytea NOT NULL,
    minutes bytea NOT NULL
);
CREATE TABLE affectations (
    candidat_id uuid PRIMARY KEY REFERENCES candidats (id),
    bras text NOT NULL,
    probabilite text NOT NULL,
    ticket text NOT NULL
);

-- How what was done departs from what was drawn. Added, never changed; erasing a person empties the reason.
CREATE TABLE tirages_ecarts (
    id uuid PRIMARY KEY,
    candidat_id uuid NOT NULL REFERENCES affectations (candidat_id),
    date date NOT NULL,
    nature text NOT NULL CHECK (nature IN ('non_respect', 'retrait', 'autre_groupe', 'contamination')),
    bras_recu text,
    motif text NOT NULL,
    note_le bigint NOT NULL,
    note_par uuid REFERENCES comptes (id),
    CHECK ((nature = 'autre_groupe') = (bras_recu IS NOT NULL))
);
CREATE INDEX tirages_ecarts_candidat ON tirages_ecarts (candidat_id, date);

-- Once the list is frozen nothing of it changes, whatever asks. Whose row it is follows a merge of two files, and
-- nothing else. Once drawn, nobody is drawn again: a person keeps their group for the whole series.
/*sqlite
CREATE TRIGGER tirages_fige_change BEFORE UPDATE ON tirages
WHEN EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'constraint tirages_fige'); END;
CREATE TRIGGER candidats_fige_ajout BEFORE INSERT ON candidats
WHEN EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = NEW.tirage_id)
BEGIN SELECT RAISE(ABORT, 'constraint candidats_fige'); END;
CREATE TRIGGER candidats_une_fois BEFORE INSERT ON candidats
WHEN EXISTS (SELECT 1 FROM candidats c WHERE c.jeune_id = NEW.jeune_id AND c.tirage_id = NEW.tirage_id)
  OR EXISTS (SELECT 1 FROM candidats c JOIN affectations a ON a.candidat_id = c.id AND a.bras <> 'surnombre'
             JOIN tirages t ON t.id = c.tirage_id
             WHERE c.jeune_id = NEW.jeune_id AND t.serie_id = (SELECT n.serie_id FROM tirages n WHERE n.id = NEW.tirage_id))
BEGIN SELECT RAISE(ABORT, 'constraint candidats_une_fois'); END;
CREATE TRIGGER candidats_fige_change BEFORE UPDATE ON candidats
WHEN NEW.tirage_id <> OLD.tirage_id OR NEW.id <> OLD.id
  OR (EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = OLD.tirage_id)
      AND (NEW.identifiant <> OLD.identifiant OR NEW.site <> OLD.site OR NEW.vague <> OLD.vague OR NEW.strate <> OLD.strate
           OR NEW.exclusion <> OLD.exclusion OR NEW.saisi_le <> OLD.saisi_le OR NEW.structure_id IS NOT OLD.structure_id
           OR NEW.compte_id IS NOT OLD.compte_id
           OR (NEW.jeune_id <> OLD.jeune_id AND NOT EXISTS (SELECT 1 FROM fusions f
               WHERE (f.absorbe_id = OLD.jeune_id AND f.garde_id = NEW.jeune_id)
                  OR (f.absorbe_id = NEW.jeune_id AND f.garde_id = OLD.jeune_id)))))
BEGIN SELECT RAISE(ABORT, 'constraint candidats_fige'); END;
CREATE TRIGGER candidats_fige_retrait BEFORE DELETE ON candidats
WHEN EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = OLD.tirage_id)
BEGIN SELECT RAISE(ABORT, 'constraint candidats_fige'); END;
-- Here a replacement deletes without its trigger: it is refused as an addition.
CREATE TRIGGER tirages_engagements_encore BEFORE INSERT ON tirages_engagements
WHEN EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = NEW.tirage_id)
BEGIN SELECT RAISE(ABORT, 'constraint tirages_engagements_fige'); END;
CREATE TRIGGER tirages_proces_verbaux_encore BEFORE INSERT ON tirages_proces_verbaux
WHEN EXISTS (SELECT 1 FROM tirages_proces_verbaux p WHERE p.tirage_id = NEW.tirage_id)
BEGIN SELECT RAISE(ABORT, 'constraint tirages_proces_verbaux_fige'); END;
CREATE TRIGGER tirages_ecarts_encore BEFORE INSERT ON tirages_ecarts
WHEN EXISTS (SELECT 1 FROM tirages_ecarts x WHERE x.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'constraint tirages_ecarts_fige'); END;
CREATE TRIGGER tirages_engagements_change BEFORE UPDATE ON tirages_engagements
BEGIN SELECT RAISE(ABORT, 'constraint tirages_engagements_fige'); END;
CREATE TRIGGER tirages_engagements_retrait BEFORE DELETE ON tirages_engagements
BEGIN SELECT RAISE(ABORT, 'constraint tirages_engagements_fige'); END;
CREATE TRIGGER tirages_proces_verbaux_change BEFORE UPDATE ON tirages_proces_verbaux
BEGIN SELECT RAISE(ABORT, 'constraint tirages_proces_verbaux_fige'); END;
CREATE TRIGGER tirages_proces_verbaux_retrait BEFORE DELETE ON tirages_proces_verbaux
BEGIN SELECT RAISE(ABORT, 'constraint tirages_proces_verbaux_fige'); END;
CREATE TRIGGER affectations_ajout BEFORE INSERT ON affectations
WHEN EXISTS (SELECT 1 FROM candidats c JOIN tirages_proces_verbaux p ON p.tirage_id = c.tirage_id WHERE c.id = NEW.candidat_id)
  OR NOT EXISTS (SELECT 1 FROM candidats c JOIN tirages_engagements e ON e.tirage_id = c.tirage_id WHERE c.id = NEW.candidat_id)
BEGIN SELECT RAISE(ABORT, 'constraint affectations_fige'); END;
CREATE TRIGGER affectations_change BEFORE UPDATE ON affectations
BEGIN SELECT RAISE(ABORT, 'constraint affectations_fige'); END;
CREATE TRIGGER affectations_retrait BEFORE DELETE ON affectations
BEGIN SELECT RAISE(ABORT, 'constraint affectations_fige'); END;
CREATE TRIGGER tirages_ecarts_change BEFORE UPDATE ON tirages_ecarts
WHEN NEW.motif <> '' OR NEW.id <> OLD.id OR NEW.candidat_id <> OLD.candidat_id OR NEW.date <> OLD.date
  OR NEW.nature <> OLD.nature OR NEW.bras_recu IS NOT OLD.bras_recu OR NEW.note_le <> OLD.note_le
  OR NEW.note_par IS NOT OLD.note_par
BEGIN SELECT RAISE(ABORT, 'constraint tirages_ecarts_fige'); END;
CREATE TRIGGER tirages_ecarts_retrait BEFORE DELETE ON tirages_ecarts
BEGIN SELECT RAISE(ABORT, 'constraint tirages_ecarts_fige'); END;
*/
/*postgres
CREATE FUNCTION tirages_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'constraint %_fige (%)', TG_TABLE_NAME, TG_OP;
END $$;
CREATE FUNCTION tirages_garde() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = OLD.id) THEN
        RAISE EXCEPTION 'constraint tirages_fige';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION candidats_ajout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever freezes holds the draw; two who enter the same person wait for each other.
    PERFORM 1 FROM tirages WHERE id = NEW.tirage_id FOR SHARE;
    PERFORM 1 FROM jeunes WHERE id = NEW.jeune_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = NEW.tirage_id) THEN
        RAISE EXCEPTION 'constraint candidats_fige';
    END IF;
    IF EXISTS (SELECT 1 FROM candidats c WHERE c.jeune_id = NEW.jeune_id AND c.tirage_id = NEW.tirage_id)
       OR EXISTS (SELECT 1 FROM candidats c JOIN affectations a ON a.candidat_id = c.id AND a.bras <> 'surnombre'
                  JOIN tirages t ON t.id = c.tirage_id
                  WHERE c.jeune_id = NEW.jeune_id
                    AND t.serie_id = (SELECT n.serie_id FROM tirages n WHERE n.id = NEW.tirage_id)) THEN
        RAISE EXCEPTION 'constraint candidats_une_fois';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION candidats_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tirages WHERE id = OLD.tirage_id FOR SHARE;
    IF NEW.tirage_id <> OLD.tirage_id OR NEW.id <> OLD.id
       OR (EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = OLD.tirage_id)
           AND ((NEW.identifiant, NEW.site, NEW.vague, NEW.strate, NEW.exclusion, NEW.saisi_le)
                <> (OLD.identifiant, OLD.site, OLD.vague, OLD.strate, OLD.exclusion, OLD.saisi_le)
                OR NEW.structure_id IS DISTINCT FROM OLD.structure_id OR NEW.compte_id IS DISTINCT FROM OLD.compte_id
                OR (NEW.jeune_id <> OLD.jeune_id AND NOT EXISTS (SELECT 1 FROM fusions f
                    WHERE (f.absorbe_id = OLD.jeune_id AND f.garde_id = NEW.jeune_id)
                       OR (f.absorbe_id = NEW.jeune_id AND f.garde_id = OLD.jeune_id))))) THEN
        RAISE EXCEPTION 'constraint candidats_fige';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION candidats_retrait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM tirages WHERE id = OLD.tirage_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = OLD.tirage_id) THEN
        RAISE EXCEPTION 'constraint candidats_fige';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION affectations_ajout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM candidats c JOIN tirages_proces_verbaux p ON p.tirage_id = c.tirage_id WHERE c.id = NEW.candidat_id)
       OR NOT EXISTS (SELECT 1 FROM candidats c JOIN tirages_engagements e ON e.tirage_id = c.tirage_id
                      WHERE c.id = NEW.candidat_id) THEN
        RAISE EXCEPTION 'constraint affectations_fige';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION tirages_ecarts_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.motif <> '' OR (NEW.id, NEW.candidat_id, NEW.date, NEW.nature, NEW.note_le)
                          <> (OLD.id, OLD.candidat_id, OLD.date, OLD.nature, OLD.note_le)
       OR NEW.bras_recu IS DISTINCT FROM OLD.bras_recu OR NEW.note_par IS DISTINCT FROM OLD.note_par THEN
        RAISE EXCEPTION 'constraint tirages_ecarts_fige';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tirages_fige_change BEFORE UPDATE ON tirages FOR EACH ROW EXECUTE FUNCTION tirages_garde();
CREATE TRIGGER candidats_ajout BEFORE INSERT ON candidats FOR EACH ROW EXECUTE FUNCTION candidats_ajout();
CREATE TRIGGER candidats_change BEFORE UPDATE ON candidats FOR EACH ROW EXECUTE FUNCTION candidats_change();
CREATE TRIGGER candidats_retrait BEFORE DELETE ON candidats FOR EACH ROW EXECUTE FUNCTION candidats_retrait();
CREATE TRIGGER candidats_vidage BEFORE TRUNCATE ON candidats FOR EACH STATEMENT EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER tirages_engagements_garde BEFORE UPDATE OR DELETE ON tirages_engagements
FOR EACH ROW EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER tirages_engagements_vidage BEFORE TRUNCATE ON tirages_engagements
FOR EACH STATEMENT EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER tirages_proces_verbaux_garde BEFORE UPDATE OR DELETE ON tirages_proces_verbaux
FOR EACH ROW EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER tirages_proces_verbaux_vidage BEFORE TRUNCATE ON tirages_proces_verbaux
FOR EACH STATEMENT EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER affectations_ajout BEFORE INSERT ON affectations FOR EACH ROW EXECUTE FUNCTION affectations_ajout();
CREATE TRIGGER affectations_garde BEFORE UPDATE OR DELETE ON affectations
FOR EACH ROW EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER affectations_vidage BEFORE TRUNCATE ON affectations FOR EACH STATEMENT EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER tirages_ecarts_change BEFORE UPDATE ON tirages_ecarts FOR EACH ROW EXECUTE FUNCTION tirages_ecarts_change();
CREATE TRIGGER tirages_ecarts_garde BEFORE DELETE ON tirages_ecarts FOR EACH ROW EXECUTE FUNCTION tirages_refuse();
CREATE TRIGGER tirages_ecarts_vidage BEFORE TRUNCATE ON tirages_ecarts FOR EACH STATEMENT EXECUTE FUNCTION tirages_refuse();
*/
