//! What can go wrong with the database, known by its codes: SQLSTATE on PostgreSQL, extended result codes on
//! SQLite. Their sentences change with the language of the server; the codes do not.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError, SqlxSqliteError};

use super::Travail;
use super::coffre::ErreurCle;
use crate::access::AutrePreuve;
use crate::texte::RefusTexte;

/// The result of whatever touches the base.
pub type Resultat<T> = Result<T, ErreurBase>;

/// The same, to come: what a function pointer can return.
pub type Promesse<'a, T> = std::pin::Pin<Box<dyn Future<Output = Resultat<T>> + Send + 'a>>;

/// What can go wrong with the database, in words for the person at the keyboard.
#[derive(Debug, thiserror::Error)]
pub enum ErreurBase {
    /// The address does not name a base.
    #[error(
        "l'adresse de base « {0} » n'est pas reconnue : donnez `sqlite:fichier.db` ou `postgres://utilisateur@hote/base`"
    )]
    Adresse(String),
    /// The base cannot be opened.
    #[error("la base {adresse} ne s'ouvre pas : {cause}")]
    Ouverture {
        /// The address asked for, without password.
        adresse: String,
        /// What the engine said.
        cause: String,
    },
    /// A SQLite known to lose committed writes.
    #[error("la version {0} de SQLite peut perdre des écritures : il faut 3.51.3 ou plus récente")]
    SqliteTropAncien(String),
    /// A setting that protects the data did not hold.
    #[error("le réglage SQLite {0} n'est pas celui attendu ({1})")]
    Reglage(&'static str, String),
    /// The base was made by a newer Passerelle.
    #[error(
        "cette base a été mise à jour par une version plus récente de Passerelle (migration {0}) : installez cette version"
    )]
    TropRecente(i64),
    /// A migration changed after it was applied.
    #[error("la migration {0} appliquée à cette base n'est pas celle de ce programme")]
    MigrationModifiee(i64),
    /// Somebody else is at the same work.
    #[error("un autre {0} est en cours sur cette base : attendez qu'il finisse, puis relancez")]
    EnCours(Travail),
    /// No room left.
    #[error("le disque est plein : rien n'a été écrit à moitié. Libérez de la place, puis relancez la même commande")]
    DisquePlein,
    /// The key of the secrets is not at hand, or does not open one.
    #[error(transparent)]
    Coffre(#[from] ErreurCle),
    /// A store was asked for something with the proof of something else.
    #[error(transparent)]
    Preuve(#[from] AutrePreuve),
    /// A text that may not be kept reached a store.
    #[error(transparent)]
    Texte(#[from] RefusTexte),
    /// What was to be written contradicts what the base holds; the base itself is well.
    #[error("la base de données a répondu : {1}")]
    Contrainte(Contrainte, #[source] DbErr),
    /// Another transaction wrote the same rows first: the same work, done again, would pass.
    #[error("la base de données a répondu : {0}")]
    Conflit(#[source] DbErr),
    /// Others held the base, or all its connections, for too long.
    #[error("la base de données a répondu : {0}")]
    Occupee(#[source] DbErr),
    /// The server is gone, or closed the connection.
    #[error("la base de données a répondu : {0}")]
    Perdue(#[source] DbErr),
    /// What the disk gives back is not what was written there.
    #[error(
        "la base est abîmée ({0}) : arrêtez le site, gardez une copie de ses fichiers, puis restaurez la dernière sauvegarde qui se relit"
    )]
    Abimee(String),
    /// Anything else the engine says.
    #[error("la base de données a répondu : {0}")]
    Moteur(#[source] DbErr),
}

/// The kind of rule that a write breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contrainte {
    /// A key that another row has.
    Unique,
    /// A row pointed at that does not exist, or that others point at.
    Lien,
    /// A value missing where there must be one.
    Absence,
    /// A condition on the values of a row.
    Valeurs,
    /// A trigger of ours, by the name it gives itself.
    Garde(String),
}

impl ErreurBase {
    /// The rule that refused what was to be written, when one did.
    pub fn contrainte(&self) -> Option<&Contrainte> {
        match self {
            Self::Contrainte(laquelle, _) => Some(laquelle),
            _ => None,
        }
    }
}

impl From<DbErr> for ErreurBase {
    fn from(e: DbErr) -> Self {
        match nature(&e) {
            Nature::Contrainte(laquelle) => Self::Contrainte(laquelle, e),
            Nature::Conflit => Self::Conflit(e),
            Nature::Occupee => Self::Occupee(e),
            Nature::Perdue => Self::Perdue(e),
            Nature::DisquePlein => Self::DisquePlein,
            Nature::Abimee => Self::Abimee(e.to_string()),
            Nature::Autre => Self::Moteur(e),
        }
    }
}

/// What a code means.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Nature {
    Contrainte(Contrainte),
    Conflit,
    Occupee,
    Perdue,
    DisquePlein,
    Abimee,
    Autre,
}

fn nature(e: &DbErr) -> Nature {
    let sqlx = match e {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => return Nature::Occupee,
        DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => return Nature::Perdue,
        DbErr::Conn(RuntimeErr::SqlxError(s))
        | DbErr::Exec(RuntimeErr::SqlxError(s))
        | DbErr::Query(RuntimeErr::SqlxError(s)) => s.as_ref(),
        _ => return Nature::Autre,
    };
    match sqlx {
        SqlxError::PoolTimedOut => Nature::Occupee,
        SqlxError::PoolClosed | SqlxError::WorkerCrashed | SqlxError::Io(_) | SqlxError::Tls(_) => Nature::Perdue,
        SqlxError::Database(d) => {
            let code = d.code().unwrap_or_default();
            match d.try_downcast_ref::<SqlxSqliteError>() {
                Some(_) => de_sqlite(code.parse().unwrap_or_default(), d.message()),
                None => de_postgres(&code, d.message()),
            }
        }
        _ => Nature::Autre,
    }
}

/// SQLSTATE: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn de_postgres(code: &str, dit: &str) -> Nature {
    match code {
        "23505" | "23P01" => Nature::Contrainte(Contrainte::Unique),
        "23503" | "23001" => Nature::Contrainte(Contrainte::Lien),
        "23502" => Nature::Contrainte(Contrainte::Absence),
        "P0001" => Nature::Contrainte(garde(dit)),
        "40001" | "40P01" => Nature::Conflit,
        // A lock not given in time; every connection of the server in use.
        "55P03" | "53300" => Nature::Occupee,
        "53100" => Nature::DisquePlein,
        // Data corrupted, index corrupted.
        "XX001" | "XX002" => Nature::Abimee,
        // Shut down, crashed, or starting; the whole class of connections.
        "57P01" | "57P02" | "57P03" => Nature::Perdue,
        _ if code.starts_with("08") => Nature::Perdue,
        _ if code.starts_with("23") => Nature::Contrainte(Contrainte::Valeurs),
        _ => Nature::Autre,
    }
}

/// Result codes: <https://www.sqlite.org/rescode.html>. The last byte is the family, the rest the detail.
fn de_sqlite(code: u32, dit: &str) -> Nature {
    match code {
        // UNIQUE, PRIMARYKEY, ROWID.
        2067 | 1555 | 2579 => Nature::Contrainte(Contrainte::Unique),
        // FOREIGNKEY.
        787 => Nature::Contrainte(Contrainte::Lien),
        // NOTNULL.
        1299 => Nature::Contrainte(Contrainte::Absence),
        // TRIGGER.
        1811 => Nature::Contrainte(garde(dit)),
        // BUSY_SNAPSHOT: what was read is no longer what stands.
        517 => Nature::Conflit,
        _ => match code & 0xff {
            19 => Nature::Contrainte(Contrainte::Valeurs),
            // BUSY, LOCKED.
            5 | 6 => Nature::Occupee,
            // FULL.
            13 => Nature::DisquePlein,
            // CORRUPT, NOTADB.
            11 | 26 => Nature::Abimee,
            _ => Nature::Autre,
        },
    }
}

/// The name that a trigger of ours gives itself: « constraint candidats_fige (UPDATE) ».
fn garde(dit: &str) -> Contrainte {
    let nom = dit.strip_prefix("constraint ").unwrap_or(dit);
    Contrainte::Garde(nom.split(" (").next().unwrap_or(nom).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_means_the_same_in_every_language() {
        for (code, dit, attendue) in [
            ("23505", "la valeur d'une clé dupliquée rompt la contrainte unique « actions_code »", Contrainte::Unique),
            ("23503", "une instruction insert viole la contrainte de clé étrangère", Contrainte::Lien),
            ("23502", "une valeur NULL viole la contrainte NOT NULL", Contrainte::Absence),
            ("23514", "la nouvelle ligne viole la contrainte de vérification", Contrainte::Valeurs),
            ("P0001", "constraint candidats_fige (UPDATE)", Contrainte::Garde("candidats_fige".into())),
        ] {
            assert_eq!(de_postgres(code, dit), Nature::Contrainte(attendue), "{code}");
        }
        for (code, attendue) in [
            ("40001", Nature::Conflit),
            ("40P01", Nature::Conflit),
            ("55P03", Nature::Occupee),
            ("53100", Nature::DisquePlein),
            ("57P01", Nature::Perdue),
            ("08006", Nature::Perdue),
            ("42P01", Nature::Autre),
        ] {
            assert_eq!(de_postgres(code, "constraint"), attendue, "{code}");
        }
    }

    #[test]
    fn an_extended_code_of_sqlite_falls_in_its_family() {
        for (code, attendue) in [
            (2067, Nature::Contrainte(Contrainte::Unique)),
            (787, Nature::Contrainte(Contrainte::Lien)),
            (275, Nature::Contrainte(Contrainte::Valeurs)),
            (1811, Nature::Contrainte(Contrainte::Garde("referents_un_seul".into()))),
            (5, Nature::Occupee),
            (261, Nature::Occupee),
            (262, Nature::Occupee),
            (517, Nature::Conflit),
            (13, Nature::DisquePlein),
            (1, Nature::Autre),
        ] {
            assert_eq!(de_sqlite(code, "constraint referents_un_seul"), attendue, "{code}");
        }
    }
}
