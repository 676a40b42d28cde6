//! Civil dates: why a text is not one, and which ones may be.

use chrono::Datelike;

/// A civil date, without time or zone.
pub type Date = chrono::NaiveDate;

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurDate {
    /// Neither of the two accepted forms.
    #[error("la date n’est pas lisible : écrivez-la comme « 14/03/2017 » ou « 2017-03-14 »")]
    Forme,
    /// A day or month that the calendar does not have.
    #[error(
        "le jour {jour:02}/{mois:02}/{annee} n’existe pas dans le calendrier : vérifiez la date, \
         écrite comme « 14/03/2017 » ou « 2017-03-14 »"
    )]
    JourInexistant {
        /// Day as written.
        jour: u32,
        /// Month as written.
        mois: u32,
        /// Year as written.
        annee: u32,
    },
    /// A year outside the accepted range.
    #[error(
        "l’année {0:04} n’est pas comprise entre 1900 et 2100 : vérifiez la date, \
         écrite comme « 14/03/2017 » ou « 2017-03-14 »"
    )]
    Annee(u32),
    /// A day that has not come yet, where only a past one makes sense.
    #[error("cette date est dans le futur : vérifiez l’année, la date est écrite comme « 14/03/2017 »")]
    Future,
    /// Older than anybody.
    #[error("cette date a plus de 120 ans : vérifiez l’année, la date est écrite comme « 14/03/2017 »")]
    TropAncienne,
    /// What a spreadsheet makes of an empty cell.
    #[error("c’est la date qu’un tableur écrit pour une cellule vide : videz la cellule, ou corrigez la date")]
    Zero,
    /// Further than anything that is planned.
    #[error(
        "cette date est dans plus de 15 ans : vérifiez l’année, écrite comme « 14/03/2017 » ; \
         si la fin n’est pas connue, laissez la cellule vide"
    )]
    TropLointaine,
}

/// The greatest age of somebody, in years.
const AGE_MAX: u32 = 120;
/// How far ahead a dated fact may be announced, in years. A career contract has no end: it is left empty.
const AVANCE_MAX: u32 = 15;

/// A day of birth, or of a first visit, as of a day: not in the future, not older than anybody. The same rule in files
/// and in forms.
pub fn naissance_possible(date: Date, jour: Date) -> Result<(), ErreurDate> {
    match date {
        d if d > jour => Err(ErreurDate::Future),
        d if jour.years_since(d).is_some_and(|ans| ans > AGE_MAX) => Err(ErreurDate::TropAncienne),
        _ => Ok(()),
    }
}

/// The day of a fact, as of a day: it may be announced, but not for the end of time.
pub fn evenement_possible(date: Date, jour: Date) -> Result<(), ErreurDate> {
    match date.years_since(jour) {
        _ if (date.year(), date.ordinal()) == (1900, 1) => Err(ErreurDate::Zero),
        Some(ans) if ans >= AVANCE_MAX => Err(ErreurDate::TropLointaine),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(a: i32, m: u32, j: u32) -> Date {
        Date::from_ymd_opt(a, m, j).unwrap()
    }

    #[test]
    fn nobody_is_born_tomorrow_nor_in_another_century_and_nothing_ends_in_2099() {
        let jour = date(2018, 2, 20);
        assert_eq!(naissance_possible(jour, jour), Ok(()));
        assert_eq!(naissance_possible(date(2018, 2, 21), jour), Err(ErreurDate::Future));
        assert_eq!(naissance_possible(date(1898, 2, 20), jour), Ok(()));
        assert_eq!(naissance_possible(date(1897, 2, 20), jour), Err(ErreurDate::TropAncienne));
        assert_eq!(evenement_possible(date(2033, 2, 19), jour), Ok(()));
        assert_eq!(evenement_possible(date(2033, 2, 20), jour), Err(ErreurDate::TropLointaine));
        assert_eq!(evenement_possible(date(2099, 12, 31), jour), Err(ErreurDate::TropLointaine));
        assert_eq!(evenement_possible(date(1950, 1, 1), jour), Ok(()));
        assert_eq!(evenement_possible(date(1900, 1, 1), jour), Err(ErreurDate::Zero));
    }
}
