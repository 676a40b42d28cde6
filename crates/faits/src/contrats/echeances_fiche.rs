//! The days that are due, on the record of a contract.

use chrono::Months;
use passerelle_base::{Date, date_longue, pluriel};
use passerelle_documents::Cellule;
use passerelle_gens::etapes::seuils;

use super::echeances::{Echeance, Tenue, depot, reponse};
use super::parametres::{Delai, delai_de_depot, delai_de_reponse};

/// What the days are counted from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Papiers {
    pub conclu: Date,
    pub debut: Date,
    pub depose_le: Option<Date>,
    pub rupture: Option<Date>,
}

/// Their fields, on a day; nothing for a contract that no text asks to be deposited this way.
pub(super) fn champs(p: Papiers, jour: Date) -> Vec<(&'static str, Cellule)> {
    let mut champs: Vec<(&'static str, Cellule)> = Vec::new();
    if let Some(delai) = delai_de_depot(p.conclu) {
        champs.push((
            "Dépôt du contrat",
            dire(depot(p.debut, p.depose_le, delai.jours, jour), "aucun dépôt connu").into(),
        ));
        champs.push(("Texte du dépôt", texte(delai).into()));
    }
    if let Some(delai) = delai_de_reponse(p.conclu) {
        let attendue = p.depose_le.map(|le| dire(reponse(le, delai.jours, jour), "sa réponse n'est pas connue ici"));
        champs
            .push(("Réponse de l'OPCO", attendue.unwrap_or_else(|| "le jour du dépôt n'est pas connu".into()).into()));
        champs.push(("Texte de la réponse", texte(delai).into()));
    }
    let apres = seuils(p.conclu);
    if let Some(rupture) = p.rupture.filter(|_| apres.apres_rupture_mois > 0) {
        let dernier = rupture.checked_add_months(Months::new(apres.apres_rupture_mois)).unwrap_or(rupture);
        let mots = format!("le CFA garde l'apprenti jusqu'au {}", date_longue(dernier));
        champs.push(("Après la rupture", mots.into()));
        champs.push(("Texte d'après la rupture", format!("{} ({})", apres.titre, apres.adresse).into()));
    }
    champs
}

fn texte(delai: &Delai) -> String {
    format!("{} ({})", delai.titre, delai.adresse)
}

fn dire(e: Echeance, rien: &str) -> String {
    let limite = date_longue(e.limite);
    match e.tenue {
        Tenue::Tenu { le } => format!("fait le {}, avant le dernier jour, le {limite}", date_longue(le)),
        Tenue::Tardif { le, jours } => {
            format!(
                "fait le {}, {} après le dernier jour, le {limite}",
                date_longue(le),
                pluriel(jours, "jour", "jours")
            )
        }
        Tenue::Court { reste: 0 } => format!("{rien} ; dernier jour aujourd'hui, le {limite}"),
        Tenue::Court { reste } => format!("{rien} ; reste {}, jusqu'au {limite}", pluriel(reste, "jour", "jours")),
        Tenue::Inconnu => format!("{rien} ; le dernier jour était le {limite}"),
    }
}
