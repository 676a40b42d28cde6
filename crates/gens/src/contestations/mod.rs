//! Contestations: what a young person says of what was written about them, and the answer.
//!
//! Word: `contestation`. Table: `contestations`. The young person writes one from their space
//! (`lectures/mon_espace`); whoever may write in the file answers it, once. Both are kept, and what is contested is
//! not changed. It is read by those who read what it is about: an obstacle stays with those whose trade is to accompany.
//! Files: `model` (what it is about, when the answer is due), `personne` (what it holds of a person), `store` (SQL), `attentes` (who must answer whom), `pages` (routes).

mod attentes;
mod model;
mod pages;
mod personne;
mod store;

pub use attentes::{Attente, attentes};
pub use model::sujet;
pub use pages::site;
pub use personne::PERSONNE;
pub use store::{Contestation, du_jeune, paroles, visibles};
