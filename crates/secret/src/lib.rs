//! Small numbers of people: which cells of a table are hidden, so that no margin gives one back.
//!
//! Word: `secret` (statistique). A table comes in with its margins, each number an arc of a circulation (`tableau`); what may
//! be said of each number comes out (`effectif`). `reseau` is the attack: the values that a hidden number may still take for
//! whoever adds and subtracts all that is said. `taire` is the defence: it hides, from the smallest, until the attack
//! leaves every hidden number as many values as the threshold. docs/adr/0016-petits-effectifs.md says what is chosen,
//! and which attack remains.
//!
//! Pure: the same table gives the same answer, whoever asks and whenever.

#![warn(missing_docs)]

mod effectif;
mod reseau;
mod tableau;
mod taire;

pub use effectif::Effectif;
pub use tableau::Tableau;
pub use taire::taire;
