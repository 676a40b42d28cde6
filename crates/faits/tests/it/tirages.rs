//! A draw on the site: prepared, filled, frozen, drawn, verified; and what it refuses.

mod abimes;
mod histoire;
mod hostile;
