//! The days of practice in the company, and the end of the period in which a contract may be broken freely. Pure.
//!
//! Practice is counted on weekdays, less those spent at the CFA, public holidays, absences and suspensions: a text says
//! « forty-five days, consecutive or not »; that a day is a weekday from Monday to Friday is ours. Half a day absent leaves
//! the other half: the day counts (ours). A calendar of the CFA tells until the end of the school year in which its last period
//! ends, 31 August; beyond it, or without one, a weekday may be one or the other, and two bounds are said: every weekday is
//! of practice, or every other is (ours).

use chrono::{Datelike, Months, NaiveDate, Weekday};
use passerelle_base::{Date, ferie};
use serde::Serialize;

use super::parametres::Duree;
use crate::calendriers::Plage;

/// What is known of the time of an apprentice.
#[derive(Clone, Debug)]
pub struct Temps<'a> {
    /// First day of the contract.
    pub debut: Date,
    /// Its last one, when it is known: nothing is practised after it.
    pub fin: Option<Date>,
    /// When the calendar puts them at the CFA; empty when there is none.
    pub au_cfa: &'a [Plage],
    /// Whole days absent from the company.
    pub absences: &'a [Date],
    /// When the contract was suspended.
    pub suspensions: &'a [Plage],
}

/// Why a weekday is not one of practice, or may not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motif {
    /// At the CFA.
    Cfa,
    /// A public holiday: its name.
    Ferie(&'static str),
    /// Absent from the company.
    Absence,
    /// The contract is suspended.
    Suspension,
    /// The calendar does not say.
    Inconnu,
}

impl Motif {
    /// Words shown.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Cfa => "Au CFA",
            Self::Ferie(nom) => nom,
            Self::Absence => "Absence en entreprise",
            Self::Suspension => "Contrat suspendu",
            Self::Inconnu => "Le calendrier ne le dit pas",
        }
    }
}

/// A weekday of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Jour {
    pub date: Date,
    /// Its rank among the days of practice, the greatest that it may have; none when it is not one.
    pub rang: Option<u32>,
    /// Why it is not one, or may not be.
    #[serde(rename = "raison", serialize_with = "en_mots")]
    pub motif: Option<Motif>,
}

fn en_mots<S: serde::Serializer>(motif: &Option<Motif>, s: S) -> Result<S::Ok, S::Error> {
    motif.map(Motif::libelle).serialize(s)
}

/// Where a contract stands in its free period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Avancee {
    /// Days done on the day looked at, those that are sure.
    pub comptes: u32,
    /// Last day of the period, as early as it may be; none when the contract ends before.
    pub au_plus_tot: Option<Date>,
    /// The same, as late as it may be.
    pub au_plus_tard: Option<Date>,
    /// The weekdays until then, each with its rank or its reason; none when the text counts in months.
    pub jours: Vec<Jour>,
}

impl Avancee {
    /// Whether the contract may still be broken freely on that day: `None` when nobody can tell.
    pub fn libre(&self, jour: Date) -> Option<bool> {
        match (self.au_plus_tot, self.au_plus_tard) {
            (Some(tot), _) if jour <= tot => Some(true),
            (_, Some(tard)) if jour > tard => Some(false),
            (None, None) => Some(true),
            _ => None,
        }
    }
}

/// No contract of apprenticeship has so many weekdays: beyond, nothing will ever be counted.
const JOURS_MAX: usize = 5 * 366;

/// Where the free period of a contract stands on a day.
pub fn avancee(temps: &Temps<'_>, duree: Duree, au: Date) -> Avancee {
    let dans = |jour: &Date| temps.fin.is_none_or(|f| *jour <= f);
    let voulus = match duree {
        Duree::Mois(mois) => {
            let fin = temps.debut.checked_add_months(Months::new(mois)).and_then(|d| d.pred_opt());
            let faits = (au.min(fin.unwrap_or(au)) - temps.debut).num_days() + 1;
            let fin = fin.filter(dans);
            let comptes = u32::try_from(faits).unwrap_or(0);
            return Avancee { comptes, au_plus_tot: fin, au_plus_tard: fin, jours: vec![] };
        }
        Duree::JoursPratique(voulus) => voulus,
    };
    let connu = connu_jusqu_au(temps.au_cfa);
    let (mut surs, mut doutes, mut comptes) = (0, 0_u32, 0);
    let (mut au_plus_tot, mut au_plus_tard) = (None, None);
    let mut jours = Vec::new();
    for date in temps.debut.iter_days().take(JOURS_MAX).take_while(dans) {
        if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            continue;
        }
        let motif = motif(temps, date, connu);
        match motif {
            None => surs += 1,
            Some(Motif::Inconnu) => doutes += 1,
            _ => {}
        }
        let au_plus = surs + doutes;
        // Every other doubtful day is one of practice, the second of each two.
        let au_moins = surs + doutes / 2;
        let compte = matches!(motif, None | Some(Motif::Inconnu));
        jours.push(Jour { date, rang: compte.then_some(au_plus.min(voulus)), motif });
        if date <= au {
            comptes = au_moins.min(voulus);
        }
        if compte && au_plus_tot.is_none() && au_plus >= voulus {
            au_plus_tot = Some(date);
        }
        if au_moins >= voulus {
            au_plus_tard = Some(date);
            break;
        }
    }
    Avancee { comptes, au_plus_tot, au_plus_tard, jours }
}

fn motif(temps: &Temps<'_>, date: Date, connu: Option<Date>) -> Option<Motif> {
    if let Some(nom) = ferie(date) {
        return Some(Motif::Ferie(nom));
    }
    if temps.suspensions.iter().any(|s| s.tient(date)) {
        return Some(Motif::Suspension);
    }
    if temps.au_cfa.iter().any(|p| p.tient(date)) {
        return Some(Motif::Cfa);
    }
    if temps.absences.contains(&date) {
        return Some(Motif::Absence);
    }
    connu.is_none_or(|fin| date > fin).then_some(Motif::Inconnu)
}

/// The end of the school year in which the last period ends.
fn connu_jusqu_au(au_cfa: &[Plage]) -> Option<Date> {
    let derniere = au_cfa.iter().map(|p| p.fin).max()?;
    let annee = derniere.year() + i32::from(derniere.month() > 8);
    NaiveDate::from_ymd_opt(annee, 8, 31)
}

#[cfg(test)]
mod tests;
