//! participations.csv: who entered an action, whether it was finished, and what followed.

use crate::demonstration::territoire::actions::ACTIONS;
use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne, oui_non};
use crate::demonstration::territoire::missions::MISSIONS;
use crate::demonstration::territoire::monde::Monde;
use crate::demonstration::territoire::types::Participation;

const ENTETE: &str = "structure;jeune;action;date_entree;date_sortie;terminee;issue;date_issue";

/// The file, in the order of the entries.
pub fn fichier(monde: &Monde) -> Fichier {
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
