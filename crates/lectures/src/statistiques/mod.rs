//! Statistiques: outside figures quoted beside our own, with their source.
//!
//! Word: `statistique`. Table: `statistiques`. File: `statistiques.csv`.
//! Key: `serie` + `territoire` + `periode`.
//! Files: `import` (file), `liste` (list and route), `store` (those of a report).

mod import;
mod liste;
mod store;

pub use import::NATURE;
pub use liste::site;
pub use store::{Statistique, de_la_periode};
