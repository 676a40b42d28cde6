//! participations.csv: who entered an action, whether it was finished, and what followed.

use chrono::NaiveDate;

use super::Fichier;
use super::actions::{ACTIONS, Action};
use super::alea::Alea;
use super::calendrier::{EXTRACTION, ouvre_apres, plus};
use super::contrats;
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

/// How the participation ends, coherent with the contracts of the person; a job found adds its contract.
pub(super) fn suite(monde: &mut Monde, alea: &mut Alea, jeune: usize, a: &Action, entree: NaiveDate) -> Option<Suite> {
    if a.fin > EXTRACTION {
        return None;
    }
    let delai = if a.est_longue() { 150 } else { 90 };
    if let Some(contrat) = monde.prochain(jeune, entree).filter(|c| c.debut <= plus(a.fin, delai)) {
        let terminee = contrat.debut > a.fin;
        let sortie = if terminee { a.fin } else { plus(contrat.debut, -1) };
        let issue = match contrat.genre {
            "apprentissage" => "contrat_apprentissage",
            "professionnalisation" => "contrat_professionnalisation",
            "cdi" => "emploi_durable",
            _ => "emploi",
        };
        return Some(Suite { sortie, terminee, issue, date_issue: Some(contrat.debut) });
    }
    if !a.est_longue() {
        // What follows a meeting of a few days is rarely told.
        let issue = if alea.pourcent(6) { "sans_solution" } else { "" };
        let date_issue = (!issue.is_empty()).then_some(a.fin);
        return Some(Suite { sortie: a.fin, terminee: alea.pourcent(97), issue, date_issue });
    }
    if alea.pourcent(15) {
        let sortie = ouvre_apres(plus(entree, alea.entre(5, 25))).min(a.fin);
        let issue = alea.pese(&[("abandon", 62), ("motif_non_maitrisable", 26), ("reorientation", 12)]);
        return Some(Suite { sortie, terminee: false, issue, date_issue: Some(sortie) });
    }
    let libre = monde.prochain(jeune, entree).is_none();
    let issue = alea.pese(&[
        ("sans_solution", 34),
        ("formation", 27),
        ("emploi", if libre { 14 } else { 0 }),
        ("emploi_durable", if libre { 4 } else { 0 }),
        ("reorientation", 8),
        ("scolarite", 6),
        ("service_civique", 4),
        ("creation_entreprise", 1),
        ("autre", 2),
    ]);
    let date_issue = match issue {
        "emploi" | "emploi_durable" => {
            let debut = ouvre_apres(plus(a.fin, alea.entre(5, 42)));
            contrats::emploi(monde, alea, jeune, if issue == "emploi" { "cdd" } else { "cdi" }, debut);
            debut
        }
        "sans_solution" => a.fin,
        _ => ouvre_apres(plus(a.fin, alea.entre(3, 35))),
    };
    Some(Suite { sortie: a.fin, terminee: true, issue, date_issue: Some(date_issue) })
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
