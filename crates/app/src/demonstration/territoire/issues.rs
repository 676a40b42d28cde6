//! What follows an action: coherent with the contracts of the person.

use chrono::NaiveDate;

use super::actions::Action;
use super::alea::Alea;
use super::calendrier::{EXTRACTION, ouvre_apres, plus};
use super::emplois;
use super::monde::Monde;
use super::types::Suite;

/// How the participation ends, coherent with the contracts of the person; a job found adds its
/// contract.
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
            emplois::emploi(monde, alea, jeune, if issue == "emploi" { "cdd" } else { "cdi" }, debut);
            debut
        }
        "sans_solution" => a.fin,
        _ => ouvre_apres(plus(a.fin, alea.entre(3, 35))),
    };
    Some(Suite { sortie: a.fin, terminee: true, issue, date_issue: Some(date_issue) })
}
