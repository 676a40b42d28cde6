-- Finding a young person, and merging two files that are the same person.

-- The words under which a person is found, from their names alone: each word folded, and the words
-- of one name run together, since « Ben Ali » is also typed `benali`. `jeunes.mots` holds the same
-- words on the row, so that whoever reads the row already can test them without another table.
ALTER TABLE jeunes ADD COLUMN mots text;
CREATE TABLE jeunes_mots (
    mot text /*postgres COLLATE "C"*/ NOT NULL,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    PRIMARY KEY (mot, jeune_id)
) /*sqlite WITHOUT ROWID*/;
-- What is already known gets the words of its folded names, and each two neighbours run together.
/*sqlite
INSERT OR IGNORE INTO jeunes_mots (mot, jeune_id)
WITH RECURSIVE coupe (id, mot, avant, reste) AS (
    SELECT id, '', '', nom_plie || ' ' FROM jeunes
    UNION ALL
    SELECT id, substr(reste, 1, instr(reste, ' ') - 1), mot, substr(reste, instr(reste, ' ') + 1)
    FROM coupe WHERE reste <> ''
)
SELECT mot, id FROM coupe WHERE mot <> '' UNION SELECT avant || mot, id FROM coupe WHERE avant <> '' AND mot <> '';
*/
/*postgres
INSERT INTO jeunes_mots (mot, jeune_id)
WITH coupe AS (
    SELECT j.id, m.mot, lag(m.mot) OVER (PARTITION BY j.id ORDER BY m.rang) AS avant
    FROM jeunes j CROSS JOIN LATERAL unnest(string_to_array(j.nom_plie, ' ')) WITH ORDINALITY m (mot, rang)
    WHERE m.mot <> ''
)
SELECT mot, id FROM coupe UNION SELECT avant || mot, id FROM coupe WHERE avant IS NOT NULL;
*/
UPDATE jeunes SET mots = COALESCE((SELECT /*sqlite group_concat*/ /*postgres string_agg*/ (' ' || m.mot, '')
                                   FROM jeunes_mots m WHERE m.jeune_id = jeunes.id), '');

-- The list goes in the order of names over those who are still there, from this index alone.
DROP INDEX jeunes_nom_plie;
CREATE INDEX jeunes_vivants ON jeunes (nom_plie, id) WHERE fusionne_dans IS NULL AND efface_le IS NULL;
-- What a list filters and sorts by, beside the identifier: the thousands of one structure are read from
-- here, and only the page shown from the table.
CREATE INDEX jeunes_liste ON jeunes (id, nom_plie, situation, mots) WHERE fusionne_dans IS NULL AND efface_le IS NULL;
CREATE INDEX jeunes_situation ON jeunes (situation, nom_plie, id) WHERE fusionne_dans IS NULL AND efface_le IS NULL;
-- Where somebody already known is looked for before a new file is opened.
CREATE INDEX jeunes_telephone ON jeunes (telephone) WHERE telephone IS NOT NULL;
CREATE INDEX jeunes_courriel ON jeunes (courriel) WHERE courriel IS NOT NULL;
CREATE INDEX jeunes_naissance ON jeunes (date_naissance) WHERE date_naissance IS NOT NULL;
CREATE INDEX numeros_numero ON numeros (numero);

-- One file brought into another. `jeune_id` is the person whose file holds it now: the one kept, or
-- the one that file was brought into since. `absorbe_id` keeps its identifier; each line says what became of
-- one row, so that undoing gives the same rows back.
CREATE TABLE fusions (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    garde_id uuid NOT NULL REFERENCES jeunes (id),
    absorbe_id uuid NOT NULL REFERENCES jeunes (id),
    faite_le bigint NOT NULL,
    faite_par uuid REFERENCES comptes (id),
    defaite_le bigint,
    defaite_par uuid REFERENCES comptes (id)
);
CREATE INDEX fusions_garde ON fusions (garde_id, faite_le);
CREATE INDEX fusions_jeune ON fusions (jeune_id);
CREATE INDEX fusions_absorbe ON fusions (absorbe_id);
CREATE TABLE fusions_lignes (
    fusion_id uuid NOT NULL REFERENCES fusions (id),
    rang bigint NOT NULL,
    table_nom text NOT NULL,
    geste text NOT NULL CHECK (geste IN ('deplacee', 'retiree', 'modifiee')),
    ligne_id uuid NOT NULL,
    ligne_numero text,
    avant text,
    apres text,
    PRIMARY KEY (fusion_id, rang)
) /*sqlite WITHOUT ROWID*/;
