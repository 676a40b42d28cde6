//! Instants and the clock that gives them.
//!
//! Files: `instant` (a UTC instant, read from rows as such), `horloge` (the clock, always an argument).

mod horloge;
mod instant;

pub use horloge::{Horloge, HorlogeFixe, HorlogeSysteme};
pub use instant::{ErreurInstant, Instant};
