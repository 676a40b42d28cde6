//! Stories of what happened: contracts, draws.

mod contrats;
mod positionnements;
mod tirages;
