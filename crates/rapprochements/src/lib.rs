//! Rapprochements: pairs of files of the base that may be one person, looked for, shown side by side, decided.
//!
//! Word: `rapprochement`. Tables: `rapprochements` (pairs), `rapprochements_recherches` (each look), `rapprochements_decisions` (who decided what, before what). Pages: `/rapprochements`. Command: `apparier --base`.
//! The engine is the crate `passerelle_appariement`; nothing is brought together without somebody. What is decided is
//! kept: a pair said to be two people is not proposed again, and two files brought together (`gens/jeunes`, `fusionner`)
//! can be separated. A reader is shown the pairs of which both files are open to them, and no other is counted.
//! A file that was deposited is linked to the base in the same way (`fichiers`).
//! Files: `model` (states, what a field says), `rules` (words, who prevails), `erreur` (why a look ends without a result),
//! `suivi` (a look: begun, followed, ended), `fiches` (the base, as the engine compares it), `source` (a file, in the same way), `recherche` (looking through the
//! base), `store` (pairs and decisions), `liste` (list), `personne` (what it holds of a person), `comparaison` (two people side by side), `pages`,
//! `pages_recherche` and `gestes` (routes), `fichiers/` (files that are linked).

mod comparaison;
mod erreur;
mod fiches;
mod fichiers;
mod gestes;
mod liste;
mod model;
mod pages;
mod pages_recherche;
mod personne;
mod recherche;
mod rules;
mod source;
mod store;
mod suivi;

pub use erreur::ErreurRecherche;
pub use fichiers::oublier;
pub use personne::PERSONNE;
pub use recherche::{Recherche, chercher};
pub use source::Source;

use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    liste::site().avec(pages::site()).avec(gestes::site()).avec(pages_recherche::site()).avec(fichiers::site())
}
