//! Stories of what happened: contracts, draws.

mod contrats;
mod tirages;
