//! Rapprochements: pairs of files of the base that may be one person, looked for, shown side by side, decided.
//!
//! Word: `rapprochement`. Tables: `rapprochements` (pairs), `rapprochements_recherches` (each look through the base),
//! `rapprochements_decisions` (who decided what, before what). Pages: `/rapprochements`. Command: `apparier --base`.
//! The engine is the crate `passerelle_appariement`; nothing is brought together without somebody. What is decided is
//! kept: a pair said to be two people is not proposed again, and two files brought together (`gens/jeunes`, `fusionner`)
//! can be separated. A reader is shown the pairs of which both files are open to them, and no other is counted.
//! Files: `model` (states, what a field says), `rules` (words, who prevails), `recherche` (the engine over the base),
//! `store` (pairs and decisions), `liste` (list), `pages` and `gestes` (routes).

mod gestes;
mod liste;
mod model;
mod pages;
mod recherche;
mod rules;
mod store;

pub use pages::site;
pub use recherche::{ErreurRecherche, Recherche, chercher};
