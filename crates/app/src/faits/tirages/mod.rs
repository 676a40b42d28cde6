//! Tirages: a random draw made before witnesses, as people read it.
//!
//! Word: `tirage`. The draw itself, its files and its checks are the crate `passerelle_tirage`; nothing is read from
//! the base. Files: `minutes` (the minutes as a PDF that names nobody).

mod minutes;

pub use minutes::pdf_minutes;
