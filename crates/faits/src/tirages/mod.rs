//! Tirages: a random draw made before witnesses, from its protocol to what was done of it.
//!
//! Word: `tirage`. Tables: `tirages` (what is decided), `candidats` (the population mère, under pseudonyms),
//! `tirages_engagements` (the frozen list and what was published of it), `tirages_proces_verbaux` and `affectations`
//! (what came out), `tirages_ecarts` (how what was done departs from it). Its state is read from the dates of those
//! rows. The draw itself, its bytes and its checks are the crate `passerelle_tirage`. The group of a person is for
//! whoever answers for them and for whoever runs the draw, who sees pseudonyms only.
//! Files: `model` (states, departures), `rules` (from a form to a protocol, over-subscription), `minutes` (the minutes
//! as a PDF that names nobody), `store` (draws), `candidats` and `inscrits` (the list), `execution` (freezing, drawing), `lecture` (a
//! person's candidacies and the draws made, for the storeys above), `personne` (what it holds of a person), `liste`, `pages`.

mod candidats;
mod execution;
mod inscrits;
mod lecture;
mod liste;
mod minutes;
mod model;
mod pages;
mod personne;
mod rules;
mod store;

pub use candidats::{Constat, Groupe, Inscription, inscrire, noter_ecart};
pub use execution::{figer, tirer};
pub use lecture::{Candidature, TirageFait, du_jeune, faits_ici, inscrits, minutes_du, preuve};
pub use minutes::pdf_minutes;
pub use pages::site;
pub use personne::PERSONNE;
pub use rules::a_la_lettre;
pub use store::{Redige, Serie, Tirage, UnCandidat, creer};
