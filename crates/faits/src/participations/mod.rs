//! Participations: a young person enters an action, leaves it, and something follows.
//!
//! Word: `participation`. Table: `participations`. File: `participations.csv`.
//! Key: `jeune` + `action` + `date_entree`.
//! Files: `model` (what follows), `sorties` (what counts as positive, by dated texts), `import` (file), `figures` (what is
//! counted), `liste` (list, route), `store` (entering), `personne` (what it holds of a person).

mod figures;
mod import;
mod liste;
mod model;
mod personne;
mod sorties;
mod store;

pub use figures::FIGURES;
pub use import::NATURE;
pub use liste::{Participations, site};
pub use model::ISSUES;
pub use personne::PERSONNE;
pub use sorties::{SortiesPositives, sorties_positives};
pub use store::{Entree, entrer, reprendre};
