//! Accounts and sessions.
//!
//! At this stage an account is opened by a one-time link: the first administrator's is printed
//! when the server first starts, `passerelle compte lien` prints another. The demonstration's
//! accounts are entered in one click, on a base that holds only fictional people. No password
//! exists, so none is default. Only hashes of links and sessions are kept. An account may hold several
//! habilitations (a role, somewhere) and works under one at a time, which its session names.
//!
//! Files: `model` (durations), `secret` (what opens), `store` and `habilitation` (SQL), `reconnaissance` (from a
//! cookie to an actor), `pages` (sign in, sign out).

mod habilitation;
mod model;
mod pages;
mod reconnaissance;
mod secret;
mod store;

pub use habilitation::{CompteLu, de_compte, habiliter, lister, retirer};
pub use model::DUREE_LIEN;
pub use pages::site;
pub use reconnaissance::reconnaitre;
pub use secret::Secret;
pub use store::{creer, creer_lien};
