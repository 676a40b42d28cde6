//! Documents: papers of a young person's file.
//!
//! Word: `document`. Table: `documents`. PDF, PNG or JPEG, 5 MiB at most, and the first bytes say the same as
//! the extension. Same levels as notes. A document is only ever given as an attachment, under a name of
//! ours, in a sandbox. Withdrawn, it is read by nobody and can be put back.
//! Files: `rules` (what is taken), `personne` (what it holds of a person), `store` (SQL), `pages` (routes).

mod pages;
mod personne;
mod rules;
mod store;

pub use pages::{servir, site};
pub use personne::PERSONNE;
pub use rules::{NOMBRE_MAX, OCTETS_MAX};
pub use store::{Document, lire, lister};
