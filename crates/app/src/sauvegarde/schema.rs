//! The tables of a base and their columns, as the engine says them.

use sea_orm::FromQueryResult;

use super::valeur::Genre;
use passerelle_socle::db::{self, Base, Executeur, Moteur, Resultat};

/// Not copied: what opens a session dies with the base, and so do the tries counted and the browsers known.
const EXCLUES: [&str; 4] = ["sessions", "tentatives", "appareils", "gestes"];

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub nom: String,
    /// Columns with their kinds, in order.
    pub colonnes: Vec<(String, Genre)>,
    /// The columns of its key, in order: rows are read by it.
    pub cle: Vec<usize>,
}

#[derive(FromQueryResult)]
struct Colonne {
    nom: String,
    genre: String,
    cle: i64,
}

/// The tables that are copied, in the order in which the migrations made them.
pub(super) async fn tables(base: &Base, conn: &impl Executeur) -> Resultat<Vec<Table>> {
    let mut tables = Vec::new();
    for nom in Base::tables().filter(|t| !EXCLUES.contains(t)) {
        let sql = match base.moteur() {
            Moteur::Sqlite => format!(
                "SELECT name AS nom, lower(type) AS genre, CAST(pk AS bigint) AS cle FROM pragma_table_info('{nom}') \
                 ORDER BY cid"
            ),
            Moteur::Postgres => format!(
                "SELECT CAST(a.attname AS text) AS nom, format_type(a.atttypid, NULL) AS genre, \
                 CAST(coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1 AS bigint) AS cle \
                 FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary \
                 WHERE a.attrelid = to_regclass('{nom}') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
            ),
        };
        let lues: Vec<Colonne> = db::lignes(conn, &sql, []).await?;
        let mut cle: Vec<(i64, usize)> =
            lues.iter().enumerate().filter(|(_, c)| c.cle > 0).map(|(i, c)| (c.cle, i)).collect();
        cle.sort_unstable();
        let colonnes = lues.into_iter().map(|c| (c.nom, Genre::lire(&c.genre))).collect();
        tables.push(Table { nom: nom.to_owned(), colonnes, cle: cle.into_iter().map(|(_, i)| i).collect() });
    }
    Ok(tables)
}

impl Table {
    /// The names of its columns, for a statement.
    pub fn noms(&self) -> String {
        self.colonnes.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>().join(", ")
    }
}
