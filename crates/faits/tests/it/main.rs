//! Stories of what happened: contracts, draws.

mod contrats;
mod pistes;
mod positionnements;
mod tirages;
