//! Calendriers: when a CFA has its apprentices, and when it leaves them to the company.
//!
//! Word: `calendrier`. Table: `calendriers`, a row a period. File: `calendriers.csv`. Key: `cfa` + `code` + `debut`.
//! A contract names the code of its calendar; what a day of it is worth is counted in `contrats`.
//! Files: `import` (file), `store` (the periods of a code).

mod import;
mod store;

pub use import::NATURE;
pub use store::{Plage, au_cfa};
