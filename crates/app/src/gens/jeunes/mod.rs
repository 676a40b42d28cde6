//! Jeunes: a young person exists once; each structure's own number hangs on the person.
//!
//! Word: `jeune`. Tables: `jeunes`, `numeros`. File: `jeunes.csv`. Key: `structure` + `numero`.
//! Reading a person's file writes one line in the journal, in the transaction that reads.
//! Each field of the record is shown as `access::Champ` says. RQTH is health-related: the column is recognised and left out.
//! Files: `model` (types), `import` (file), `liste` (list), `entete` (SQL of the
//! record), `fil` (the timeline), `fiche` (the record), `pages` (routes).

mod entete;
mod fiche;
mod fil;
mod import;
mod liste;
mod model;
mod pages;

pub use entete::{Suivi, suivi};
pub use fil::faits;
pub use import::NATURE;
pub use model::{Jeune, SITUATIONS};
pub use pages::site;
