//! The days by which the papers of a contract are due, and whether they were. Pure.

use chrono::{Datelike, Days, Weekday};
use passerelle_base::{Date, ferie};

/// How a day that is due was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenue {
    /// Done by then.
    Tenu {
        /// The day it was done.
        le: Date,
    },
    /// Done so many days after.
    Tardif {
        /// The day it was done.
        le: Date,
        /// Days after the last one.
        jours: i64,
    },
    /// Not known to be done, and the last day has not passed.
    Court {
        /// Days left.
        reste: i64,
    },
    /// Not known to be done, and the last day has passed: unknown is not late.
    Inconnu,
}

/// A day that is due, and how it was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// The last day.
    pub limite: Date,
    /// How it was met.
    pub tenue: Tenue,
}

/// The deposit of a contract: so many working days after the first one, Sundays and public holidays aside.
pub fn depot(debut: Date, depose_le: Option<Date>, jours: u32, jour: Date) -> Echeance {
    let limite = jours_ouvrables_apres(debut, jours);
    let tenue = match depose_le {
        Some(le) if le <= limite => Tenue::Tenu { le },
        Some(le) => Tenue::Tardif { le, jours: (le - limite).num_days() },
        None => a_faire(limite, jour),
    };
    Echeance { limite, tenue }
}

/// The answer to a deposit: so many days after it. Files do not tell the answer.
pub fn reponse(depose_le: Date, jours: u32, jour: Date) -> Echeance {
    let limite = depose_le.checked_add_days(Days::new(jours.into())).unwrap_or(depose_le);
    Echeance { limite, tenue: a_faire(limite, jour) }
}

fn a_faire(limite: Date, jour: Date) -> Tenue {
    match (limite - jour).num_days() {
        reste if reste >= 0 => Tenue::Court { reste },
        _ => Tenue::Inconnu,
    }
}

fn jours_ouvrables_apres(debut: Date, combien: u32) -> Date {
    let ouvrable = |d: &Date| d.weekday() != Weekday::Sun && ferie(*d).is_none();
    let apres = debut.iter_days().skip(1).filter(ouvrable);
    apres.take(combien as usize).last().unwrap_or(debut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> Date {
        texte.parse().unwrap()
    }

    #[test]
    fn five_working_days_leave_sundays_and_holidays_aside() {
        // Monday 7 September 2026: Tuesday to Saturday. Thursday 29 October: the 1st of November is a Sunday. Friday 25 December 2026.
        let table = [("2026-09-07", "2026-09-12"), ("2026-10-29", "2026-11-04"), ("2026-12-24", "2026-12-31")];
        for (debut, limite) in table {
            assert_eq!(depot(jour(debut), None, 5, jour(debut)).limite, jour(limite), "{debut}");
        }
    }

    #[test]
    fn a_deposit_is_in_time_late_awaited_or_unknown() {
        let debut = jour("2026-09-07");
        let tenue = |depose: Option<&str>, au: &str| depot(debut, depose.map(jour), 5, jour(au)).tenue;
        assert_eq!(
            tenue(Some("2026-08-28"), "2026-09-20"),
            Tenue::Tenu { le: jour("2026-08-28") },
            "before is in time"
        );
        assert_eq!(tenue(Some("2026-09-12"), "2026-09-20"), Tenue::Tenu { le: jour("2026-09-12") });
        assert_eq!(tenue(Some("2026-09-14"), "2026-09-20"), Tenue::Tardif { le: jour("2026-09-14"), jours: 2 });
        assert_eq!(tenue(None, "2026-09-12"), Tenue::Court { reste: 0 });
        assert_eq!(tenue(None, "2026-09-13"), Tenue::Inconnu);
    }

    #[test]
    fn the_opco_answers_within_twenty_days_of_the_deposit() {
        let lue = reponse(jour("2026-09-10"), 20, jour("2026-09-20"));
        assert_eq!(lue, Echeance { limite: jour("2026-09-30"), tenue: Tenue::Court { reste: 10 } });
        assert_eq!(reponse(jour("2026-09-10"), 20, jour("2026-10-01")).tenue, Tenue::Inconnu);
    }
}
