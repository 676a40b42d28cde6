//! What came of the positionnements that led to no entry.

use chrono::NaiveDate;

use super::actions::Action;
use super::alea::Alea;
use super::calendrier::{EXTRACTION, ouvre_apres, plus};
use super::types::Etat;

const REFUS: [(&str, usize); 5] = [
    ("Prérequis non atteints", 30),
    ("Groupe complet", 34),
    ("Projet à préciser", 18),
    ("Attentes déjà couvertes par un autre parcours", 8),
    ("Trajet trop long", 10),
];
const ANNULATIONS: [(&str, usize); 4] = [
    ("Changement de projet", 40),
    ("Indisponible aux dates prévues", 32),
    ("Déménagement", 8),
    ("Retour en scolarité", 20),
];

/// What became of a positionnement that led to no entry.
pub(super) fn sans_entree(alea: &mut Alea, a: &Action, date: NaiveDate) -> Etat {
    if a.etat == "non_ouverte" {
        return ("annule", plus(a.debut, -6), "Parcours non ouvert, trop peu de candidatures");
    }
    let butoir = a.debut.min(EXTRACTION);
    let dans = |alea: &mut Alea, min, max| ouvre_apres(plus(date, alea.entre(min, max))).min(butoir);
    if a.debut > EXTRACTION {
        return match alea.sous(4) {
            0 => ("vu", dans(alea, 1, 4), ""),
            1 => ("accepte", dans(alea, 2, 8), ""),
            _ => ("propose", date, ""),
        };
    }
    match alea.pese(&[("refuse", 27), ("annule", 20), ("expire", 26), ("non_presente", 27)]) {
        "refuse" => ("refuse", dans(alea, 2, 15), alea.pese(&REFUS)),
        "annule" => ("annule", dans(alea, 1, 12), alea.pese(&ANNULATIONS)),
        "expire" => ("expire", dans(alea, 15, 30), ""),
        _ => ("non_presente", butoir, ""),
    }
}
