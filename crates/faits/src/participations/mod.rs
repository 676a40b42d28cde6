//! Participations: a young person enters an action, leaves it, and something follows.
//!
//! Word: `participation`. Table: `participations`. File: `participations.csv`.
//! Key: `jeune` + `action` + `date_entree`.
//! Files: `model` (what follows), `import` (file), `liste` (list, route, what other records show).

mod import;
mod liste;
mod model;

pub use import::NATURE;
pub use liste::{Participations, VOLETS, site};
pub use model::ISSUES;
