//! The ground every capability stands on: who may do what, the base, the journal, the files that are read, the texts that are
//! typed, the pages.

// Templates of this crate are expanded in those above it too: they name what they use in full.
extern crate self as passerelle_socle;

pub mod access;
pub mod db;
pub mod destruction;
pub mod echanges;
pub mod fait;
pub mod figure;
pub mod hors_vue;
pub mod ident;
pub mod journal;
pub mod personne;
pub mod referentiels;
pub mod temps;
pub mod texte;
pub mod versions;
pub mod vocabulaire;
pub mod web;
