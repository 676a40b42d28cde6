//! Absences: days on which an apprentice was expected, at the CFA or in the company, and did not come.
//!
//! Word: `absence`. Table: `absences`. File: `absences.csv`. Key: `structure` + `jeune` + `date` + `lieu`. Why somebody was away
//! is not kept: whether it was justified is, and nothing of health.
//! Files: `model` (where), `import` (file), `store` (those of a person), `personne` (what it holds of a person).

mod import;
mod model;
mod personne;
mod store;

pub use import::NATURE;
pub use personne::PERSONNE;
pub use store::{Absence, du_jeune};
