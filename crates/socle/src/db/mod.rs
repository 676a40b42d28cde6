//! The database: which engine, how it is opened, how one reads and writes.
//!
//! One code for SQLite (embedded, the default) and PostgreSQL. SQL is written by hand, with
//! `$1` parameters that both engines understand, beside the code that needs it (`store`, or the
//! list or record that it feeds). SQLite has
//! one writer (`BEGIN IMMEDIATE`) and a pool of readers; PostgreSQL has a pool for each. How a transaction begins is in `tour`.
//! What differs between the engines lives in this folder, and nowhere else.
//!
//! Table: `reglages` (what an installation keeps of itself: the key that seals, the last destruction, the demonstration).
//! Files: `ouverture` (how a base is opened), `verrou` (one work of a kind at a time), `migrations`, `dialecte`, `tx`, `requete`
//! (the calls), `entretien` (what was removed leaves the bytes, what the disk damaged is told), `coffre/` (secrets sealed
//! under a key outside the base).

mod codes;
mod coffre;
mod dialecte;
mod entretien;
mod erreur;
mod index;
mod lot;
mod migrations;
mod ouverture;
mod photo;
mod requete;
mod selection;
mod textes;
mod tour;
mod travail;
mod tx;
mod verrou;

pub use coffre::{Coffre, ErreurCle, Lieu, Secrets, changer_de_cle, oublier_secrets, rattacher_coffre, relire_secrets};
pub use dialecte::Moteur;
pub use erreur::{Contrainte, ErreurBase, Promesse, Resultat};
pub use index::suspendre_index;
pub use lot::{Commun, Lot};
pub use ouverture::fichier_sqlite;
pub use ouverture::{Base, Effaces, Ouverture};
pub use photo::{Photo, dire_photo, lire_photo, photographier, remettre, retablir, verrouiller_ligne};
pub use requete::{
    Enonce, Executeur, Valeurs, compter, ecrire_tel_quel, empreinte, en_le_tenant, enchainer, enchainer_tel_quel,
    executer, heure_du_moteur, ligne, lignes, liste_typee, lots, lots_de, nouvel_id, parametres, places,
};
pub use sea_orm::{FromQueryResult, QueryResult, Value};
pub use selection::{Selection, Tranche};
pub use travail::Travail;
pub use tx::{Sceau, Tx};
pub use verrou::Verrou;
