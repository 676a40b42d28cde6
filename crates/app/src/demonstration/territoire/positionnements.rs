//! The positionnements and the participations: who asked which action for whom, and what came of it.

use super::actions::{ACTIONS, PASSERELLE_BTP};
use super::alea::Alea;
use super::calendrier::{EXTRACTION, ouvre_apres, plus};
use super::candidats::{candidats, entre, note};
use super::issues;
use super::monde::Monde;
use super::parcours;
use super::prescription;
use super::reponses;
use super::suites;
use super::types::Participation;

/// Draws the positionnements and the participations of every action.
pub(super) fn deroule(monde: &mut Monde) {
    let mut alea = Alea::nouveau(8);
    // In the order of the first days, so that each draw sees the contracts the former ones led to.
    let mut orientes = Vec::new();
    for (action, a) in ACTIONS.iter().enumerate() {
        orientes.extend(parcours::deroule(monde, &mut alea, action));
        let attendus: &[usize] = if a.code == PASSERELLE_BTP { &orientes } else { &[] };
        remplit(monde, &mut alea, action, attendus);
    }
    prescription::attribue(monde, &mut alea);
}

/// Completes an action up to its number of positionnements and of entries; `attendus` enter first.
fn remplit(monde: &mut Monde, alea: &mut Alea, action: usize, attendus: &[usize]) {
    let a = &ACTIONS[action];
    let mut reste = a.positionnes - monde.positionnements.iter().filter(|p| p.action == action).count();
    let mut entrees = a.entres - monde.participations.iter().filter(|p| p.action == action).count();
    let liste = candidats(monde, alea, action);
    let (premiers, autres): (Vec<_>, Vec<_>) = liste.into_iter().partition(|(jeune, _)| attendus.contains(jeune));
    // One in four has already been positioned elsewhere.
    let (mut connus, mut nouveaux): (Vec<_>, Vec<_>) =
        autres.into_iter().partition(|&(jeune, _)| !monde.jeunes[jeune].actions.is_empty());
    let mut premiers = premiers.into_iter();
    while reste > 0 {
        let suivant = premiers.next().or_else(|| if alea.pourcent(25) { connus.pop() } else { None });
        let Some((jeune, date)) = suivant.or_else(|| nouveaux.pop()).or_else(|| connus.pop()) else {
            break;
        };
        reste -= 1;
        let prochain = monde.prochain(jeune, date).map(|c| (c.conclusion, c.debut));
        match prochain {
            Some((conclusion, debut)) if debut <= a.debut => {
                note(monde, jeune, action, date, ("annule", conclusion.max(date), "Contrat signé avant l'entrée"));
            }
            _ if entrees > 0 && suites::est_libre(monde, jeune, a, prochain.map(|(_, debut)| debut)) => {
                entrees -= 1;
                let retard = a.est_longue() && prochain.is_none() && alea.pourcent(12);
                let entree =
                    if retard { ouvre_apres(plus(a.debut, alea.entre(1, 6))).min(EXTRACTION) } else { a.debut };
                entre(monde, jeune, action, date, entree);
                let suite = issues::suite(monde, alea, jeune, a, entree);
                suites::note(monde, Participation { jeune, action, entree, suite });
            }
            _ => {
                let etat = reponses::sans_entree(alea, a, date);
                note(monde, jeune, action, date, etat);
            }
        }
    }
    assert_eq!((reste, entrees), (0, 0), "{}", a.code);
}
