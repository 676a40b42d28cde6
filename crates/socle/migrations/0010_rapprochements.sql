-- Pairs of files that may be one person: what was looked for, what was found, what people decided.

-- One look through the base. `qualite` is what may be expected of it (JSON), told before anything is accepted.
CREATE TABLE rapprochements_recherches (
    id uuid PRIMARY KEY,
    faite_le bigint NOT NULL,
    faite_par uuid REFERENCES comptes (id),
    fiches bigint NOT NULL,
    paires bigint NOT NULL,
    qualite text NOT NULL
);
CREATE INDEX rapprochements_recherches_date ON rapprochements_recherches (faite_le);

-- A pair, each once whatever the order. `probabilite` is in millionths. `indices` says field by field how they agree
-- (JSON), never what they hold; `empreinte` recognises what they held when they were compared.
CREATE TABLE rapprochements (
    id uuid PRIMARY KEY,
    a_id uuid NOT NULL REFERENCES jeunes (id),
    b_id uuid NOT NULL REFERENCES jeunes (id),
    recherche_id uuid NOT NULL REFERENCES rapprochements_recherches (id),
    probabilite bigint NOT NULL CHECK (probabilite BETWEEN 0 AND 1000000),
    indices text NOT NULL,
    empreinte text NOT NULL,
    propose_le bigint NOT NULL,
    etat text NOT NULL CHECK (etat IN ('propose', 'reuni', 'separe')),
    fusion_id uuid REFERENCES fusions (id),
    CHECK (a_id < b_id),
    CHECK ((etat = 'reuni') = (fusion_id IS NOT NULL))
);
CREATE UNIQUE INDEX rapprochements_paire ON rapprochements (a_id, b_id);
CREATE INDEX rapprochements_b ON rapprochements (b_id);
CREATE INDEX rapprochements_etat ON rapprochements (etat, probabilite);
CREATE INDEX rapprochements_fusion ON rapprochements (fusion_id) WHERE fusion_id IS NOT NULL;

-- What was decided of a pair, by whom, when, and before what.
CREATE TABLE rapprochements_decisions (
    id uuid PRIMARY KEY,
    rapprochement_id uuid NOT NULL REFERENCES rapprochements (id),
    geste text NOT NULL CHECK (geste IN ('reunir', 'separer', 'revenir')),
    faite_le bigint NOT NULL,
    faite_par uuid REFERENCES comptes (id),
    probabilite bigint NOT NULL,
    indices text NOT NULL,
    empreinte text NOT NULL
);
CREATE INDEX rapprochements_decisions_paire ON rapprochements_decisions (rapprochement_id, faite_le);
