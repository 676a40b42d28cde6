//! Figures: what a capability counts of its rows, declared once, where the rows are.
//!
//! Word: `figure`. A capability says its `FIGURES`: which rows, in which words, at which address, at which place of the
//! report. The roof gathers them, one line a capability, and hands them down; the report, the dashboard and the pages of
//! cases know no other list. A figure and its cases come from one `Selection`: the count cannot differ from the list.
//! Files: `parties` (what an address says beside the name), `declaration` (what a capability says of a figure), `coupe`
//! (a figure and what makes it precise), `rassemblees` (all of them, checked against the plan of the report when the
//! program starts).

mod coupe;
mod declaration;
mod parties;
mod rassemblees;

pub use coupe::Coupe;
pub use declaration::{CONVENTION, Denombre, Figure, Place, TERRITOIRE, Texte};
pub use parties::{Partie, Precisions};
pub use rassemblees::{Desaccord, Figures, Plan};
