//! participations.csv: who entered an action, whether it was finished, and what followed.

use chrono::NaiveDate;

use super::Fichier;
use super::actions::{ACTIONS, Action};
use super::calendrier::{EXTRACTION, plus};
use super::ecriture::{self, iso, ligne, oui_non};
use super::missions::MISSIONS;
use super::monde::Monde;

const ENTETE: &str = "structure;jeune;action;date_entree;date_sortie;terminee;issue;date_issue";

/// An entry into an action.
pub(super) struct Participation {
    /// Rank of the young person.
    pub(super) jeune: usize,
    /// Rank of the action.
    pub(super) action: usize,
    /// First day there.
    pub(super) entree: NaiveDate,
    /// The exit; none while the action runs.
    pub(super) suite: Option<Suite>,
}

/// The exit from an action.
pub(super) struct Suite {
    /// Last day there.
    pub(super) sortie: NaiveDate,
    /// Stayed to the end?
    pub(super) terminee: bool,
    /// One of the outcomes of the format; empty when not known.
    pub(super) issue: &'static str,
    /// Day of the outcome.
    pub(super) date_issue: Option<NaiveDate>,
}

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

/// The file, in the order of the entries.
pub(super) fn fichier(monde: &Monde) -> Fichier {
    let mut ordre: Vec<&Participation> = monde.participations.iter().collect();
    ordre.sort_by_key(|p| (p.entree, p.action, &monde.jeunes[p.jeune].numero));
    let lignes = ordre
        .into_iter()
        .map(|p| {
            let jeune = &monde.jeunes[p.jeune];
            let suite = p.suite.as_ref();
            ligne![
                MISSIONS[jeune.mission].code,
                jeune.numero,
                ACTIONS[p.action].code,
                iso(p.entree),
                suite.map_or_else(String::new, |s| iso(s.sortie)),
                suite.map_or("", |s| oui_non(s.terminee)),
                suite.map_or("", |s| s.issue),
                suite.and_then(|s| s.date_issue).map_or_else(String::new, iso),
            ]
        })
        .collect();
    ecriture::fichier("participations.csv", ENTETE, lignes)
}
