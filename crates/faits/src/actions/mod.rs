//! Actions: what is organised for young people (parcours sécurisés, ateliers, formations…).
//!
//! Word: `action`. Tables: `actions`, `actions_partenaires`. File: `actions.csv`. Key: `code`.
//! Files: `model` (types, states, why somebody does not go on), `import` (file), `figures` (what is counted), `liste` (list), `pages` (routes, record).

mod figures;
mod import;
mod liste;
mod model;
mod pages;

pub use figures::FIGURES;
pub use import::NATURE;
pub use liste::Actions;
pub use model::{ETATS, MOTIFS, TYPES, UneAction};
pub use pages::{VOLET, site};

/// Where the title of an action stands: table, column.
pub const INTITULE: (&str, &str) = ("actions", "intitule");
