//! Every page as a browser and a reader get it: well made, linked, safe, and telling the truth.

mod entetes;
mod hostile;
pub mod html;
mod listes;
pub mod livraison;
mod parcours;
mod vide;

pub use listes::lire_liste;
