-- The journal cannot be shortened, nor added to from outside its chain, while these guards stand; the verifier says the
-- same of a base whose guards were lifted (docs/journal.md).

-- A line comes after the head, with its hash. The head moves over lines that are all there, onto the hash of the last.
-- An anchor is the hash of a line that is there, and the line after it, which stays, is itself more than eleven months
-- old: whoever verifies sees by it that nothing young went.
/*sqlite
CREATE TRIGGER journal_suit_la_tete BEFORE INSERT ON journal
WHEN NEW.numero <= (SELECT t.numero FROM journal_tete t) OR NEW.empreinte IS NULL OR length(NEW.empreinte) <> 32
BEGIN SELECT RAISE(ABORT, 'constraint journal_suit_la_tete'); END;
DROP TRIGGER journal_tete_avance;
CREATE TRIGGER journal_tete_avance BEFORE UPDATE ON journal_tete
WHEN NEW.numero <= OLD.numero
  OR (SELECT count(*) FROM journal l WHERE l.numero > OLD.numero) <> NEW.numero - OLD.numero
  OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.numero = NEW.numero AND l.empreinte = NEW.empreinte)
BEGIN SELECT RAISE(ABORT, 'constraint journal_tete_avance'); END;
DROP TRIGGER journal_ancres_anciennes;
CREATE TRIGGER journal_ancres_anciennes BEFORE INSERT ON journal_ancres
WHEN NEW.motif <> 'purge' OR NEW.numero <= (SELECT coalesce(max(a.numero), -1) FROM journal_ancres a)
  OR EXISTS (SELECT 1 FROM journal l WHERE l.numero <= NEW.numero AND l.instant > (unixepoch() - 334 * 86400) * 1000)
  OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.numero = NEW.numero AND l.empreinte = NEW.empreinte)
  OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.numero = NEW.numero + 1
                 AND l.instant <= (unixepoch() - 334 * 86400) * 1000)
BEGIN SELECT RAISE(ABORT, 'constraint journal_ancres_anciennes'); END;
*/
/*postgres
CREATE FUNCTION journal_suit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.numero <= (SELECT t.numero FROM journal_tete t) OR NEW.empreinte IS NULL OR length(NEW.empreinte) <> 32 THEN
        RAISE EXCEPTION 'constraint journal_suit_la_tete';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_suit_la_tete BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_suit();
CREATE OR REPLACE FUNCTION journal_avance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.numero <= OLD.numero
       OR (SELECT count(*) FROM journal l WHERE l.numero > OLD.numero) <> NEW.numero - OLD.numero
       OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.numero = NEW.numero AND l.empreinte = NEW.empreinte) THEN
        RAISE EXCEPTION 'constraint journal_tete_avance';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION journal_ancre() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    limite bigint := (extract(epoch FROM clock_timestamp()) - 334 * 86400) * 1000;
BEGIN
    IF NEW.motif <> 'purge' OR NEW.numero <= (SELECT coalesce(max(a.numero), -1) FROM journal_ancres a)
       OR EXISTS (SELECT 1 FROM journal l WHERE l.numero <= NEW.numero AND l.instant > limite)
       OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.numero = NEW.numero AND l.empreinte = NEW.empreinte)
       OR NOT EXISTS (SELECT 1 FROM journal l WHERE l.numero = NEW.numero + 1 AND l.instant <= limite) THEN
        RAISE EXCEPTION 'constraint journal_ancres_anciennes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_tete_ne_se_vide_pas BEFORE TRUNCATE ON journal_tete FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_ancres_ne_se_vident_pas BEFORE TRUNCATE ON journal_ancres
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
*/
