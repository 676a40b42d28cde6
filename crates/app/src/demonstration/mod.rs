//! The demonstration: a fictional territory, accounts opened in one click, and nothing left
//! behind when it goes.
//!
//! `territoire` writes the delivery; it goes through the same importer as anybody's files.
//! `aujourdhui` adds the accounts of every role and what their day holds, dated from the day it is prepared. A
//! base that holds anything else than the demonstration is never touched.
//!
//! A line of `reglages` says whether the base holds the demonstration.

mod aujourdhui;
mod base;
pub mod territoire;

pub use base::{Etat, ecrire, effacer, etat, preparer, rapprocher};
