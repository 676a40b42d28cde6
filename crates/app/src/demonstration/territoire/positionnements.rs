//! positionnements.csv: who asked which action for whom, and what came of it.

use chrono::{Datelike, NaiveDate};

use super::Fichier;
use super::actions::{ACTIONS, PASSERELLE_BTP};
use super::alea::Alea;
use super::calendrier::{EXTRACTION, age, jour, ouvre_apres, plus};
use super::ecriture::{self, iso, ligne};
use super::issues;
use super::missions::MISSIONS;
use super::monde::Monde;
use super::parcours;
use super::prescription;
use super::reponses::{self, Etat};
use super::suites::{self, Participation};

const ENTETE: &str = "structure;jeune;prescripteur;action;date;etat;date_etat;motif";

/// A request from a prescriber to an action about a young person.
pub(super) struct Positionnement {
    /// Rank of the young person.
    pub(super) jeune: usize,
    /// Code of the structure that asks.
    pub(super) prescripteur: &'static str,
    /// Rank of the action.
    action: usize,
    /// Day of the request.
    pub(super) date: NaiveDate,
    etat: Etat,
}

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

/// The people who may be positioned on an action, in a drawn order, each with the day of the
/// request.
pub(super) fn candidats(monde: &Monde, alea: &mut Alea, action: usize) -> Vec<(usize, NaiveDate)> {
    let a = &ACTIONS[action];
    let dernier =
        if a.etat == "non_ouverte" { plus(a.debut, -10) } else { plus(a.debut, -1).min(plus(EXTRACTION, -1)) };
    let premier = plus(a.debut, -60).max(jour(a.debut.year(), 1, 3));
    let recents = plus(a.debut, -900)..=plus(dernier, -2);
    let mut liste = Vec::new();
    for (rang, j) in monde.jeunes.iter().enumerate() {
        if !recents.contains(&j.accueil) || j.actions.contains(&action) {
            continue;
        }
        let debut = premier.max(j.accueil);
        let date = ouvre_apres(plus(debut, alea.entre(0, (dernier - debut).num_days())));
        // Nobody is positioned during a contract, nor after one that went to its end.
        let libre = monde.contrats_de(rang).all(|c| c.debut > date || c.rupture.is_some_and(|(jour, _)| jour < date));
        if libre && date <= dernier && (16..=25).contains(&age(j.naissance, date)) {
            liste.push((rang, date));
        }
    }
    alea.melange(&mut liste);
    liste
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

/// A positionnement that led to an entry.
pub(super) fn entre(monde: &mut Monde, jeune: usize, action: usize, date: NaiveDate, entree: NaiveDate) {
    note(monde, jeune, action, date, ("entre", entree, ""));
}

fn note(monde: &mut Monde, jeune: usize, action: usize, date: NaiveDate, etat: Etat) {
    let j = &mut monde.jeunes[jeune];
    j.actions.push(action);
    let prescripteur = MISSIONS[j.mission].code;
    monde.positionnements.push(Positionnement { jeune, prescripteur, action, date, etat });
}

/// The file, in the order of the requests.
pub(super) fn fichier(monde: &Monde) -> Fichier {
    let mut ordre: Vec<&Positionnement> = monde.positionnements.iter().collect();
    ordre.sort_by_key(|p| (p.date, &monde.jeunes[p.jeune].numero, p.action));
    let lignes = ordre
        .into_iter()
        .map(|p| {
            let jeune = &monde.jeunes[p.jeune];
            let (etat, date_etat, motif) = p.etat;
            ligne![
                MISSIONS[jeune.mission].code,
                jeune.numero,
                p.prescripteur,
                ACTIONS[p.action].code,
                iso(p.date),
                etat,
                iso(date_etat),
                motif,
            ]
        })
        .collect();
    ecriture::fichier("positionnements.csv", ENTETE, lignes)
}
