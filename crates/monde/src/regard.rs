//! Looking into a base from outside the product: its tables, its rows as text, a single value.

use passerelle_socle::db::{self, Base, FromQueryResult, Moteur, Value};

use crate::Monde;

/// Each kind of fact: its name, where it is read, its fields.
const FAITS: [(&str, &str, &[&str]); 10] = [
    (
        "structures",
        "structures s",
        &["s.code", "s.nom", "s.type", "s.siret", "s.uai", "s.commune_insee", "s.bassin", "s.courriel", "s.telephone"],
    ),
    (
        "jeunes",
        "jeunes j JOIN numeros n ON n.jeune_id = j.id JOIN structures s ON s.id = n.structure_id",
        &[
            "s.code",
            "n.numero",
            "j.nom",
            "j.prenom",
            "j.date_naissance",
            "j.sexe",
            "j.commune_insee",
            "j.code_postal",
            "j.qpv",
            "j.niveau",
            "j.situation",
            "j.date_premier_accueil",
            "j.telephone",
            "j.courriel",
        ],
    ),
    (
        "actions",
        "actions a LEFT JOIN structures s ON s.id = a.porteur_id",
        &[
            "a.code",
            "a.type",
            "a.intitule",
            "s.code",
            "a.date_debut",
            "a.date_fin",
            "a.heures_centre",
            "a.places",
            "a.etat",
        ],
    ),
    (
        "partenaires",
        "actions_partenaires p JOIN actions a ON a.id = p.action_id JOIN structures s ON s.id = p.structure_id",
        &["a.code", "s.code"],
    ),
    (
        "positionnements",
        "positionnements p JOIN actions a ON a.id = p.action_id JOIN numeros n ON n.jeune_id = p.jeune_id \
         LEFT JOIN structures s ON s.id = p.prescripteur_id",
        &["n.numero", "a.code", "s.code", "p.date", "p.etat", "p.date_etat", "p.motif"],
    ),
    (
        "participations",
        "participations p JOIN actions a ON a.id = p.action_id JOIN numeros n ON n.jeune_id = p.jeune_id",
        &["n.numero", "a.code", "p.date_entree", "p.date_sortie", "p.terminee", "p.issue", "p.date_issue"],
    ),
    (
        "contrats",
        "contrats c JOIN structures s ON s.id = c.structure_id JOIN numeros n ON n.jeune_id = c.jeune_id \
         LEFT JOIN structures f ON f.id = c.cfa_id",
        &[
            "s.code",
            "n.numero",
            "c.type",
            "c.employeur_siret",
            "c.employeur_nom",
            "f.code",
            "c.date_debut",
            "c.date_fin",
            "c.date_rupture",
            "c.motif_rupture",
        ],
    ),
    (
        "evenements",
        "evenements e LEFT JOIN structures s ON s.id = e.organisateur_id",
        &[
            "e.code",
            "e.type",
            "e.intitule",
            "e.date",
            "e.heure_debut",
            "e.heure_fin",
            "e.lieu",
            "s.code",
            "e.nb_cfa",
            "e.public",
        ],
    ),
    ("partenariats", "partenariats p JOIN structures s ON s.id = p.structure_id", &["s.code", "p.etat", "p.date"]),
    ("statistiques", "statistiques x", &["x.serie", "x.territoire", "x.periode", "x.valeur", "x.unite", "x.source"]),
];

#[derive(FromQueryResult)]
struct Texte {
    texte: Option<String>,
}

impl Monde {
    /// The texts that a query gives, `NULL` as « ∅ ». The query names its column `texte`.
    pub async fn textes(&self, sql: &str) -> Vec<String> {
        textes(&self.base, sql).await
    }

    /// The integer that a query gives.
    pub async fn nombre(&self, sql: &str) -> i64 {
        db::compter(self.base.lecture(), sql, Vec::<Value>::new()).await.unwrap()
    }

    /// One field of one row, as text: `valeur("jeunes", "telephone", "nom = 'Beladour'")`.
    pub async fn valeur(&self, table: &str, champ: &str, condition: &str) -> String {
        let lus = self.textes(&format!("SELECT CAST({champ} AS text) AS texte FROM {table} WHERE {condition}")).await;
        assert_eq!(lus.len(), 1, "{table} où {condition} : {lus:?}");
        lus.into_iter().next().unwrap_or_default()
    }

    /// An identifier, as a condition writes it on this engine.
    pub fn litteral(&self, id: uuid::Uuid) -> String {
        match self.base.moteur() {
            Moteur::Sqlite => format!("x'{}'", id.simple()),
            Moteur::Postgres => format!("'{id}'"),
        }
    }

    /// The tables of the base.
    pub async fn tables(&self) -> Vec<String> {
        tables(&self.base).await
    }

    /// The fields of a table.
    pub async fn champs(&self, table: &str) -> Vec<String> {
        let sql = match self.base.moteur() {
            Moteur::Sqlite => format!("SELECT name AS texte FROM pragma_table_info('{table}')"),
            Moteur::Postgres => format!(
                "SELECT CAST(column_name AS text) AS texte FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}'"
            ),
        };
        self.textes(&sql).await
    }

    /// How many rows each table has.
    pub async fn lignes_par_table(&self) -> Vec<(String, i64)> {
        let mut comptes = Vec::new();
        for table in self.tables().await {
            let n = self.nombre(&format!("SELECT count(*) FROM {table}")).await;
            comptes.push((table, n));
        }
        comptes
    }

    /// Every fact as one line of text, codes in place of identifiers, in order: two bases that
    /// know the same things give the same lines.
    pub async fn faits(&self) -> Vec<String> {
        let mut lignes = Vec::new();
        for (nature, depuis, champs) in FAITS {
            let lus: Vec<String> = champs.iter().map(|c| format!("coalesce(CAST({c} AS text), '')")).collect();
            let sql = format!("SELECT '{nature}' || '|' || {} AS texte FROM {depuis}", lus.join(" || '|' || "));
            lignes.extend(self.textes(&sql).await);
        }
        lignes.sort();
        lignes
    }

    /// Every row of every table, as text.
    pub async fn tout_le_texte(&self) -> String {
        let mut tout = String::new();
        for table in self.tables().await {
            for ligne in rangees(&self.base, &table).await {
                tout += &format!("{table}: {ligne}\n");
            }
        }
        tout
    }
}

/// The texts that a query gives, `NULL` as « ∅ ».
pub async fn textes(base: &Base, sql: &str) -> Vec<String> {
    let lus: Vec<Texte> = db::lignes(base.lecture(), sql, Vec::<Value>::new()).await.unwrap();
    lus.into_iter().map(|t| t.texte.unwrap_or_else(|| "∅".into())).collect()
}

async fn tables(base: &Base) -> Vec<String> {
    let sql = match base.moteur() {
        Moteur::Sqlite => {
            "SELECT name AS texte FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        }
        Moteur::Postgres => {
            "SELECT CAST(tablename AS text) AS texte FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        }
    };
    textes(base, sql).await
}

/// The rows of a table as text, in no order.
async fn rangees(base: &Base, table: &str) -> Vec<String> {
    let sql = match base.moteur() {
        Moteur::Sqlite => {
            let champs = textes(base, &format!("SELECT name AS texte FROM pragma_table_info('{table}')")).await;
            let lus: Vec<String> = champs
                .iter()
                // Bytes that are text show as text; identifiers and hashes as hexadecimal.
                .map(|c| format!("CASE typeof({c}) WHEN 'blob' THEN hex({c}) ELSE coalesce({c}, '∅') END"))
                .collect();
            format!("SELECT {} AS texte FROM {table}", lus.join(" || '|' || "))
        }
        Moteur::Postgres => format!("SELECT CAST(t AS text) AS texte FROM {table} t"),
    };
    textes(base, &sql).await
}

/// The identifier of a row, as addresses write it.
pub async fn id_de(monde: &Monde, table: &str, condition: &str) -> uuid::Uuid {
    premier(monde, &format!("SELECT id FROM {table} WHERE {condition} ORDER BY id LIMIT 1")).await
}

/// The identifier that a query gives first.
pub async fn premier(monde: &Monde, sql: &str) -> uuid::Uuid {
    #[derive(sea_orm::FromQueryResult)]
    struct Ligne {
        id: uuid::Uuid,
    }
    let lue: Option<Ligne> = db::ligne(monde.base.lecture(), sql, []).await.unwrap();
    lue.unwrap_or_else(|| panic!("nothing for {sql}")).id
}
