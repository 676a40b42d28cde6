//! Contrats: what a young person signs with an employer, how long it holds, how it breaks.
//!
//! Word: `contrat`. Table: `contrats`. File: `contrats.csv`.
//! Key: `structure` + `jeune` + `type` + `date_debut`. A contract's state is computed from its
//! dates (`rules`), never stored.
//! Files: `model` (types, reasons), `rules` (state), `predicats` (running, in SQL), `import` (file), `figures` (what is
//! counted), `liste` (list), `pages` (routes, record), `personne` (what it holds of a person).

mod figures;
mod import;
mod liste;
mod model;
mod pages;
mod personne;
mod predicats;
mod rules;

pub use figures::{FIGURES, par_annee, sql_par_annee};
pub use import::NATURE;
pub use liste::Contrats;
pub use model::{ALTERNANCE, MOTIFS_RUPTURE, TYPES};
pub use pages::site;
pub use personne::PERSONNE;
pub use predicats::en_cours;
pub use rules::{Dates, EtatContrat, etat};
