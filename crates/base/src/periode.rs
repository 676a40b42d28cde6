//! Periods: what a report, a dashboard or an agreement covers.

use crate::Date;
use crate::calendrier::{date_longue, jour, jour_mois};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// A period of whole days, both ends included.
/// Serialised as `{"du":"2017-01-01","au":"2017-12-31"}` and checked when read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "Bornes")]
pub struct Periode {
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Date,
}

/// The end of the period comes before its start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "la période finit le {} avant d’avoir commencé le {} : vérifiez les deux dates",
    date_longue(*au), date_longue(*du)
)]
pub struct ErreurPeriode {
    /// First day asked for.
    pub du: Date,
    /// Last day asked for.
    pub au: Date,
}

/// A period as it arrives, not yet checked.
#[derive(Deserialize)]
struct Bornes {
    du: Date,
    au: Date,
}

impl TryFrom<Bornes> for Periode {
    type Error = ErreurPeriode;

    fn try_from(b: Bornes) -> Result<Self, ErreurPeriode> {
        Self::nouvelle(b.du, b.au)
    }
}

impl Periode {
    /// The period between two days, both included.
    pub fn nouvelle(du: Date, au: Date) -> Result<Self, ErreurPeriode> {
        if au < du {
            return Err(ErreurPeriode { du, au });
        }
        Ok(Self { du, au })
    }

    /// The whole civil year.
    ///
    /// # Panics
    /// When the year is beyond what a date can hold (some 262 000 years either way).
    pub fn annee(annee: i32) -> Self {
        let jour = |mois, jour| Date::from_ymd_opt(annee, mois, jour).expect("year out of range");
        Self { du: jour(1, 1), au: jour(12, 31) }
    }

    /// The year that the period is, when it is exactly one.
    pub fn annee_entiere(&self) -> Option<i32> {
        Some(self.du.year()).filter(|annee| *self == Self::annee(*annee))
    }

    /// True when the day is within the period.
    pub fn contient(&self, date: Date) -> bool {
        self.du <= date && date <= self.au
    }

    /// The period in words, for a title or a sentence: "année 2017", "le 14 mars 2017",
    /// "du 1er au 31 mars 2017", "du 1er janvier au 31 mars 2017",
    /// "du 1er septembre 2016 au 31 août 2017".
    pub fn phrase(&self) -> String {
        let (du, au) = (self.du, self.au);
        if let Some(annee) = self.annee_entiere() {
            return format!("année {annee}");
        }
        if du == au {
            return format!("le {}", date_longue(du));
        }
        let debut = if du.year() != au.year() {
            date_longue(du)
        } else if du.month() != au.month() {
            jour_mois(du)
        } else {
            jour(du)
        };
        format!("du {debut} au {}", date_longue(au))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lire_date;

    fn periode(du: &str, au: &str) -> Periode {
        Periode::nouvelle(lire_date(du).unwrap(), lire_date(au).unwrap()).unwrap()
    }

    #[test]
    fn both_ends_belong_to_the_period() {
        let p = Periode::annee(2017);
        assert!(p.contient(p.du) && p.contient(p.au));
        assert!(!p.contient(p.du.pred_opt().unwrap()) && !p.contient(p.au.succ_opt().unwrap()));
        assert_eq!(p, periode("01/01/2017", "31/12/2017"));
    }

    #[test]
    fn an_end_before_the_start_is_refused_with_both_dates() {
        let p = Periode::annee(2017);
        let phrase = Periode::nouvelle(p.au, p.du).unwrap_err().to_string();
        assert!(phrase.contains("1er\u{a0}janvier 2017") && phrase.contains("31\u{a0}décembre 2017"), "{phrase}");
        assert!(Periode::nouvelle(p.du, p.du).is_ok());
    }

    #[test]
    fn a_period_received_from_outside_is_checked() {
        let (du, au) = (lire_date("02/01/2017").unwrap(), lire_date("01/01/2017").unwrap());
        assert!(Periode::try_from(Bornes { du, au }).is_err());
        assert!(Periode::try_from(Bornes { du: au, au: du }).is_ok());
    }

    #[test]
    fn words() {
        assert_eq!(Periode::annee(2017).phrase(), "année 2017");
        for (du, au, phrase) in [
            ("01/01/2017", "30/12/2017", "du 1er\u{a0}janvier au 30\u{a0}décembre 2017"),
            ("01/01/2016", "31/12/2017", "du 1er\u{a0}janvier 2016 au 31\u{a0}décembre 2017"),
            ("01/09/2016", "31/08/2017", "du 1er\u{a0}septembre 2016 au 31\u{a0}août 2017"),
            ("01/03/2017", "31/03/2017", "du 1er au 31\u{a0}mars 2017"),
            ("14/03/2017", "14/03/2017", "le 14\u{a0}mars 2017"),
        ] {
            assert_eq!(periode(du, au).phrase(), phrase);
        }
    }
}
