//! A row as a text that gives the same row back, on either engine: what an undo needs.

use sea_orm::{DbBackend, FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::{Executeur, Resultat, ecrire_tel_quel, ligne, lignes};

/// A row: its columns and their values, as the engine writes them. On SQLite a text is marked `t`
/// and bytes `x`, in hexadecimal: identifiers are bytes there.
pub type Photo = Map<String, Json>;

#[derive(FromQueryResult)]
struct Texte {
    texte: String,
}

/// The columns of a table.
async fn colonnes(conn: &impl Executeur, table: &str) -> Resultat<Vec<String>> {
    let sql = match conn.get_database_backend() {
        DbBackend::Sqlite => format!("SELECT name AS texte FROM pragma_table_info('{table}') ORDER BY cid"),
        _ => format!(
            "SELECT CAST(attname AS text) AS texte FROM pg_attribute WHERE attrelid = CAST('{table}' AS regclass) \
             AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        ),
    };
    let lues: Vec<Texte> = lignes(conn, &sql, []).await?;
    Ok(lues.into_iter().map(|c| c.texte).collect())
}

/// Reads the row of a table that a condition names.
pub async fn photographier(
    conn: &impl Executeur,
    table: &str,
    condition: &str,
    valeurs: impl IntoIterator<Item = Value>,
) -> Resultat<Option<Photo>> {
    let sql = match conn.get_database_backend() {
        DbBackend::Sqlite => {
            let paires: Vec<String> = colonnes(conn, table)
                .await?
                .iter()
                .map(|c| {
                    format!("'{c}', CASE typeof({c}) WHEN 'blob' THEN 'x' || hex({c}) WHEN 'text' THEN 't' || {c} ELSE {c} END")
                })
                .collect();
            format!("SELECT json_object({}) AS texte FROM {table} WHERE {condition}", paires.join(", "))
        }
        _ => format!("SELECT CAST(row_to_json(r) AS text) AS texte FROM (SELECT * FROM {table} WHERE {condition}) r"),
    };
    let lue: Option<Texte> = ligne(conn, &sql, valeurs).await?;
    Ok(lue.and_then(|l| lire_photo(&l.texte)))
}

/// Reads a row back from its text.
pub fn lire_photo(texte: &str) -> Option<Photo> {
    match serde_json::from_str(texte) {
        Ok(Json::Object(photo)) => Some(photo),
        _ => None,
    }
}

/// The row as a text.
pub fn dire_photo(photo: &Photo) -> String {
    Json::Object(photo.clone()).to_string()
}

/// `SELECT` of the columns of a row, from its text in `$1`.
fn relire(conn: &impl Executeur, table: &str, noms: &[&str]) -> String {
    match conn.get_database_backend() {
        DbBackend::Sqlite => {
            let une = |c: &&str| {
                let v = format!("json_extract($1, '$.{c}')");
                format!(
                    "CASE substr({v}, 1, 1) WHEN 'x' THEN unhex(substr({v}, 2)) WHEN 't' THEN substr({v}, 2) ELSE {v} END"
                )
            };
            format!("SELECT {}", noms.iter().map(une).collect::<Vec<_>>().join(", "))
        }
        _ => format!("SELECT {} FROM json_populate_record(CAST(NULL AS {table}), CAST($1 AS json))", noms.join(", ")),
    }
}

/// Puts a row back.
pub async fn remettre(conn: &impl Executeur, table: &str, photo: &Photo) -> Resultat<()> {
    let noms: Vec<&str> = photo.keys().map(String::as_str).collect();
    let sql = format!("INSERT INTO {table} ({}) {}", noms.join(", "), relire(conn, table, &noms));
    ecrire_tel_quel(conn, &sql, [dire_photo(photo).into()]).await?;
    Ok(())
}

/// Gives the row of this `id` the values of another time.
pub async fn retablir(conn: &impl Executeur, table: &str, photo: &Photo, id: impl Into<Uuid>) -> Resultat<()> {
    let noms: Vec<&str> = photo.keys().map(String::as_str).collect();
    let sql = format!("UPDATE {table} SET ({}) = ({}) WHERE id = $2", noms.join(", "), relire(conn, table, &noms));
    ecrire_tel_quel(conn, &sql, [dire_photo(photo).into(), id.into().into()]).await?;
    Ok(())
}

/// Locks a row until the end of the transaction: SQLite has one writer, PostgreSQL is told.
pub async fn verrouiller_ligne(conn: &impl Executeur, table: &str, id: impl Into<Uuid>) -> Resultat<bool> {
    let suite = match conn.get_database_backend() {
        DbBackend::Sqlite => "",
        _ => " FOR UPDATE",
    };
    let sql = format!("SELECT CAST(id AS text) AS texte FROM {table} WHERE id = $1{suite}");
    Ok(conn
        .query_one_raw(sea_orm::Statement::from_sql_and_values(conn.get_database_backend(), sql, [id.into().into()]))
        .await?
        .is_some())
}
