//! How long a contract lasts, and how some of them break.

use chrono::{Datelike, NaiveDate};

use super::alea::Alea;
use super::calendrier::{EXTRACTION, jour, ouvre_apres, ouvre_avant, plus, plus_mois};

/// Planned last day: 12 to 24 months in apprentissage, often the end of a school year; from 8
/// months in professionnalisation.
pub(super) fn fin_prevue(alea: &mut Alea, voie: usize, vise: u8, debut: NaiveDate) -> NaiveDate {
    let mois = match (voie, vise) {
        (0, 6) => 12,
        (0, 5) => 24,
        (0, _) => alea.pese(&[(12, 22), (24, 78)]),
        (_, 3 | 4) => alea.pese(&[(8, 25), (10, 25), (12, 50)]),
        (_, 5) => alea.pese(&[(12, 25), (24, 75)]),
        _ => 12,
    };
    if mois == 24 && alea.pourcent(65) {
        let annee = debut.year() + if debut.month() >= 9 { 2 } else { 1 };
        return jour(annee, 8, 31);
    }
    plus(plus_mois(debut, mois), -1)
}

/// About one contract in five is broken, a third of them in the first 45 days, when no reason has
/// to be given.
pub(super) fn rupture(
    alea: &mut Alea,
    voie: usize,
    debut: NaiveDate,
    fin: NaiveDate,
) -> Option<(NaiveDate, &'static str)> {
    if !alea.pourcent(24) {
        return None;
    }
    if alea.pourcent(36) {
        let date = ouvre_avant(plus(debut, alea.entre(5, 44)));
        let motif = if voie == 0 {
            alea.pese(&[("periode_45j_employeur", 42), ("periode_45j_apprenti", 58)])
        } else {
            alea.pese(&[("accord_commun", 40), ("autre", 60)])
        };
        return (date <= EXTRACTION).then_some((date, motif));
    }
    let duree = (fin - debut).num_days();
    let date = ouvre_apres(plus(debut, alea.entre(50, duree - 20)));
    let date = if alea.pourcent(50) { date } else { ouvre_apres(plus(debut, alea.entre(50, 190.min(duree - 20)))) };
    let motif = if voie == 0 && (date - debut).num_days() > 240 && (6..=8).contains(&date.month()) {
        alea.pese(&[("obtention_diplome", 50), ("accord_commun", 50)])
    } else if voie == 0 {
        alea.pese(&[
            ("accord_commun", 70),
            ("liquidation_judiciaire", 8),
            ("faute_grave", 7),
            ("inaptitude", 4),
            ("autre", 11),
        ])
    } else {
        alea.pese(&[("accord_commun", 55), ("faute_grave", 12), ("inaptitude", 4), ("force_majeure", 1), ("autre", 28)])
    };
    (date <= EXTRACTION).then_some((date, motif))
}
