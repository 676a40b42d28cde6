//! Contacts: meetings and calls with a young person, before and after.
//!
//! Word: `contact`. Table: `contacts`. Before: a day, a time, a place, a subject. After: presence
//! (`present`, `absent`, `excuse`) and what came out of it. Not said is not absent: presence stays
//! unknown until somebody says it. The person may say beforehand that they cannot come (`empeche_le`): said, nothing else. `annule` can be taken back. Only the structure that noted a contact
//! changes it; all those who follow read it.
//! Files: `model` (types, presences), `rules` (what may be written), `ics` (a meeting for an agenda), `lot` (of several people at once),
//! `personne` (what it holds of a person), `store` (SQL), `pages` (routes).

mod ics;
mod lot;
mod model;
mod pages;
mod personne;
mod rules;
mod store;

pub use ics::pour_agenda;
pub use lot::{ContactDe, des_jeunes};
pub use model::{POINTEES, PRESENCES, TYPES, presence_dite};
pub use pages::site;
pub use personne::PERSONNE;
pub use store::{Contact, Rendezvous, a_venir, dernier, du_compte, du_jeune, empecher};
