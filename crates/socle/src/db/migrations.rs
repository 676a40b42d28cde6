//! Applies the numbered migrations a base lacks. Forward only; each in its own transaction.

use sea_orm::{ConnectionTrait, DbErr, RuntimeErr};

use super::{Base, ErreurBase, Moteur, Resultat, compter, empreinte, executer, ligne};

/// The migrations, in order: (number, text).
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_socle.sql")),
    (2, include_str!("../../migrations/0002_acces.sql")),
    (3, include_str!("../../migrations/0003_comptes.sql")),
    (4, include_str!("../../migrations/0004_journal.sql")),
    (5, include_str!("../../migrations/0005_fiche.sql")),
    (6, include_str!("../../migrations/0006_accompagnements.sql")),
    (7, include_str!("../../migrations/0007_jeunes.sql")),
    (8, include_str!("../../migrations/0008_tirages.sql")),
    (9, include_str!("../../migrations/0009_etudes.sql")),
    (10, include_str!("../../migrations/0010_rapprochements.sql")),
    (11, include_str!("../../migrations/0011_rapprochements_fichiers.sql")),
    (12, include_str!("../../migrations/0012_etudes.sql")),
    (13, include_str!("../../migrations/0013_codes.sql")),
    (14, include_str!("../../migrations/0014_hors_vue.sql")),
    (15, include_str!("../../migrations/0015_essais.sql")),
    (16, include_str!("../../migrations/0016_gestes.sql")),
    (17, include_str!("../../migrations/0017_textes.sql")),
    (18, include_str!("../../migrations/0018_bilans_discrets.sql")),
    (19, include_str!("../../migrations/0019_lignes_sures.sql")),
    (20, include_str!("../../migrations/0020_gabarits.sql")),
    (21, include_str!("../../migrations/0021_journal.sql")),
    (22, include_str!("../../migrations/0022_coffre.sql")),
    (23, include_str!("../../migrations/0023_contrats.sql")),
    (24, include_str!("../../migrations/0024_reunies.sql")),
    (25, include_str!("../../migrations/0025_positionnements.sql")),
    (26, include_str!("../../migrations/0026_pistes.sql")),
    (27, include_str!("../../migrations/0027_cfa.sql")),
];

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
    for &(numero, sql) in MIGRATIONS {
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
