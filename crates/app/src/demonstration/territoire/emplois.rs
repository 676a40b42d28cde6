//! The people who signed no contract of alternance, and the jobs some of them found.

use chrono::NaiveDate;

use super::alea::Alea;
use super::alternance::secteur_au_poids;
use super::calendrier::{EXTRACTION, jour, ouvre_apres, ouvre_avant, plus, plus_mois};
use super::entreprises;
use super::missions::MISSIONS;
use super::monde::Monde;
use super::registre::{Profil, Registre};
use super::types::Contrat;

/// The people who signed no contract of alternance; some found a job.
pub(super) fn sans_alternance(monde: &mut Monde, registre: &mut Registre) {
    let mut alea = Alea::nouveau(7);
    for (mission, m) in MISSIONS.iter().enumerate() {
        for _ in 0..m.taille() * 850 / 1_377 {
            let accueil = ouvre_avant(plus(jour(2015, 9, 1), alea.entre(0, 880)));
            let age = alea.pese(&[
                (16, 12),
                (17, 16),
                (18, 17),
                (19, 15),
                (20, 12),
                (21, 10),
                (22, 7),
                (23, 5),
                (24, 4),
                (25, 2),
            ]);
            let femme = alea.pourcent(46);
            monde.jeunes.push(registre.inscrit(&Profil { mission, accueil, age, femme, vise: 0 }));
            let debut = ouvre_apres(plus(accueil, alea.entre(60, 400)));
            if alea.pourcent(9) && debut < EXTRACTION {
                let genre = alea.pese(&[("cdd", 55), ("cdi", 27), ("interim", 18)]);
                emploi(monde, &mut alea, monde.jeunes.len() - 1, genre, debut);
            }
        }
    }
}

/// A job that is not a contract of alternance.
pub(super) fn emploi(monde: &mut Monde, alea: &mut Alea, jeune: usize, genre: &'static str, debut: NaiveDate) {
    let secteur = secteur_au_poids(alea, 1);
    let fin = match genre {
        "cdi" => None,
        "interim" => Some(plus(debut, alea.entre(20, 80))),
        _ => Some(plus(plus_mois(debut, alea.pese(&[(3, 30), (4, 40), (5, 30)])), -1)),
    };
    let employeur = entreprises::employeur(monde, alea, secteur);
    let conclusion = ouvre_avant(plus(debut, -alea.entre(0, 4)));
    monde.signe(Contrat {
        jeune,
        genre,
        secteur,
        employeur,
        centre: "",
        certification: "",
        conclusion,
        debut,
        fin,
        rupture: None,
    });
}
