//! From dated facts to the step where somebody stands. Pure.
//!
//! The step is the furthest one that still holds: a broken contract brings back, a contract that
//! ended does not undo what it brought until something new is sought.

use chrono::Months;
use passerelle_base::{Date, date_longue};

use super::model::{Etape, Situation};
use super::parametres::{AuJour, Seuils};
use passerelle_socle::fait::{Fait, Preuve};

/// A contract, from the day it puts somebody at the fourth step.
#[derive(Clone, Copy)]
struct Contrat {
    signe: Date,
    debut: Date,
    fin: Option<Date>,
    rompu: bool,
}

/// Where somebody stands on a day, given what is known of them. Facts after that day do not count.
///
/// A contract keeps the thresholds of the day on which it was concluded.
pub fn situer(faits: &[Fait], seuils: AuJour, jour: Date) -> Situation {
    let mut connus: Vec<(Date, Preuve)> =
        faits.iter().filter(|f| f.date <= jour).filter_map(|f| Some((f.date, f.preuve?))).collect();
    connus.sort_by_key(|(date, _)| *date);
    let premier = |quoi: fn(&Preuve) -> bool| connus.iter().find(|(_, p)| quoi(p)).map(|(d, _)| *d);
    let accueil = premier(|p| matches!(p, Preuve::Accueil | Preuve::Entretien));
    // The first meeting welcomes; those after it work on the project.
    let entretien = connus.iter().find(|(d, p)| *p == Preuve::Entretien && accueil.is_some_and(|a| a < *d));
    let decouverte = premier(|p| *p == Preuve::Decouverte);
    let projet = [entretien.map(|(d, _)| *d), decouverte].into_iter().flatten().min();
    let demarche = premier(|p| *p == Preuve::Demarche);
    let contrats: Vec<Contrat> = connus
        .iter()
        .filter_map(|(signe, p)| match *p {
            Preuve::Contrat { debut, fin, rompu } => Some(Contrat { signe: *signe, debut, fin, rompu }),
            _ => None,
        })
        .collect();
    let premier_contrat = premier(|p| matches!(p, Preuve::Contrat { .. } | Preuve::Emploi { .. }));
    let (etape, depuis, raison) = au_travail(&connus, &contrats, seuils, jour)
        .or_else(|| en_demarche(&connus, &contrats, demarche))
        .or_else(|| {
            let d = projet?;
            let quoi = if Some(d) == decouverte { "Entré dans une action de découverte" } else { "Entretien tenu" };
            Some((Etape::Decouvrir, Some(d), format!("{quoi} le {}.", date_longue(d))))
        })
        .unwrap_or_else(|| match accueil {
            Some(d) => (Etape::Accueillir, Some(d), format!("Accueil le {}.", date_longue(d))),
            None => (Etape::Accueillir, None, "Aucun fait daté ne dit encore le contraire.".into()),
        });
    let premiers = [accueil, projet, demarche, premier_contrat, None];
    Situation { etape, depuis, raison, premiers }
}

/// Whether a contract runs on a day.
pub fn en_contrat_le(faits: &[Fait], jour: Date) -> bool {
    faits.iter().any(|f| {
        matches!(f.preuve, Some(Preuve::Contrat { debut, fin, .. }) if debut <= jour && fin.is_none_or(|fin| fin > jour))
    })
}

type Place = (Etape, Option<Date>, String);

/// The fourth and fifth steps: somebody works, has just stopped, or kept what work brought.
fn au_travail(connus: &[(Date, Preuve)], contrats: &[Contrat], seuils: AuJour, jour: Date) -> Option<Place> {
    if let Some(c) = contrats.iter().filter(|c| c.fin.is_none_or(|f| f > jour)).min_by_key(|c| c.debut) {
        return Some(en_contrat(*c, seuils(c.signe), jour));
    }
    let cherche_apres = |d: Date| connus.iter().any(|(quand, p)| *p == Preuve::Demarche && *quand > d);
    let dernier = contrats.iter().filter_map(|c| Some((c.fin?, *c))).max_by_key(|(fin, _)| *fin);
    // A job that nobody's contract tells holds until a contract ended, or something new was sought.
    let emploi = connus.iter().rev().find_map(|(d, p)| match *p {
        Preuve::Emploi { durable } => Some((*d, durable)),
        _ => None,
    });
    if let Some((d, durable)) = emploi
        && !cherche_apres(d)
        && dernier.is_none_or(|(fin, _)| fin <= d)
    {
        let etape = if durable { Etape::Inserer } else { Etape::Securiser };
        let quoi = if durable { "Emploi durable déclaré" } else { "Emploi déclaré" };
        return Some((etape, Some(d), format!("{quoi} le {}.", date_longue(d))));
    }
    let (fin, c) = dernier?;
    let seuils = seuils(c.signe);
    if c.rompu {
        let garde = plus_mois(fin, seuils.apres_rupture_mois);
        let raison = format!(
            "Contrat rompu le {} : le CFA garde le jeune jusqu'au {}, le temps de trouver un autre employeur.",
            date_longue(fin),
            date_longue(garde)
        );
        return (garde > jour).then_some((Etape::Securiser, Some(fin), raison));
    }
    let acquis = plus_mois(c.debut, seuils.insertion_mois);
    let raison = format!("Contrat allé à son terme le {}.", date_longue(fin.pred_opt().unwrap_or(fin)));
    (acquis <= fin && !cherche_apres(fin)).then_some((Etape::Inserer, Some(acquis), raison))
}

fn en_contrat(c: Contrat, seuils: &Seuils, jour: Date) -> Place {
    let debut = date_longue(c.debut);
    let acquis = plus_mois(c.debut, seuils.insertion_mois);
    if acquis <= jour {
        let raison = format!("Le contrat commencé le {debut} tient encore {} mois après.", seuils.insertion_mois);
        return (Etape::Inserer, Some(acquis), raison);
    }
    let raison = match (jour - c.debut).num_days() {
        n if n < 0 => format!("Contrat signé le {}, qui commence le {debut}.", date_longue(c.signe)),
        n if n < i64::from(seuils.periode_libre_jours) => format!(
            "Contrat commencé le {debut}, {}e jour du calendrier : chacun peut le rompre librement pendant les {} \
             premiers jours passés dans l'entreprise.",
            n + 1,
            seuils.periode_libre_jours
        ),
        _ => format!("Contrat commencé le {debut}."),
    };
    (Etape::Securiser, Some(c.signe), raison)
}

/// The third step: a place was asked for, or is to be sought again since the last contract ended.
fn en_demarche(connus: &[(Date, Preuve)], contrats: &[Contrat], premiere: Option<Date>) -> Option<Place> {
    let fini = contrats.iter().filter_map(|c| Some((c.fin?, c.rompu))).max_by_key(|(fin, _)| *fin);
    let Some((fin, rompu)) = fini else {
        let d = premiere?;
        return Some((Etape::Accompagner, Some(d), format!("Première démarche le {}.", date_longue(d))));
    };
    let suite = connus.iter().find(|(d, p)| *p == Preuve::Demarche && *d > fin).map(|(d, _)| *d);
    let comment = if rompu { "rompu" } else { "fini" };
    let raison = match suite {
        Some(d) => format!("Nouvelle démarche le {}, après un contrat {comment}.", date_longue(d)),
        None => format!("Contrat {comment} le {} : rien d'autre n'est encore connu.", date_longue(fin)),
    };
    Some((Etape::Accompagner, Some(suite.unwrap_or(fin)), raison))
}

fn plus_mois(date: Date, mois: u32) -> Date {
    date.checked_add_months(Months::new(mois)).unwrap_or(date)
}

#[cfg(test)]
mod tests;
