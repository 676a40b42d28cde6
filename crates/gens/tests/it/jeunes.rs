//! A young person's file: opened, corrected, found, brought together with another.

mod fusion;
mod recherche;
mod saisie;
