//! Whether what destroys may run: erasures of old files, the purge of the journal, keys that are due. What is only a copy
//! of a file that its sender still has (refused rows, rows compared) goes by its age, without asking.
//!
//! Word: `destruction`. No table: a line of `reglages` keeps when such a work last ran. A clock that is wrong by a year
//! would erase what is young, and nothing brings it back: when the time says that more went by since the last run than a
//! server may be stopped, or less than nothing, nothing is destroyed until
//! somebody says that the date is right. Nor is more than a share of the base destroyed at once, without somebody's word.
//! Files: `permis` (asking, a person's word), `purge` (of the journal).

mod permis;
mod purge;

pub use permis::{Parole, Part, Permis, Quoi, Retenue, donner_parole, parole_donnee, retenues};
pub use purge::purger;
