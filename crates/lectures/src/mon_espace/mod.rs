//! Mon espace: what a young person sees and does of their own file, on a phone.
//!
//! Word: `mon_espace`. No table of its own but `contestations` (what the person says of what is written of
//! them, objections included). Short sentences, no acronym: next appointment, path, who follows and why,
//! who read and when; correct, contest, object, take everything away. Reading one's own file is journalled too.
//! Files: `pages` (what is shown), `gestes` (what is written), `export` (everything about me), `store` (SQL).

mod export;
mod gestes;
mod pages;
mod store;

pub use export::{HORS_EXPORT, TABLES};
pub use pages::site;
