//! Freins: what stands in a young person's way, what is done about it, and when it is lifted.
//!
//! Word: `frein`. Tables: `freins`, `freins_actions`. Themes are codes of data·inclusion
//! (`referentiels/data-inclusion`); those about health or justice are left out. One frein a theme is open
//! at a time. Only those whose trade is to accompany read and write them: a CFA, an employer never do.
//! Files: `model` (themes), `rules` (what may be written), `personne` (what it holds of a person), `store` (SQL), `pages` (routes).

mod model;
mod pages;
mod personne;
mod rules;
mod store;

pub use model::{DOMAINES, EXCLUES, choix, libelle};
pub use pages::site;
pub use personne::PERSONNE;
pub use store::{ActionMenee, Frein, du_jeune, ouverts};
