//! Applies the numbered migrations a base lacks. Forward only; each in its own transaction.

use std::sync::LazyLock;

use include_dir::{Dir, File, include_dir};
use sea_orm::{ConnectionTrait, DbErr, RuntimeErr};

use super::{Base, ErreurBase, Moteur, Resultat, compter, empreinte, executer, ligne};

/// Those of the folder `migrations`, `0001_word.sql`, by number.
static DOSSIER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// The migrations, in order: (number, text).
static MIGRATIONS: LazyLock<Vec<(i64, &'static str)>> = LazyLock::new(|| {
    let mut toutes: Vec<_> = DOSSIER.files().filter_map(numerotee).collect();
    toutes.sort_unstable();
    toutes
});

fn numerotee(fichier: &'static File<'static>) -> Option<(i64, &'static str)> {
    let (numero, _) = fichier.path().file_name()?.to_str()?.split_once('_')?;
    Some((numero.parse().ok()?, fichier.contents_utf8()?))
}

/// After the text of this one, the program cleans the texts of the base: SQL does not know a social security number.
const TEXTES: i64 = 17;
/// After the text of this one, the program brings the codes of the base to one form: SQL does not compose accents.
const CODES: i64 = 13;
/// After the text of this one, the program seals the secrets that the base holds: the engines have no cipher, nor the key.
const COFFRE: i64 = 22;

#[derive(sea_orm::FromQueryResult)]
struct Appliquee {
    sha256: String,
}

/// Every table the migrations make.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    MIGRATIONS
        .iter()
        .flat_map(|(_, sql)| sql.lines())
        .filter_map(|l| l.strip_prefix("CREATE TABLE ").and_then(|reste| reste.split([' ', '(']).next()))
}

/// Their texts, in order.
pub(super) fn textes() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|(_, sql)| *sql)
}

/// The number of the last one.
pub(super) fn derniere() -> i64 {
    MIGRATIONS.iter().map(|m| m.0).max().unwrap_or(0)
}

/// Every function the migrations make on PostgreSQL, with its empty list of arguments.
fn fonctions() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().flat_map(|(_, sql)| sql.lines()).filter_map(|l| {
        l.strip_prefix("CREATE FUNCTION ").and_then(|reste| reste.split_once(" RETURNS").map(|(f, _)| f))
    })
}

/// Drops every table and function the migrations made.
pub(super) async fn defaire(base: &Base) -> Resultat<()> {
    let tx = base.schema().await?;
    for table in tables().chain(["migrations"]) {
        tx.execute_unprepared(&format!("DROP TABLE IF EXISTS {table} CASCADE")).await?;
    }
    for fonction in fonctions() {
        tx.execute_unprepared(&format!("DROP FUNCTION IF EXISTS {fonction} CASCADE")).await?;
    }
    tx.commit().await?;
    Ok(())
}

pub(super) async fn appliquer(base: &Base) -> Resultat<()> {
    let tx = base.schema().await?;
    if base.moteur() == Moteur::Postgres {
        // Two servers starting together must not both migrate.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7031)").await?;
    }
    tx.execute_unprepared("CREATE TABLE IF NOT EXISTS migrations (numero bigint PRIMARY KEY, sha256 text NOT NULL)")
        .await?;
    let derniere = compter(&tx, "SELECT COALESCE(MAX(numero), 0) FROM migrations", []).await?;
    if derniere > self::derniere() {
        return Err(ErreurBase::TropRecente(derniere));
    }
    for &(numero, sql) in MIGRATIONS.iter() {
        let empreinte = empreinte(sql.as_bytes());
        let deja: Option<Appliquee> =
            ligne(&tx, "SELECT sha256 FROM migrations WHERE numero = $1", [numero.into()]).await?;
        match deja {
            Some(a) if a.sha256 == empreinte => continue,
            Some(_) => return Err(ErreurBase::MigrationModifiee(numero)),
            None => {}
        }
        tx.execute_unprepared(&base.moteur().adapter(sql))
            .await
            .map_err(|e| DbErr::Exec(RuntimeErr::Internal(format!("migration {numero} : {e}"))))?;
        if numero == CODES {
            for semblables in super::codes::canoniser(&tx).await? {
                tracing::warn!("{}", semblables.phrase());
            }
        }
        if numero == TEXTES {
            for repris in super::textes::nettoyer(&tx).await? {
                tracing::warn!("{}", repris.phrase());
            }
        }
        if numero == COFFRE {
            super::coffre::sceller_ce_qui_est_la(base.coffre(), &tx).await?;
        }
        let valeurs = [numero.into(), empreinte.into()];
        executer(&tx, "INSERT INTO migrations (numero, sha256) VALUES ($1, $2)", valeurs).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_follow_each_other_without_a_gap_and_none_is_left_out() {
        let numeros: Vec<i64> = MIGRATIONS.iter().map(|m| m.0).collect();
        assert_eq!(numeros, (1..=numeros.len() as i64).collect::<Vec<_>>(), "two of one number, or one skipped");
        assert_eq!(DOSSIER.files().count(), numeros.len(), "a file that is not `0001_word.sql`");
    }
}
