//! Statistiques: outside figures quoted beside our own, with their source.
//!
//! Word: `statistique`. Table: `statistiques`. File: `statistiques.csv`.
//! Key: `serie` + `territoire` + `periode`.
//! Files: `model` (words), `import` (file), `liste` (list and route), `store` (those of a report).

mod import;
mod liste;
mod model;
mod store;

pub use import::NATURE;
pub use liste::site;
pub use model::{APPRENTIS, serie_dite};
pub use store::{Statistique, de_la_periode};
