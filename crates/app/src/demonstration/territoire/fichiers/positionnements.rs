//! positionnements.csv: who asked which action for whom, and what came of it.

use crate::demonstration::territoire::actions::ACTIONS;
use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne};
use crate::demonstration::territoire::missions::MISSIONS;
use crate::demonstration::territoire::monde::Monde;
use crate::demonstration::territoire::types::Positionnement;

const ENTETE: &str = "structure;jeune;prescripteur;action;date;etat;date_etat;motif";

/// The file, in the order of the requests.
pub fn fichier(monde: &Monde) -> Fichier {
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
