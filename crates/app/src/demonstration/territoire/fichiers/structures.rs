//! structures.csv: who is on the territory.

use crate::demonstration::territoire::alea::Alea;
use crate::demonstration::territoire::cles;
use crate::demonstration::territoire::communes;
use crate::demonstration::territoire::ecriture::{self, Fichier, ligne};
use crate::demonstration::territoire::monde::Monde;

const ENTETE: &str = "code;nom;type;siret;uai;commune_insee;departement;bassin;reseau;courriel;telephone";

pub fn fichier(monde: &Monde) -> Fichier {
    let mut alea = Alea::nouveau(2);
    let lignes = monde
        .structures
        .iter()
        .enumerate()
        .map(|(rang, s)| {
            // Some employers gave no mail address: an empty cell is not a zero.
            let sans_courriel = s.genre == "employeur" && alea.pourcent(15);
            let departement = if s.commune.is_empty() { "93" } else { &s.commune[..2] };
            ligne![
                s.code,
                s.nom,
                s.genre,
                s.siret,
                s.uai,
                s.commune,
                departement,
                communes::bassin(s.commune),
                s.reseau,
                if sans_courriel { String::new() } else { cles::courriel(&cles::repli(&s.code)) },
                cles::fixe(rang + 1),
            ]
        })
        .collect();
    ecriture::fichier("structures.csv", ENTETE, lignes)
}
