-- Studies: a protocol registered before outcomes, amendments, extracts, results, surveys by link.

-- `protocole` is the text that is hashed. Once registered, nothing of the row changes.
CREATE TABLE etudes (
    id uuid PRIMARY KEY,
    titre text NOT NULL,
    protocole text NOT NULL,
    proces_verbal text,
    cree_le bigint NOT NULL,
    cree_par text NOT NULL,
    enregistree_le bigint,
    enregistree_par text,
    empreinte text,
    premiere_issue date,
    CHECK ((enregistree_le IS NULL) = (empreinte IS NULL))
);

-- What is changed afterwards is added, with its reason; each hash covers the one before.
CREATE TABLE etudes_amendements (
    etude_id uuid NOT NULL REFERENCES etudes (id),
    rang bigint NOT NULL,
    texte text NOT NULL,
    motif text NOT NULL,
    ajoute_le bigint NOT NULL,
    ajoute_par text NOT NULL,
    empreinte text NOT NULL,
    PRIMARY KEY (etude_id, rang)
);

-- A pseudonymised extract: its bytes never change, the key of its pseudonyms is destroyed on a day.
CREATE TABLE etudes_extraits (
    id uuid PRIMARY KEY,
    etude_id uuid NOT NULL REFERENCES etudes (id),
    jour date NOT NULL,
    fait_le bigint NOT NULL,
    fait_par text NOT NULL,
    csv bytea NOT NULL,
    description text NOT NULL,
    sha256 text NOT NULL,
    cle bytea,
    cle_expire date NOT NULL,
    cle_detruite_le bigint
);
CREATE INDEX etudes_extraits_etude ON etudes_extraits (etude_id, fait_le);
CREATE INDEX etudes_extraits_cle ON etudes_extraits (cle_expire) WHERE cle IS NOT NULL;

CREATE TABLE etudes_resultats (
    id uuid PRIMARY KEY,
    extrait_id uuid NOT NULL REFERENCES etudes_extraits (id),
    genre text NOT NULL CHECK (genre IN ('protocole', 'exploratoire')),
    contenu text NOT NULL,
    fait_le bigint NOT NULL,
    fait_par text NOT NULL
);
CREATE INDEX etudes_resultats_extrait ON etudes_resultats (extrait_id, fait_le);

-- Whose facts served, without what they became: for the person, and for nobody else.
CREATE TABLE etudes_membres (
    id uuid PRIMARY KEY,
    etude_id uuid NOT NULL REFERENCES etudes (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    titre text NOT NULL,
    depuis date NOT NULL,
    UNIQUE (etude_id, jeune_id)
);
CREATE INDEX etudes_membres_jeune ON etudes_membres (jeune_id);

-- A survey by personal links. Only the hash of a link is kept; `reponses` is JSON, by column.
CREATE TABLE enquetes (
    id uuid PRIMARY KEY,
    etude_id uuid NOT NULL UNIQUE REFERENCES etudes (id),
    ouverte_le bigint NOT NULL,
    ouverte_par text NOT NULL,
    expire_le bigint NOT NULL
);
CREATE TABLE enquetes_invitations (
    id uuid PRIMARY KEY,
    enquete_id uuid NOT NULL REFERENCES enquetes (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    empreinte bytea NOT NULL UNIQUE,
    traite boolean,
    canal text CHECK (canal IN ('courriel', 'sms')),
    envoyee_le bigint NOT NULL,
    repondu_le bigint,
    refusee boolean NOT NULL DEFAULT false,
    reponses text,
    UNIQUE (enquete_id, jeune_id)
);
CREATE INDEX enquetes_invitations_jeune ON enquetes_invitations (jeune_id);

/*sqlite
CREATE TRIGGER etudes_figee BEFORE UPDATE ON etudes WHEN OLD.enregistree_le IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'une étude enregistrée ne change pas'); END;
CREATE TRIGGER etudes_reste BEFORE DELETE ON etudes WHEN OLD.enregistree_le IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'une étude enregistrée reste'); END;
CREATE TRIGGER etudes_amendements_ne_changent_pas BEFORE UPDATE ON etudes_amendements
BEGIN SELECT RAISE(ABORT, 'un amendement ne change pas'); END;
CREATE TRIGGER etudes_amendements_restent BEFORE DELETE ON etudes_amendements
BEGIN SELECT RAISE(ABORT, 'un amendement reste'); END;
CREATE TRIGGER etudes_extraits_ne_changent_pas BEFORE UPDATE ON etudes_extraits
WHEN NEW.id IS NOT OLD.id OR NEW.etude_id IS NOT OLD.etude_id OR NEW.jour IS NOT OLD.jour OR NEW.fait_le IS NOT OLD.fait_le
  OR NEW.fait_par IS NOT OLD.fait_par OR NEW.csv IS NOT OLD.csv OR NEW.description IS NOT OLD.description
  OR NEW.sha256 IS NOT OLD.sha256 OR NEW.cle_expire IS NOT OLD.cle_expire OR NEW.cle IS NOT NULL OR OLD.cle IS NULL
BEGIN SELECT RAISE(ABORT, 'un extrait ne change pas'); END;
CREATE TRIGGER etudes_extraits_restent BEFORE DELETE ON etudes_extraits
BEGIN SELECT RAISE(ABORT, 'un extrait reste'); END;
CREATE TRIGGER etudes_resultats_ne_changent_pas BEFORE UPDATE ON etudes_resultats
BEGIN SELECT RAISE(ABORT, 'un résultat ne change pas'); END;
CREATE TRIGGER etudes_resultats_restent BEFORE DELETE ON etudes_resultats
BEGIN SELECT RAISE(ABORT, 'un résultat reste'); END;
*/
/*postgres
CREATE FUNCTION etudes_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ce qui est enregistré dans une étude ne change pas (%)', TG_OP;
END $$;
CREATE TRIGGER etudes_figee BEFORE UPDATE OR DELETE ON etudes FOR EACH ROW WHEN (OLD.enregistree_le IS NOT NULL)
EXECUTE FUNCTION etudes_refuse();
CREATE TRIGGER etudes_amendements_restent BEFORE UPDATE OR DELETE ON etudes_amendements
FOR EACH ROW EXECUTE FUNCTION etudes_refuse();
CREATE TRIGGER etudes_extraits_ne_changent_pas BEFORE UPDATE ON etudes_extraits FOR EACH ROW
WHEN (NEW.id IS DISTINCT FROM OLD.id OR NEW.etude_id IS DISTINCT FROM OLD.etude_id OR NEW.jour IS DISTINCT FROM OLD.jour
      OR NEW.fait_le IS DISTINCT FROM OLD.fait_le OR NEW.fait_par IS DISTINCT FROM OLD.fait_par
      OR NEW.csv IS DISTINCT FROM OLD.csv OR NEW.description IS DISTINCT FROM OLD.description
      OR NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.cle_expire IS DISTINCT FROM OLD.cle_expire
      OR NEW.cle IS NOT NULL OR OLD.cle IS NULL)
EXECUTE FUNCTION etudes_refuse();
CREATE TRIGGER etudes_extraits_restent BEFORE DELETE ON etudes_extraits FOR EACH ROW EXECUTE FUNCTION etudes_refuse();
CREATE TRIGGER etudes_resultats_restent BEFORE UPDATE OR DELETE ON etudes_resultats
FOR EACH ROW EXECUTE FUNCTION etudes_refuse();
*/
