//! positionnements.csv: who asked which action for whom, and what came of it.

use chrono::{Datelike, NaiveDate};

use super::Fichier;
use super::actions::{ACTIONS, Action, PASSERELLE_BTP};
use super::alea::Alea;
use super::calendrier::{EXTRACTION, age, jour, ouvre_apres, plus};
use super::ecriture::{self, iso, ligne};
use super::missions::MISSIONS;
use super::monde::Monde;
use super::parcours;
use super::prescripteurs::PRESCRIPTEURS;
use super::suites::{self, Participation};

const ENTETE: &str = "structure;jeune;prescripteur;action;date;etat;date_etat;motif";

/// Positionnements by year and type of prescriber; those of the missions locales are the rest. 2017 as printed in the report.
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

const REFUS: [(&str, usize); 5] = [
    ("Prérequis non atteints", 30),
    ("Groupe complet", 34),
    ("Projet à préciser", 18),
    ("Attentes déjà couvertes par un autre parcours", 8),
    ("Trajet trop long", 10),
];
const ANNULATIONS: [(&str, usize); 4] =
    [("Changement de projet", 40), ("Indisponible aux dates prévues", 32), ("Déménagement", 8), ("Retour en scolarité", 20)];

/// A request from a prescriber to an action about a young person.
pub(super) struct Positionnement {
    jeune: usize,
    /// Code of the structure that asks.
    prescripteur: &'static str,
    /// Rank of the action.
    action: usize,
    /// Day of the request.
    date: NaiveDate,
    etat: Etat,
}

/// State of a positionnement, the day it was reached, and why.
type Etat = (&'static str, NaiveDate, &'static str);

/// Draws the positionnements and the participations of every action.
pub(super) fn deroule(monde: &mut Monde) {
    let mut alea = Alea::nouveau(8);
    let orientes = parcours::deroule(monde, &mut alea);
    for (action, a) in ACTIONS.iter().enumerate() {
        let attendus: &[usize] = if a.code == PASSERELLE_BTP { &orientes } else { &[] };
        remplit(monde, &mut alea, action, attendus);
    }
    attribue(monde, &mut alea);
}

/// The people who may be positioned on an action, in a drawn order, each with the day of the request.
pub(super) fn candidats(monde: &Monde, alea: &mut Alea, action: usize) -> Vec<(usize, NaiveDate)> {
    let a = &ACTIONS[action];
    let dernier = if a.etat == "non_ouverte" { plus(a.debut, -10) } else { plus(a.debut, -1).min(plus(EXTRACTION, -1)) };
    let premier = plus(a.debut, -60).max(jour(a.debut.year(), 1, 3));
    let mut liste = Vec::new();
    for (rang, j) in monde.jeunes.iter().enumerate() {
        let recent = j.accueil >= plus(a.debut, -900) && j.accueil <= plus(dernier, -2);
        if !recent || j.actions.contains(&action) {
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
                let entree = if retard { ouvre_apres(plus(a.debut, alea.entre(1, 6))).min(EXTRACTION) } else { a.debut };
                entre(monde, jeune, action, date, entree);
                let suite = suites::suite(monde, alea, jeune, a, entree);
                suites::note(monde, Participation { jeune, action, entree, suite });
            }
            _ => {
                let etat = sans_entree(alea, a, date);
                note(monde, jeune, action, date, etat);
            }
        }
    }
    debug_assert_eq!((reste, entrees), (0, 0), "{}", a.code);
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

/// What became of a positionnement that led to no entry.
fn sans_entree(alea: &mut Alea, a: &Action, date: NaiveDate) -> Etat {
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

/// Gives some positionnements to the other prescribers.
fn attribue(monde: &mut Monde, alea: &mut Alea) {
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
