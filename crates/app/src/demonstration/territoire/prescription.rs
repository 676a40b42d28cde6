//! Who prescribed: the mission locale of the young person, or one of the other prescribers.

use chrono::Datelike;

use super::alea::Alea;
use super::calendrier::age;
use super::monde::Monde;
use super::prescripteurs::PRESCRIPTEURS;

/// Positionnements by year and type of prescriber; those of the missions locales are the rest. 2017
/// as printed in the report.
const AUTRES_PRESCRIPTEURS: [(i32, &str, usize); 11] = [
    (2016, "cap_emploi", 1),
    (2016, "mlds", 2),
    (2016, "france_travail", 4),
    (2017, "cap_emploi", 9),
    (2017, "e2c", 8),
    (2017, "epide", 5),
    (2017, "edi", 3),
    (2017, "mlds", 22),
    (2017, "greta", 3),
    (2017, "france_travail", 11),
    (2018, "france_travail", 2),
];

/// Gives some positionnements to the other prescribers.
pub(super) fn attribue(monde: &mut Monde, alea: &mut Alea) {
    let mut ordre: Vec<usize> = (0..monde.positionnements.len()).collect();
    alea.melange(&mut ordre);
    for (annee, genre, nombre) in AUTRES_PRESCRIPTEURS {
        let codes: Vec<&str> = PRESCRIPTEURS.iter().filter(|p| p.1 == genre).map(|p| p.0).collect();
        let mut reste = nombre;
        ordre.retain(|&rang| {
            let p = &mut monde.positionnements[rang];
            let ans = age(monde.jeunes[p.jeune].naissance, p.date);
            let convient = p.date.year() == annee
                && match genre {
                    "mlds" => ans <= 18,
                    "epide" => ans >= 18,
                    _ => true,
                };
            if reste == 0 || !convient {
                return true;
            }
            reste -= 1;
            p.prescripteur = codes[reste % codes.len()];
            false
        });
    }
}
