//! The demonstration: a fictional territory, accounts opened in one click, and nothing left
//! behind when it goes.
//!
//! `territoire` writes the delivery; it goes through the same importer as anybody's files. A
//! base that holds anything else than the demonstration is never touched.

mod base;
pub mod territoire;

pub use base::{Etat, ecrire, effacer, etat, preparer};
