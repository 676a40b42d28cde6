//! Journal: what the lines tell, with the names of whom and of where they speak.
//!
//! Word: `journal`. No table of its own: the ground (`socle/journal`) writes the lines and keeps the chain; what they say is
//! read here, where people, accounts and structures are known. The administrateur reads every line and the unusual
//! readings; a young person reads who opened their file, in the words of each `PERSONNE`.
//! Files: `lectures` (who read one person's file), `pages` (the list), `mots` (its codes in words), `alertes` (unusual readings).

mod alertes;
mod lectures;
mod mots;
mod pages;

pub use lectures::{Lecture, lectures_de};
pub use pages::site;
