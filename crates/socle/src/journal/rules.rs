//! Which readings are unusual. Pure.

use std::collections::HashMap;
use std::time::Duration;

use crate::access::{Compte, Jeune};
use passerelle_base::Date;

use super::parametres::Seuils;
use crate::ident::Id;
use crate::temps::Instant;

const HEURE: Duration = Duration::from_hours(1);

/// Why a reading is unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regle {
    /// Many different files within sixty minutes.
    DossiersParHeure,
    /// Many different files within a day of Paris.
    DossiersParJour,
    /// Many refusals within a day of Paris.
    RefusParJour,
    /// Many questions about what is out of sight within a day of Paris, answered or not: somebody walks through names.
    QuestionsParJour,
}

impl Regle {
    /// Code kept in the base.
    pub fn code(self) -> &'static str {
        match self {
            Self::DossiersParHeure => "dossiers_par_heure",
            Self::DossiersParJour => "dossiers_par_jour",
            Self::RefusParJour => "refus_par_jour",
            Self::QuestionsParJour => "questions_par_jour",
        }
    }

    /// In words.
    pub fn mots(code: &str) -> &'static str {
        match code {
            "dossiers_par_heure" => "dossiers ouverts en une heure",
            "dossiers_par_jour" => "dossiers ouverts en un jour",
            "questions_par_jour" => "questions sur des personnes hors de vue en un jour",
            _ => "pages refusées en un jour",
        }
    }
}

/// A line of the journal, as far as it tells of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Whose.
    pub compte: Id<Compte>,
    /// When.
    pub instant: Instant,
    /// Which file.
    pub dossier: Option<Id<Jeune>>,
    /// Whether it was refused.
    pub refus: bool,
    /// Whether it asked about what is out of sight; not a reading, then.
    pub question: bool,
}

/// An unusual reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alerte {
    /// Whose.
    pub compte: Id<Compte>,
    /// Which rule.
    pub regle: Regle,
    /// Start of the clock hour in which the threshold was passed, or of the day.
    pub debut: Instant,
    /// How many, at the most.
    pub nombre: i64,
}

/// Finds what passes the thresholds, in lines sorted by account then by time.
pub fn inhabituelles(traces: &[Trace], seuils: &Seuils) -> Vec<Alerte> {
    let mut alertes = Vec::new();
    for compte in traces.chunk_by(|a, b| a.compte == b.compte) {
        let lus: Vec<(Instant, Id<Jeune>)> = compte
            .iter()
            .filter(|t| !t.refus && !t.question)
            .filter_map(|t| t.dossier.map(|d| (t.instant, d)))
            .collect();
        let qui = compte[0].compte;
        let retenir = |alertes: &mut Vec<Alerte>, regle, debut, nombre| {
            alertes.push(Alerte { compte: qui, regle, debut, nombre })
        };
        for (debut, nombre) in par_heure(&lus, seuils.dossiers_par_heure) {
            retenir(&mut alertes, Regle::DossiersParHeure, debut, nombre);
        }
        for jour in lus.chunk_by(|a, b| jour(a.0) == jour(b.0)) {
            let differents: std::collections::HashSet<Id<Jeune>> = jour.iter().map(|l| l.1).collect();
            if differents.len() as i64 > seuils.dossiers_par_jour {
                retenir(&mut alertes, Regle::DossiersParJour, debut_du_jour(jour[0].0), differents.len() as i64);
            }
        }
        type Garde = fn(&Trace) -> bool;
        let par_jour: [(Garde, Regle, i64); 2] = [
            (|t| t.refus, Regle::RefusParJour, seuils.refus_par_jour),
            (|t| t.question, Regle::QuestionsParJour, seuils.questions_par_jour),
        ];
        for (garde, regle, seuil) in par_jour {
            let instants: Vec<Instant> = compte.iter().filter(|t| garde(t)).map(|t| t.instant).collect();
            for jour in instants.chunk_by(|a, b| jour(*a) == jour(*b)) {
                if jour.len() as i64 > seuil {
                    retenir(&mut alertes, regle, debut_du_jour(jour[0]), jour.len() as i64);
                }
            }
        }
    }
    alertes
}

/// The clock hours in which some sixty minutes held more than `seuil` different files, and how many.
fn par_heure(lus: &[(Instant, Id<Jeune>)], seuil: i64) -> Vec<(Instant, i64)> {
    let mut trouvees: Vec<(Instant, i64)> = Vec::new();
    let mut dedans: HashMap<Id<Jeune>, i64> = HashMap::new();
    let mut premier = 0;
    for &(instant, dossier) in lus {
        *dedans.entry(dossier).or_default() += 1;
        while lus[premier].0 <= instant - HEURE {
            if let Some(n) = dedans.get_mut(&lus[premier].1) {
                *n -= 1;
            }
            if dedans.get(&lus[premier].1) == Some(&0) {
                dedans.remove(&lus[premier].1);
            }
            premier += 1;
        }
        let nombre = dedans.len() as i64;
        if nombre > seuil {
            let heure = Instant::from_millis(instant.millis() - instant.millis().rem_euclid(HEURE.as_millis() as i64));
            match trouvees.last_mut() {
                Some((h, n)) if *h == heure => *n = nombre.max(*n),
                _ => trouvees.push((heure, nombre)),
            }
        }
    }
    trouvees
}

fn jour(instant: Instant) -> Date {
    instant.date_paris()
}

fn debut_du_jour(instant: Instant) -> Instant {
    Instant::debut_du_jour(jour(instant))
}

#[cfg(test)]
mod tests {
    use super::super::parametres::seuils;
    use super::*;
    use uuid::Uuid;

    fn lues(compte: u128, debut: &str, combien: i64, pas: i64, differents: i64) -> Vec<Trace> {
        let debut = debut.parse::<Instant>().unwrap();
        let une = |i: i64| Trace {
            compte: Id::from_uuid(Uuid::from_u128(compte)),
            instant: Instant::from_millis(debut.millis() + i * pas),
            dossier: Some(Id::from_uuid(Uuid::from_u128((i % differents) as u128))),
            refus: false,
            question: false,
        };
        (0..combien).map(une).collect()
    }

    fn dites(traces: &[Trace]) -> Vec<(u128, &'static str, i64)> {
        let s = seuils("2026-11-24".parse().unwrap());
        inhabituelles(traces, s).iter().map(|a| (a.compte.uuid().as_u128(), a.regle.code(), a.nombre)).collect()
    }

    #[test]
    fn a_full_day_is_not_unusual_and_a_sweep_is() {
        // Forty different files in an hour: the last number that is usual (parametres/journal.toml).
        assert_eq!(dites(&lues(1, "2026-11-24T08:00:00Z", 40, 60_000, 40)), []);
        assert_eq!(dites(&lues(1, "2026-11-24T08:00:00Z", 41, 60_000, 41)), [(1, "dossiers_par_heure", 41)]);
        // The same file read a hundred times is one file.
        assert_eq!(dites(&lues(1, "2026-11-24T08:00:00Z", 100, 1_000, 1)), []);
        // Over the stroke of the hour: sixty minutes are sixty minutes.
        assert_eq!(dites(&lues(2, "2026-11-24T08:40:00Z", 41, 60_000, 41)), [(2, "dossiers_par_heure", 41)]);
        // One every six minutes, twenty-four hours: 120 in a day of Paris is the last usual number.
        assert_eq!(dites(&lues(3, "2026-11-24T00:00:00Z", 120, 600_000, 120)), []);
        assert_eq!(dites(&lues(3, "2026-11-23T23:00:00Z", 121, 600_000, 121)), [(3, "dossiers_par_jour", 121)]);
    }

    #[test]
    fn refusals_are_counted_by_account_and_day() {
        let refus = |compte: u128, n: i64| -> Vec<Trace> {
            let lues = lues(compte, "2026-11-24T08:00:00Z", n, 1_000, n);
            lues.into_iter().map(|t| Trace { refus: true, ..t }).collect()
        };
        assert_eq!(dites(&[refus(1, 15), refus(2, 16)].concat()), [(2, "refus_par_jour", 16)]);
    }

    #[test]
    fn questions_about_who_is_out_of_sight_are_counted_and_are_no_reading() {
        let poser = |compte: u128, n: i64| -> Vec<Trace> {
            let lues = lues(compte, "2026-11-24T08:00:00Z", n, 1_000, n);
            lues.into_iter().map(|t| Trace { question: true, ..t }).collect()
        };
        // Two hours of them are told; forty-one people asked about are not forty-one files opened.
        assert_eq!(dites(&[poser(1, 40), poser(2, 41)].concat()), [(2, "questions_par_jour", 41)]);
        // Those that were refused count as both.
        let refusees: Vec<Trace> = poser(3, 50).into_iter().map(|t| Trace { refus: true, ..t }).collect();
        assert_eq!(dites(&refusees), [(3, "refus_par_jour", 50), (3, "questions_par_jour", 50)]);
    }
}
