//! The database: which engine, how it is opened, how one reads and writes.
//!
//! One code for SQLite (embedded, the default) and PostgreSQL. SQL is written by hand, with
//! `$1` parameters that both engines understand, beside the code that needs it (`store`, or the
//! list or record that it feeds). SQLite has
//! one writer (`BEGIN IMMEDIATE`) and a pool of readers; PostgreSQL has one pool for both.
//! What differs between the engines lives in this folder, and nowhere else.

mod dialecte;
mod lot;
mod migrations;
mod ouverture;
mod photo;
mod requete;
mod selection;
mod tx;

use crate::access::AutrePreuve;

pub use dialecte::Moteur;
pub use lot::{Commun, Lot};
pub use ouverture::fichier_sqlite;
pub use ouverture::{Base, Ouverture, Travail, Verrou};
pub use photo::{Photo, dire_photo, lire_photo, photographier, remettre, retablir, verrouiller_ligne};
pub use requete::{
    Executeur, Valeurs, compter, empreinte, en_le_tenant, executer, ligne, lignes, liste_typee, lots, nouvel_id,
    parametres,
};
pub use sea_orm::{FromQueryResult, QueryResult, Value};
pub use selection::Selection;
pub use tx::{Sceau, Tx};

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
    /// A store was asked for something with the proof of something else.
    #[error(transparent)]
    Preuve(#[from] AutrePreuve),
    /// Anything else the engine says.
    #[error("la base de données a répondu : {0}")]
    Moteur(sea_orm::DbErr),
}

impl From<sea_orm::DbErr> for ErreurBase {
    fn from(e: sea_orm::DbErr) -> Self {
        let texte = e.to_string();
        // SQLITE_FULL (13) and PostgreSQL's disk_full (53100) carry these sentences.
        let plein = ["database or disk is full", "No space left on device"];
        if plein.iter().any(|p| texte.contains(p)) {
            return Self::DisquePlein;
        }
        Self::Moteur(e)
    }
}

/// The result of whatever touches the base.
pub type Resultat<T> = Result<T, ErreurBase>;

/// The same, to come: what a function pointer can return.
pub type Promesse<'a, T> = std::pin::Pin<Box<dyn Future<Output = Resultat<T>> + Send + 'a>>;
