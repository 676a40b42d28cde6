//! Positionnements: a structure asks an action to take a young person.
//!
//! Word: `positionnement`. Table: `positionnements`. File: `positionnements.csv`.
//! Key: `jeune` + `action` + `date`. States: `propose`, `vu`, `accepte`, `refuse`, `expire`,
//! `annule`, `entre`, `non_presente`, each held since a date.
//! Files: `model` (states), `import` (file), `figures` (what is counted), `liste` (list, route), `personne` (what it holds
//! of a person).

mod figures;
mod import;
mod liste;
mod model;
mod personne;

pub use figures::FIGURES;
pub use import::NATURE;
pub use liste::{Positionnements, site};
pub use model::ETATS;
pub use personne::PERSONNE;
