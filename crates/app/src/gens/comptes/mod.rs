//! Accounts and sessions.
//!
//! At this stage an account is opened by a one-time link: the first administrator's is printed
//! when the server first starts, `passerelle compte lien` prints another. The demonstration's
//! accounts are entered in one click, on a base that holds only fictional people. No password
//! exists, so none is default. Only hashes of links and sessions are kept.
//!
//! Files: `model` (durations), `secret` (what opens), `store` (SQL), `reconnaissance` (from a
//! cookie to an actor), `pages` (sign in, sign out).

mod model;
mod pages;
mod reconnaissance;
mod secret;
mod store;

pub use model::DUREE_LIEN;
pub use pages::site;
pub use reconnaissance::reconnaitre;
pub use secret::Secret;
pub use store::{CompteLu, creer, creer_lien, lister};
