//! Événements: meetings, information sessions, forums; some are on the public calendar.
//!
//! Word: `evenement`. Table: `evenements`. File: `evenements.csv`. Key: `code`.
//! The public sees those marked `public` and nothing tells that there are others.
//! Files: `model` (types), `import` (file), `figures` (what is counted), `liste` (list), `pages` (routes, record, calendar).

mod figures;
mod import;
mod liste;
mod model;
mod pages;

pub use figures::FIGURES;
pub use import::NATURE;
pub use liste::Evenements;
pub use model::{Evenement, INTERNE, TYPES};
pub use pages::{VOLET, site};
