//! The four calls by which every `store` speaks SQL.

/// Whatever can run a statement: the readers' connection or a transaction.
pub use sea_orm::ConnectionTrait as Executeur;
use sea_orm::{DbBackend, FromQueryResult, Statement, Value};

use sha2::{Digest, Sha256};

use super::Resultat;
use crate::ident::Id;
use crate::temps::Instant;
use crate::texte::{expurger, se_garde};

/// Values for `$1`, `$2`…
pub type Valeurs = Vec<Value>;

fn statement<C: Executeur>(conn: &C, sql: &str, valeurs: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(conn.get_database_backend(), sql, valeurs)
}

/// All rows of a query.
pub async fn lignes<T: FromQueryResult>(
    conn: &impl Executeur,
    sql: &str,
    valeurs: impl IntoIterator<Item = Value>,
) -> Resultat<Vec<T>> {
    let lues = conn.query_all_raw(statement(conn, sql, valeurs)).await?;
    Ok(lues.iter().map(|l| T::from_query_result(l, "")).collect::<Result<_, _>>()?)
}

/// The first row of a query, if any.
pub async fn ligne<T: FromQueryResult>(
    conn: &impl Executeur,
    sql: &str,
    valeurs: impl IntoIterator<Item = Value>,
) -> Resultat<Option<T>> {
    let lue = conn.query_one_raw(statement(conn, sql, valeurs)).await?;
    Ok(lue.map(|l| T::from_query_result(&l, "")).transpose()?)
}

/// The single integer a query returns; 0 when it returns none.
pub async fn compter(conn: &impl Executeur, sql: &str, valeurs: impl IntoIterator<Item = Value>) -> Resultat<i64> {
    let lue = conn.query_one_raw(statement(conn, sql, valeurs)).await?;
    Ok(lue.map(|l| l.try_get_by_index::<Option<i64>>(0)).transpose()?.flatten().unwrap_or(0))
}

/// Runs a statement that writes; returns how many rows it touched.
///
/// This is the one way to a column, and no text goes through it unjudged: what a `Texte` or a type of `passerelle-base`
/// let in passes as it is; anything else that holds a social security number, or what no keyboard types, is cleaned here,
/// whoever forgot to ask. `tidy` refuses any other way.
pub async fn executer(conn: &impl Executeur, sql: &str, valeurs: impl IntoIterator<Item = Value>) -> Resultat<u64> {
    let propres: Valeurs = valeurs.into_iter().map(propre).collect();
    ecrire_tel_quel(conn, sql, propres).await
}

/// The same, of texts that are nobody's words and must stay as they are to the letter: rows put back, numbers as JSON. Each
/// place that does says why to `tidy`.
pub async fn ecrire_tel_quel(
    conn: &impl Executeur,
    sql: &str,
    valeurs: impl IntoIterator<Item = Value>,
) -> Resultat<u64> {
    Ok(conn.execute_raw(statement(conn, sql, valeurs)).await?.rows_affected())
}

fn propre(valeur: Value) -> Value {
    match valeur {
        Value::String(Some(texte)) if !se_garde(&texte) => expurger(&texte).into(),
        autre => autre,
    }
}

/// « $1, $2, $3 »: the marks of that many values.
pub fn places(combien: usize) -> String {
    (1..=combien).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// A statement that writes, and its values.
#[derive(Debug)]
pub struct Enonce {
    /// Its text.
    pub sql: String,
    pub valeurs: Valeurs,
}

/// Runs statements in their order, as [`executer`] does each. An engine works beside this program: the next one is made, its
/// texts judged, while it runs the one before.
pub async fn enchainer(conn: &impl Executeur, enonces: impl Iterator<Item = Enonce> + Send) -> Resultat<()> {
    let propres = |e: Enonce| Enonce { valeurs: e.valeurs.into_iter().map(propre).collect(), ..e };
    enchainer_tel_quel(conn, enonces.map(propres)).await
}

/// The same, of texts that must stay as they are: see [`ecrire_tel_quel`].
pub async fn enchainer_tel_quel(
    conn: &impl Executeur,
    mut enonces: impl Iterator<Item = Enonce> + Send,
) -> Resultat<()> {
    let mut suivant = enonces.next();
    while let Some(Enonce { sql, valeurs }) = suivant {
        let (fait, apres) = tokio::join!(ecrire_tel_quel(conn, &sql, valeurs), async { enonces.next() });
        fait?;
        suivant = apres;
    }
    Ok(())
}

/// What makes a row read be held until the commit. SQLite has one writer: nobody else is there.
pub fn en_le_tenant(conn: &impl Executeur) -> &'static str {
    match conn.get_database_backend() {
        DbBackend::Postgres => " FOR UPDATE",
        _ => "",
    }
}

/// The time by the clock of the engine: the one that the guards of the journal read.
pub async fn heure_du_moteur(conn: &impl Executeur) -> Resultat<Instant> {
    let sql = match conn.get_database_backend() {
        DbBackend::Postgres => "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
        _ => "SELECT unixepoch() * 1000",
    };
    Ok(Instant::from_millis(compter(conn, sql, []).await?))
}

/// The hash by which bytes are known again, in hexadecimal.
pub fn empreinte(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|o| format!("{o:02x}")).collect()
}

/// A fresh identifier. Time-ordered (UUID v7), so that new rows land at the end of an index.
pub fn nouvel_id<T>() -> Id<T> {
    Id::from_uuid(uuid::Uuid::now_v7())
}

/// Appends the parameters of one row of a long statement: `combien` after the first `deja`.
///
/// PostgreSQL numbers them, `($4,$5,$6)`. SQLite gets `(?,?,?)`: it keeps the names of numbered
/// ones in a list that it walks for each, so that five thousand would cost a second.
pub fn parametres(conn: &impl Executeur, sql: &mut String, deja: usize, combien: usize) {
    use std::fmt::Write;
    let numerotes = conn.get_database_backend() == DbBackend::Postgres;
    for i in 1..=combien {
        sql.push(if i == 1 { '(' } else { ',' });
        match numerotes {
            true => write!(sql, "${}", deja + i).expect("writing to a String cannot fail"),
            false => sql.push('?'),
        }
    }
    sql.push(')');
}

/// A list of parameters with their types, `CAST($1 AS uuid), …`: PostgreSQL does not guess the
/// types of a SELECT that feeds an INSERT.
pub fn liste_typee(conn: &impl Executeur, genres: &[&str]) -> String {
    let numerotes = conn.get_database_backend() == DbBackend::Postgres;
    let un = |(i, genre): (usize, &&str)| match numerotes {
        true => format!("CAST(${} AS {genre})", i + 1),
        false => "?".to_owned(),
    };
    genres.iter().enumerate().map(un).collect::<Vec<_>>().join(", ")
}

/// Cuts `n` rows into statements of a power of two rows, at most 512: ten texts to prepare at
/// the most, and never more parameters than SQLite takes.
pub fn lots(n: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    couper(n, 512)
}

/// The same, for rows of so many parameters each: as many a statement as both engines take, thousands of narrow ones. Each
/// statement costs a copy of the pages that it touches first.
pub fn lots_de(n: usize, parametres: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    /// Under the 32 766 of SQLite, what a statement has beside its rows included.
    const PARAMETRES: usize = 32_000;
    couper(n, 1 << (PARAMETRES / parametres.max(1)).clamp(1, 4_096).ilog2())
}

fn couper(n: usize, max: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut debut = 0;
    std::iter::from_fn(move || {
        let reste = n - debut;
        let taille = (1usize << reste.checked_ilog2()?).min(max);
        debut += taille;
        Some(debut - taille..debut)
    })
}

#[cfg(test)]
mod tests {
    use super::{lots, lots_de, propre};

    #[test]
    fn a_text_that_nobody_judged_is_cleaned_on_its_way_to_a_column() {
        for (type_, garde) in [
            ("Ana\u{202e}", "Ana"),
            ("un\r\ndeux\u{1b}[2J", "un\ndeux[2J"),
            ("N° 2 99 05 93 001 001 56", "[NIR retiré]"),
            ("Zoé, 06 39 98 01 10", "Zoé, 06 39 98 01 10"),
        ] {
            assert_eq!(propre(type_.into()), garde.into());
        }
        assert_eq!(propre(7_i64.into()), 7_i64.into());
        // A hash is digits and letters: none of it is taken for a number.
        for n in 0..2_000_u32 {
            let sien = super::empreinte(&n.to_le_bytes());
            assert_eq!(propre(sien.clone().into()), sien.into());
        }
    }

    #[test]
    fn rows_are_cut_in_powers_of_two() {
        let tailles: Vec<usize> = lots(1_500).map(|r| r.len()).collect();
        assert_eq!(tailles, [512, 512, 256, 128, 64, 16, 8, 4]);
        assert_eq!(lots(0).count(), 0);
        let larges: Vec<usize> = lots_de(5_000, 18).map(|r| r.len()).collect();
        assert_eq!(larges, [1_024, 1_024, 1_024, 1_024, 512, 256, 128, 8]);
        assert_eq!(lots_de(9_000, 2).map(|r| r.len()).next(), Some(4_096));
    }
}
