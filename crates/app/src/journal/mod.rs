//! Who read or changed what.
//!
//! A write and its line are one transaction; a read of a person's file writes one line. The
//! journal names the fields that changed, never their contents, and nothing switches it off.

mod store;

pub use store::{Entree, LigneJournal, compter, dernieres, ecrire, ecrire_lot};
