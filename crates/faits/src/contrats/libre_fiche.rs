//! The free period on the record of a contract.

use passerelle_base::{Date, date_longue, pluriel};
use passerelle_documents::{Cellule, Colonne, Tableau};

use super::libre::Libre;
use super::parametres::Duree;
use super::pratique::{Jour, Motif};

/// Its fields, on a day.
pub(super) fn champs(libre: &Libre, jour: Date) -> Vec<(&'static str, Cellule)> {
    let a = &libre.avancee;
    let faits = match libre.texte.duree {
        Duree::JoursPratique(voulus) => format!("{} sur {voulus}", a.comptes),
        Duree::Mois(mois) => pluriel(i64::from(mois), "mois de calendrier", "mois de calendrier"),
    };
    let dernier = match (a.au_plus_tot, a.au_plus_tard) {
        (Some(tot), Some(tard)) if tot == tard => Some(date_longue(tot)),
        (Some(tot), Some(tard)) => Some(format!(
            "entre le {} et le {}, selon les semaines au CFA, dont le calendrier n'est pas connu",
            date_longue(tot),
            date_longue(tard)
        )),
        (Some(tot), None) => Some(format!("au plus tôt le {}", date_longue(tot))),
        (None, _) => None,
    };
    let etat = match a.libre(jour) {
        Some(true) => "Chacun peut rompre librement, par écrit",
        Some(false) => "Passée : une rupture demande un accord, ou l'un des cas de la loi",
        None => "On ne peut pas le dire : demandez son calendrier au CFA",
    };
    vec![
        ("État", etat.into()),
        ("Jours en entreprise", faits.into()),
        ("Dernier jour", dernier.into()),
        ("Texte", format!("{} ({})", libre.texte.titre, libre.texte.adresse).into()),
    ]
}

/// What moved it: weekdays that do not count, changes, absences. One that would be empty is not shown.
pub(super) fn tableaux(libre: &Libre) -> Vec<Tableau> {
    let tableau = |titre: &str, colonnes: &[(&'static str, &'static str)], lignes: Vec<Vec<Cellule>>| Tableau {
        titre: titre.into(),
        colonnes: colonnes.iter().map(|(cle, libelle)| Colonne::texte(cle, *libelle)).collect(),
        lignes,
        total: None,
    };
    let ecartes = ecartes(&libre.avancee.jours).into_iter().map(|e| {
        vec![e.debut.into(), e.fin.into(), Cellule::from(pluriel(e.jours, "jour", "jours")), e.motif.libelle().into()]
    });
    let changes = libre.modifications.iter().map(|m| {
        let libelle = m.libelle().to_owned();
        vec![m.date.into(), m.au.into(), libelle.into(), m.valeur.clone().into()]
    });
    let absences = libre.absences.iter().map(|a| {
        let justifiee = a.justifiee.map(|oui| if oui { "Justifiée" } else { "Non justifiée" }.to_owned());
        vec![a.date.into(), a.libelle().into(), justifiee.into()]
    });
    [
        tableau(
            "Jours qui ne comptent pas, ou pas sûrement",
            &[("du", "Du"), ("au", "Au"), ("jours", "Jours"), ("raison", "Pourquoi")],
            ecartes.collect(),
        ),
        tableau(
            "Ce qui a changé",
            &[("date", "À partir du"), ("au", "Jusqu'au"), ("nature", "Changement"), ("valeur", "Devient")],
            changes.collect(),
        ),
        tableau(
            "Absences",
            &[("date", "Le"), ("lieu", "Où et combien"), ("justifiee", "Justification")],
            absences.collect(),
        ),
    ]
    .into_iter()
    .filter(|t| !t.lignes.is_empty())
    .collect()
}

/// Weekdays that follow each other for one reason.
struct Ecarte {
    debut: Date,
    fin: Date,
    jours: i64,
    motif: Motif,
}

fn ecartes(jours: &[Jour]) -> Vec<Ecarte> {
    let mut vus: Vec<Ecarte> = Vec::new();
    let mut suit = false;
    for jour in jours {
        let Some(motif) = jour.motif else {
            suit = false;
            continue;
        };
        match vus.last_mut().filter(|e| suit && e.motif == motif) {
            Some(e) => (e.fin, e.jours) = (jour.date, e.jours + 1),
            None => vus.push(Ecarte { debut: jour.date, fin: jour.date, jours: 1, motif }),
        }
        suit = true;
    }
    vus
}
