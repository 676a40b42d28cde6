//! A young person's file: opened, corrected, found, brought together with another.

mod fusion;
mod hors_vue;
mod liste;
mod recherche;
mod saisie;
