//! Jeunes: a young person exists once; each structure's own number hangs on the person.
//!
//! Word: `jeune`. Tables: `jeunes`, `numeros`. File: `jeunes.csv`. Key: `structure` + `numero`.
//! Reading a person's file writes one line in the journal, in the transaction that reads.
//! RQTH is health-related: the column is recognised and left out.
//! Files: `model` (types), `import` (file), `liste` (list), `pages` (routes, record).

mod import;
mod liste;
mod model;
mod pages;

pub use import::NATURE;
pub use liste::Jeunes;
pub use model::{Jeune, SITUATIONS};
pub use pages::site;
