//! Partenariats: a structure becomes a partner, the partnership lasts, or ends. Dated facts.
//!
//! Word: `partenariat`. Table: `partenariats`. File: `partenariats.csv`. Key: `structure` + `date`.
//! Files: `model` (states), `import` (file), `figures` (what is counted), `liste` (list and route).

mod figures;
mod import;
mod liste;
mod model;

pub use figures::FIGURES;
pub use import::NATURE;
pub use liste::{Partenariats, site};
pub use model::ETATS;
