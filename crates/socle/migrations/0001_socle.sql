-- One text for both engines. SQLite keeps what it is given whatever the type's name, so the
-- PostgreSQL types serve both. A clause for one engine only stands in a marked comment,
-- /*sqlite … */ or /*postgres … */, that the runner opens on that engine.
-- Only narrow link tables are clustered on their key (WITHOUT ROWID): on a wide one, checking a
-- reference would read its rows instead of a small index.

CREATE TABLE reglages (
    cle text PRIMARY KEY,
    valeur text NOT NULL
);

-- gens ------------------------------------------------------------------------------------

CREATE TABLE structures (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    nom text NOT NULL,
    nom_plie text /*postgres COLLATE "C"*/ NOT NULL,
    type text NOT NULL,
    siret text,
    uai text,
    commune_insee text,
    departement text,
    bassin text,
    reseau text,
    courriel text,
    telephone text
);
CREATE INDEX structures_type ON structures (type, nom_plie);

CREATE TABLE jeunes (
    id uuid PRIMARY KEY,
    nom text NOT NULL,
    prenom text NOT NULL,
    nom_plie text /*postgres COLLATE "C"*/ NOT NULL,
    date_naissance date,
    sexe text CHECK (sexe IN ('F', 'M')),
    commune_insee text,
    code_postal text,
    qpv boolean,
    niveau text,
    situation text,
    date_premier_accueil date,
    telephone text,
    courriel text
);
CREATE INDEX jeunes_nom_plie ON jeunes (nom_plie);

-- A young person exists once; each structure's own number hangs on the person.
CREATE TABLE numeros (
    structure_id uuid NOT NULL REFERENCES structures (id),
    numero text NOT NULL,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    PRIMARY KEY (structure_id, numero)
) /*sqlite WITHOUT ROWID*/;
CREATE INDEX numeros_jeune ON numeros (jeune_id);

CREATE TABLE partenariats (
    id uuid PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structures (id),
    etat text NOT NULL CHECK (etat IN ('initie', 'perennise', 'clos')),
    date date NOT NULL,
    UNIQUE (structure_id, date)
);
CREATE INDEX partenariats_etat ON partenariats (etat, date);

CREATE TABLE comptes (
    id uuid PRIMARY KEY,
    nom text NOT NULL,
    role text NOT NULL CHECK (role IN ('administrateur', 'pilote')),
    demonstration boolean NOT NULL,
    cree_le bigint NOT NULL
);

-- Only hashes of what opens a session are kept: a stolen base opens nothing.
CREATE TABLE sessions (
    empreinte bytea PRIMARY KEY,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    ouverte_le bigint NOT NULL,
    vue_le bigint NOT NULL,
    expire_le bigint NOT NULL
);
CREATE TABLE liens_acces (
    empreinte bytea PRIMARY KEY,
    compte_id uuid NOT NULL REFERENCES comptes (id),
    expire_le bigint NOT NULL,
    utilise_le bigint
);

-- faits -----------------------------------------------------------------------------------

CREATE TABLE actions (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    type text NOT NULL,
    intitule text NOT NULL,
    intitule_plie text NOT NULL,
    porteur_id uuid REFERENCES structures (id),
    date_debut date,
    date_fin date,
    heures_centre bigint,
    heures_entreprise bigint,
    places bigint,
    etat text CHECK (etat IN ('ouverte', 'close', 'non_ouverte')),
    domaine text,
    CHECK (date_fin >= date_debut)
);
CREATE INDEX actions_type ON actions (type, date_debut);

CREATE TABLE actions_partenaires (
    action_id uuid NOT NULL REFERENCES actions (id),
    structure_id uuid NOT NULL REFERENCES structures (id),
    PRIMARY KEY (action_id, structure_id)
) /*sqlite WITHOUT ROWID*/;

CREATE TABLE positionnements (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    action_id uuid NOT NULL REFERENCES actions (id),
    prescripteur_id uuid REFERENCES structures (id),
    date date NOT NULL,
    etat text,
    date_etat date,
    motif text,
    UNIQUE (jeune_id, action_id, date)
);
CREATE INDEX positionnements_date ON positionnements (date, prescripteur_id);

CREATE TABLE participations (
    id uuid PRIMARY KEY,
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    action_id uuid NOT NULL REFERENCES actions (id),
    date_entree date NOT NULL,
    date_sortie date,
    terminee boolean,
    issue text,
    date_issue date,
    UNIQUE (jeune_id, action_id, date_entree),
    CHECK (date_sortie >= date_entree)
);
CREATE INDEX participations_action ON participations (action_id, jeune_id);

CREATE TABLE contrats (
    id uuid PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structures (id),
    jeune_id uuid NOT NULL REFERENCES jeunes (id),
    type text NOT NULL,
    employeur_siret text,
    employeur_nom text,
    cfa_id uuid REFERENCES structures (id),
    certification text,
    date_conclusion date,
    date_debut date NOT NULL,
    date_fin date,
    date_rupture date,
    motif_rupture text,
    UNIQUE (jeune_id, structure_id, type, date_debut),
    CHECK (date_fin >= date_debut)
);
CREATE INDEX contrats_debut ON contrats (date_debut, type, structure_id);

CREATE TABLE evenements (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    type text NOT NULL,
    intitule text,
    date date NOT NULL,
    heure_debut text,
    heure_fin text,
    lieu text,
    commune_insee text,
    organisateur_id uuid REFERENCES structures (id),
    nb_cfa bigint,
    nb_prescripteurs bigint,
    nb_employeurs bigint,
    nb_jeunes bigint,
    public boolean
);
CREATE INDEX evenements_type ON evenements (type, date);
CREATE INDEX evenements_date ON evenements (date);

-- lectures --------------------------------------------------------------------------------

CREATE TABLE statistiques (
    id uuid PRIMARY KEY,
    serie text NOT NULL,
    territoire text NOT NULL,
    periode text NOT NULL,
    valeur double precision,
    unite text,
    source text,
    UNIQUE (serie, territoire, periode)
);

-- A frozen report keeps the very bytes of each format: nothing is ever rendered again.
CREATE TABLE bilans_figes (
    id uuid PRIMARY KEY,
    du date NOT NULL,
    au date NOT NULL,
    fige_le bigint NOT NULL,
    fige_par text NOT NULL
);
CREATE TABLE bilans_figes_fichiers (
    bilan_id uuid NOT NULL REFERENCES bilans_figes (id),
    format text NOT NULL,
    octets bytea NOT NULL,
    sha256 text NOT NULL,
    PRIMARY KEY (bilan_id, format)
);

-- échanges et journal ---------------------------------------------------------------------

-- One line per file read. The counters move in the transaction that writes the rows they
-- count: an import cut short says exactly how far it went, and the next run goes on from there.
CREATE TABLE imports (
    id uuid PRIMARY KEY,
    fichier text NOT NULL,
    nature text,
    mode text NOT NULL CHECK (mode IN ('reel', 'a_blanc', 'annule')),
    sha256 text NOT NULL,
    taille bigint NOT NULL,
    acteur text NOT NULL,
    commence_le bigint NOT NULL,
    maj_le bigint NOT NULL,
    fini_le bigint,
    lues bigint NOT NULL,
    crees bigint NOT NULL,
    modifies bigint NOT NULL,
    inchanges bigint NOT NULL,
    refuses bigint NOT NULL,
    entetes text,
    avis text,
    erreur text
);
CREATE INDEX imports_commence ON imports (commence_le);
CREATE INDEX imports_sha256 ON imports (sha256);

CREATE TABLE imports_refus (
    import_id uuid NOT NULL REFERENCES imports (id),
    ligne bigint NOT NULL,
    colonne text,
    motif text NOT NULL,
    cellules text NOT NULL,
    PRIMARY KEY (import_id, ligne)
) /*sqlite WITHOUT ROWID*/;

-- Who read or changed what, in the transaction that did it. Names the fields, never their contents.
CREATE TABLE journal (
    numero /*sqlite integer PRIMARY KEY AUTOINCREMENT*/ /*postgres bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY*/,
    instant bigint NOT NULL,
    compte_id uuid,
    acteur text NOT NULL,
    action text NOT NULL,
    objet text NOT NULL,
    objet_id uuid,
    origine uuid,
    detail text
);
CREATE INDEX journal_objet ON journal (objet_id);
