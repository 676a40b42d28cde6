//! Structures: every organisation of the territory, whatever its kind.
//!
//! Word: `structure`. Table: `structures`. File: `structures.csv`. Key: `code`.
//! Files: `model` (types), `import` (file), `liste` (list), `pages` (routes, record).

mod import;
mod liste;
mod model;
mod pages;

pub use import::NATURE;
pub use model::TYPES;
pub use pages::site;
