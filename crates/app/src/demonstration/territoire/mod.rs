//! The demonstration territory: one delivery of nine files in the public exchange format, about a
//! Seine-Saint-Denis of 2017.
//!
//! Its totals are those printed in the 2017 report of the department's apprenticeship developers
//! (Convergence 93): contracts by mission locale (I-milo, 16 February 2018), positionnements by
//! prescriber, parcours securises, meetings, partnerships; and, beside them, the apprentices by
//! departement (Region Ile-de-France, January 2018). Commune codes are those of the INSEE COG,
//! certification numbers those of the RNCP.
//!
//! Everything under those totals is invented: nobody in these files exists. Surnames are made of
//! syllables, telephones come from the ranges ARCEP keeps for fiction, mail addresses end in
//! `demo.example`, SIREN keys start with 000, which is never assigned, and the establishment
//! numbers of the CFA are outside those in use. A demonstration can thus be shown to anyone.
//!
//! Same bytes at each call: the draw is seeded, integer only, and no date of the day enters it.
//!
//! Files, from what stands alone up: the lists printed or invented (`missions`, `metiers`, `centres`, `actions`…) and the
//! seeded draw (`alea`); `types` and `monde`, what is told; then what draws it (`structures`, `registre`, `alternance`,
//! `positionnements`…), what writes it (`fichiers/`), and `livraison`, which conducts them.

mod actions;
mod agenda;
mod alea;
mod alternance;
mod calendrier;
mod candidats;
mod centres;
mod cles;
mod communes;
mod ecriture;
mod emplois;
mod entreprises;
mod fichiers;
mod issues;
mod livraison;
mod metiers;
mod missions;
mod monde;
mod noms;
mod parcours;
mod positionnements;
mod prescripteurs;
mod prescription;
mod registre;
mod reponses;
mod structures;
mod suites;
mod termes;
#[cfg(test)]
mod tests;
mod types;

pub use ecriture::Fichier;
pub use livraison::livraison;
