//! TEMP.

mod import;

pub use import::NATURE;
