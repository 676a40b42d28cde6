//! What happened: actions, entries, positionnements, contracts, events, draws.

pub mod absences;
pub mod actions;
pub mod calendriers;
pub mod contrats;
pub mod evenements;
pub mod participations;
pub mod positionnements;
pub mod tirages;
