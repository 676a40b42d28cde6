//! Jeunes: a young person exists once; each structure's own number hangs on the person.
//!
//! Word: `jeune`. Tables: `jeunes`, `numeros`, `jeunes_mots` (words they are found under), `fusions` and
//! `fusions_lignes` (files brought together, and what undoing needs). File: `jeunes.csv`. Key: `structure` + `numero`.
//! Reading a person's file writes one line in the journal, in the transaction that reads; so does looking for a name.
//! Each field of the record is shown as `access::Champ` says. RQTH is health-related: the column is recognised and left out.
//! Files: `model` (types), `rules` (words, likeness), `import` (file), `liste` (list), `rangee` (a row of it), `decisif` (what its rows say beside the file itself), `recherche` (search and its
//! index), `entete` (SQL of the record), `fil` (the timeline), `fiche` (the record), `pages` (routes), `formulaire`, `saisie`, `saisie_store` (creation and correction), `doublons`
//! (who may be the same person), `fusion` (merge), `separation` (undo), `fusion_pages` (their pages), `personne` (what it holds of a person).

mod decisif;
mod doublons;
mod entete;
mod fiche;
mod fil;
mod formulaire;
mod fusion;
mod fusion_pages;
mod import;
mod liste;
mod model;
mod pages;
mod personne;
mod rangee;
mod recherche;
mod rules;
mod saisie;
mod saisie_store;
mod separation;

pub use entete::{Suivi, suivi};
pub use fil::faits;
pub use fusion::{CHAMPS as CHAMPS_FUSION, DeuxFiches, ErreurFusion, Fusion, fusionner};
pub use import::NATURE;
pub use liste::Jeunes;
pub use model::{Jeune, SITUATIONS};
pub use personne::PERSONNE;
pub use rangee::{Silencieux, silencieux};
pub use recherche::indexer;
pub use separation::defaire;

use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    pages::site().avec(saisie::site()).avec(fusion_pages::site())
}
