//! Pistes: a contract that a young person may sign with an employer, from the first idea to the signature.
//!
//! Word: `piste`. Tables: `pistes`, `pistes_etats`. File: `pistes.csv`. Key: `structure` + `jeune` + `siret` + `ouverte_le`.
//! States: `envisagee`, `convenue`, `dossier`, then `signee` or `abandonnee`, each a dated fact; [`etat_au`] says where a piste
//! is on any day. The contract itself makes it signed: nobody types that. A piste is never counted as a contract.
//! Files: `model` (states, reasons), `parametres` (from when it is followed), `rules` (the state of a day, what may follow, how
//! near its signature is), `import` (file), `signature` (the contract that signs it, in SQL), `store` (what is said of it),
//! `liste` (list), `pages` (routes, page of a person), `personne` and `reunion` (what it holds of a person).

mod import;
mod liste;
mod model;
mod pages;
mod parametres;
mod personne;
mod reunion;
mod rules;
mod signature;
mod store;

pub use import::NATURE;
pub use model::{Depuis, ETATS, Etat, MOTIFS, Piste};
pub use pages::site;
pub use personne::PERSONNE;
pub use rules::{Suivi, etat_au, suivi};
pub use store::{Dit, Empeche, LaPiste, Ouvrir, Signataire, dire, ouvrir, prevoir, reprendre};
