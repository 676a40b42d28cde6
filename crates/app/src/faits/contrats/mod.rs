//! TEMP.

mod import;
pub mod model;

pub use import::NATURE;
