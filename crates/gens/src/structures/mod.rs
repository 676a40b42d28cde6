//! Structures: every organisation of the territory, whatever its kind.
//!
//! Word: `structure`. Table: `structures`. File: `structures.csv`. Key: `code`.
//! Files: `model` (types), `import` (file), `liste` (list), `pages` (routes, record),
//! `store` (SQL that other capabilities ask for).

mod import;
mod liste;
mod model;
mod pages;
mod store;

pub use import::NATURE;
pub use model::{TYPES, accompagne};
pub use pages::site;
pub use store::{Choix, cfas, par_code};

/// Where the name of a structure stands: table, column.
pub const NOM: (&str, &str) = ("structures", "nom");
