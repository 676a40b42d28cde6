//! Journée: what a professional of a structure opens in the morning.
//!
//! Word: `journee`. Page: `/journee`. No table of its own: the meetings of the day, the young people
//! gone silent, those who contest what is written and wait for an answer, the answers received and awaited, the requests to answer; for a responsable, the young
//! people without référent and what each colleague carries. Each count is that of the list it opens:
//! both come from one `Repertoire` and one address. What capabilities add is in their `PERSONNE`.
//! Files: `store` (counts and meetings), `pages` (route).

mod pages;
mod store;

pub use pages::site;
