//! partenariats.csv: the network of the territory. In 2017 the report counts 8 partnerships
//! initiated and 100 made permanent.

use chrono::NaiveDate;

use crate::demonstration::territoire::alea::Alea;
use crate::demonstration::territoire::calendrier::{jour, ouvre_apres, plus};
use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne};
use crate::demonstration::territoire::monde::Monde;

const ENTETE: &str = "structure;etat;date";
/// Made permanent in 2017.
const PERENNISES: usize = 100;
/// Initiated in 2017.
const INITIES: [&str; 8] =
    ["ASSO-TABLE-RONDE", "CFA-GRAND-ANGLE", "CFA-VEILLEUR", "OF-SEXTANT", "EMP-021", "EMP-034", "EMP-047", "EMP-060"];

/// The file, in the order of the dates.
pub fn fichier(monde: &Monde) -> Fichier {
    let mut alea = Alea::nouveau(9);
    let mut lignes: Vec<(NaiveDate, &str, &str)> = Vec::new();
    for code in INITIES {
        lignes.push((dans_l_annee(&mut alea, 2017), code, "initie"));
    }
    // The coordination team is no partner of itself; the employers, last of the list, came last.
    let reseau = monde.structures.iter().filter(|s| s.genre != "coordination" && !INITIES.contains(&s.code.as_str()));
    for (place, structure) in reseau.enumerate() {
        let code = structure.code.as_str();
        if place < PERENNISES {
            if alea.pourcent(72) {
                let annee = alea.pese(&[(2015, 45), (2016, 55)]);
                lignes.push((dans_l_annee(&mut alea, annee), code, "initie"));
            }
            lignes.push((dans_l_annee(&mut alea, 2017), code, "perennise"));
        } else if place % 5 == 3 {
            // Outside the period: initiated before, some of them closed before 2017.
            lignes.push((dans_l_annee(&mut alea, 2015), code, "initie"));
            if place % 2 == 0 {
                lignes.push((dans_l_annee(&mut alea, 2016), code, "clos"));
            }
        } else if place % 20 == 5 {
            lignes.push((ouvre_apres(plus(jour(2018, 1, 8), alea.entre(0, 35))), code, "initie"));
        }
    }
    lignes.sort_unstable();
    let lignes = lignes.into_iter().map(|(date, code, etat)| ligne![code, etat, iso(date)]).collect();
    ecriture::fichier("partenariats.csv", ENTETE, lignes)
}

fn dans_l_annee(alea: &mut Alea, annee: i32) -> NaiveDate {
    ouvre_apres(plus(jour(annee, 1, 9), alea.entre(0, 340)))
}
