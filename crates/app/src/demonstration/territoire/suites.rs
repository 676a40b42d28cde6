//! Who may enter an action, and the days it takes.

use chrono::NaiveDate;

use super::actions::{ACTIONS, Action};
use super::calendrier::{EXTRACTION, plus};
use super::monde::Monde;
use super::types::Participation;

/// May this person, whose next contract starts on `contrat`, enter the action?
pub(super) fn est_libre(monde: &Monde, jeune: usize, a: &Action, contrat: Option<NaiveDate>) -> bool {
    if a.debut > EXTRACTION {
        return false;
    }
    // A training of several weeks may be left for a contract; a meeting of a few days may not.
    let jusque = if a.est_longue() && a.fin <= EXTRACTION { plus(a.debut, 10) } else { a.fin };
    let occupe = monde.jeunes[jeune].occupe.iter().any(|&(debut, fin)| debut <= a.fin && fin >= a.debut);
    !occupe && contrat.is_none_or(|debut| debut > jusque)
}

/// Writes down a participation and the days it takes.
pub(super) fn note(monde: &mut Monde, participation: Participation) {
    let fin = participation.suite.as_ref().map_or(ACTIONS[participation.action].fin, |s| s.sortie);
    monde.jeunes[participation.jeune].occupe.push((participation.entree, fin));
    monde.participations.push(participation);
}
