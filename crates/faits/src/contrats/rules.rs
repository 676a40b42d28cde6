//! The state of a contract on a day, from its dates. Pure.

use passerelle_base::Date;

/// Dates of a contract.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// First day.
    pub debut: Date,
    /// Last day, when it is known.
    pub fin: Option<Date>,
    /// The day it was broken, if it was.
    pub rupture: Option<Date>,
}

/// State, and the day it has held since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatContrat {
    /// Not begun.
    AVenir,
    /// Since that day.
    EnCours(Date),
    /// Reached its last day.
    Termine(Date),
    /// Broken that day.
    Rompu(Date),
}

impl EtatContrat {
    /// Word shown.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::AVenir => "À venir",
            Self::EnCours(_) => "En cours",
            Self::Termine(_) => "Terminé",
            Self::Rompu(_) => "Rompu",
        }
    }

    /// The day it has held since.
    pub fn depuis(self) -> Option<Date> {
        match self {
            Self::AVenir => None,
            Self::EnCours(d) | Self::Termine(d) | Self::Rompu(d) => Some(d),
        }
    }
}

/// A breach ends a contract whatever its other dates; a contract without a known end goes on.
pub fn etat(dates: Dates, aujourdhui: Date) -> EtatContrat {
    match dates {
        Dates { rupture: Some(r), .. } if r <= aujourdhui => EtatContrat::Rompu(r),
        Dates { debut, .. } if debut > aujourdhui => EtatContrat::AVenir,
        Dates { fin: Some(f), .. } if f < aujourdhui => EtatContrat::Termine(f),
        Dates { debut, .. } => EtatContrat::EnCours(debut),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> Date {
        texte.parse().unwrap()
    }

    #[test]
    fn a_contract_lives_through_its_last_day() {
        let dates = Dates { debut: jour("2017-09-01"), fin: Some(jour("2019-08-31")), rupture: None };
        assert_eq!(etat(dates, jour("2017-08-31")), EtatContrat::AVenir);
        assert_eq!(etat(dates, jour("2017-09-01")), EtatContrat::EnCours(jour("2017-09-01")));
        assert_eq!(etat(dates, jour("2019-08-31")), EtatContrat::EnCours(jour("2017-09-01")));
        assert_eq!(etat(dates, jour("2019-09-01")), EtatContrat::Termine(jour("2019-08-31")));
    }

    #[test]
    fn a_breach_wins_even_before_the_first_day() {
        let dates = Dates { debut: jour("2017-09-01"), fin: None, rupture: Some(jour("2017-08-20")) };
        assert_eq!(etat(dates, jour("2017-08-19")), EtatContrat::AVenir);
        assert_eq!(etat(dates, jour("2017-08-25")), EtatContrat::Rompu(jour("2017-08-20")));
    }
}
