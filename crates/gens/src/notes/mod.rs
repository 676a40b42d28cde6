//! Notes: what a professional writes in a young person's file, and who may read it.
//!
//! Word: `note`. Table: `notes`. A note has a level: my structure, those who follow, the young person
//! too; the form says in words who will read. The same levels serve for documents. One pure function,
//! [`visible`], decides; the SQL says the same, and a test compares the two. A withdrawn note is
//! read by nobody, and can be put back.
//! Free text, here and in the other parts of the file, is a [`passerelle_socle::texte::Texte`]; health is only warned about.
//! Files: `model` (levels), `rules` (who reads), `personne` (what it holds of a person), `store` (SQL), `pages` (routes).

mod model;
mod pages;
mod personne;
mod rules;
mod store;

pub use model::Niveau;
pub use pages::site;
pub use personne::PERSONNE;
pub use rules::{TEXTE_MAX, visible};
pub use store::{Note, clause_lisible, visibles};
