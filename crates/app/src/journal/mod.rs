//! Who read or changed what.
//!
//! A write and its line are one transaction; a read of a person's file writes one line. The
//! journal names the fields that changed, never their contents, and nothing switches it off.

mod pages;
mod store;

pub use pages::site;
pub use store::{Entree, ecrire, ecrire_lot};
