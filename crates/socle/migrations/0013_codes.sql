-- A code, a number, a key are kept without what nobody sees: those of before are brought to that form by the program,
-- after this text (db/codes.rs). Mail minds no case.
CREATE INDEX jeunes_courriel_plie ON jeunes (lower(courriel));
