//! What happened: actions, entries, positionnements, pistes, contracts, events, draws.

pub mod absences;
pub mod actions;
pub mod calendriers;
pub mod contrats;
pub mod evenements;
pub mod participations;
pub mod pistes;
pub mod positionnements;
pub mod tirages;
