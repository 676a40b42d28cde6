//! Who may be positioned on an action, and writing down that they were.

use chrono::{Datelike, NaiveDate};

use super::actions::ACTIONS;
use super::alea::Alea;
use super::calendrier::{EXTRACTION, age, jour, ouvre_apres, plus};
use super::missions::MISSIONS;
use super::monde::Monde;
use super::types::{Etat, Positionnement};

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

/// A positionnement that led to an entry.
pub(super) fn entre(monde: &mut Monde, jeune: usize, action: usize, date: NaiveDate, entree: NaiveDate) {
    note(monde, jeune, action, date, ("entre", entree, ""));
}

/// A positionnement, and what became of it.
pub(super) fn note(monde: &mut Monde, jeune: usize, action: usize, date: NaiveDate, etat: Etat) {
    let j = &mut monde.jeunes[jeune];
    j.actions.push(action);
    let prescripteur = MISSIONS[j.mission].code;
    monde.positionnements.push(Positionnement { jeune, prescripteur, action, date, etat });
}
