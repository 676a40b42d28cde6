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

mod actions;
mod agenda;
mod alea;
mod alternance;
mod calendrier;
mod centres;
mod cles;
mod communes;
mod contrats;
mod ecriture;
mod emplois;
mod entreprises;
mod evenements;
mod issues;
mod jeunes;
mod metiers;
mod missions;
mod monde;
mod noms;
mod parcours;
mod partenariats;
mod positionnements;
mod prescripteurs;
mod prescription;
mod registre;
mod reponses;
mod statistiques;
mod structures;
mod suites;
mod termes;
#[cfg(test)]
mod tests;

use monde::Monde;

/// One file of the delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fichier {
    /// Its name, which tells its kind: `structures.csv`, `jeunes.csv`...
    pub nom: &'static str,
    /// Its content: UTF-8 without BOM, semicolons, one header line, LF.
    pub octets: Vec<u8>,
}

/// The delivery of the demonstration territory: nine files, the same bytes at each call.
pub fn livraison() -> Vec<Fichier> {
    let monde = Monde::nouveau();
    vec![
        structures::fichier(&monde),
        jeunes::fichier(&monde),
        actions::fichier(),
        positionnements::fichier(&monde),
        suites::fichier(&monde),
        contrats::fichier(&monde),
        evenements::fichier(),
        partenariats::fichier(&monde),
        statistiques::fichier(),
    ]
}
