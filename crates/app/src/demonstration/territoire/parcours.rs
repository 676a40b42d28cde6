//! The two parcours securises of 2017 that opened: who entered, who finished, what each became, as
//! the report counts them.

use super::actions::{ACTIONS, PARCOURS_BOUCHE, PARCOURS_BTP, PASSERELLE_BTP};
use super::alea::Alea;
use super::calendrier::{age, ouvre_apres, plus};
use super::candidats::{candidats, entre};
use super::emplois;
use super::metiers::{BATIMENT, BOUCHE};
use super::monde::Monde;
use super::suites;
use super::types::{Contrat, Participation, Suite};

/// An outcome and how many people it counts.
type Issues = &'static [(&'static str, bool, usize)];

/// 9 accompanied, 9 finished: 4 contracts of apprentissage, 2 jobs, nothing for 3.
const BOUCHE_2017: Issues =
    &[("contrat_apprentissage", true, 4), ("emploi", true, 2), ("sans_solution", true, 2), ("reorientation", true, 1)];
/// 13 accompanied, 10 finished: 4 contracts of apprentissage, 5 in another training, 1 job.
const BTP_2017: Issues = &[
    ("contrat_apprentissage", true, 4),
    ("formation", true, 5),
    ("emploi", true, 1),
    ("abandon", false, 2),
    ("motif_non_maitrisable", false, 1),
];

/// Fills one of these parcours, nothing for another action; gives the people it sent to the
/// passerelle.
pub(super) fn deroule(monde: &mut Monde, alea: &mut Alea, action: usize) -> Vec<usize> {
    match ACTIONS[action].code {
        PARCOURS_BOUCHE => remplit(monde, alea, action, BOUCHE, BOUCHE_2017),
        PARCOURS_BTP => remplit(monde, alea, action, BATIMENT, BTP_2017),
        _ => Vec::new(),
    }
}

fn remplit(monde: &mut Monde, alea: &mut Alea, action: usize, secteur: usize, issues: Issues) -> Vec<usize> {
    let a = &ACTIONS[action];
    let passerelle = ACTIONS.iter().find(|a| a.code == PASSERELLE_BTP).map_or(a.fin, |a| a.debut);
    let mut en_formation = Vec::new();
    for &(issue, terminee, nombre) in issues {
        let mut reste = nombre;
        for (jeune, date) in candidats(monde, alea, action) {
            if reste == 0 {
                break;
            }
            let contrat = monde.contrats_de(jeune).min_by_key(|c| c.debut);
            let convient = match (issue, contrat) {
                ("contrat_apprentissage", Some(c)) => signe_ensuite(c, action, secteur),
                ("contrat_apprentissage", None) | (_, Some(_)) => false,
                (_, None) => age(monde.jeunes[jeune].naissance, a.debut) < 25,
            };
            if !convient {
                continue;
            }
            let sortie = if terminee { a.fin } else { ouvre_apres(plus(a.debut, alea.entre(20, 60))) };
            let signature = contrat.map(|c| c.debut);
            let date_issue = match (issue, signature) {
                (_, Some(debut)) => debut,
                ("formation", _) => passerelle,
                ("emploi", _) => {
                    let debut = ouvre_apres(plus(a.fin, alea.entre(8, 35)));
                    emplois::emploi(monde, alea, jeune, "cdd", debut);
                    debut
                }
                _ => sortie,
            };
            entre(monde, jeune, action, date, a.debut);
            let suite = Suite { sortie, terminee, issue, date_issue: Some(date_issue) };
            suites::note(monde, Participation { jeune, action, entree: a.debut, suite: Some(suite) });
            if issue == "formation" {
                en_formation.push(jeune);
            }
            reste -= 1;
        }
        assert_eq!(reste, 0, "{} : {issue}", a.code);
    }
    en_formation
}

/// A first contract of apprentissage of the sector, in the four months after the parcours.
fn signe_ensuite(contrat: &Contrat, action: usize, secteur: usize) -> bool {
    let fin = ACTIONS[action].fin;
    contrat.genre == "apprentissage"
        && contrat.secteur == secteur
        && contrat.conclusion > fin
        && contrat.debut <= plus(fin, 125)
}
