//! The public holidays of metropolitan France (Code du travail, art. L. 3133-1).

use chrono::{Datelike, Days, NaiveDate};

use crate::Date;

/// The name of the public holiday that falls on this day, if one does.
///
/// Alsace, Moselle and the overseas territories have others, which are not told here.
pub fn ferie(jour: Date) -> Option<&'static str> {
    match (jour.month(), jour.day()) {
        (1, 1) => return Some("Jour de l'an"),
        (5, 1) => return Some("Fête du Travail"),
        (5, 8) => return Some("Victoire de 1945"),
        (7, 14) => return Some("Fête nationale"),
        (8, 15) => return Some("Assomption"),
        (11, 1) => return Some("Toussaint"),
        (11, 11) => return Some("Armistice de 1918"),
        (12, 25) => return Some("Noël"),
        _ => {}
    }
    let paques = paques(jour.year())?;
    [(1, "Lundi de Pâques"), (39, "Ascension"), (50, "Lundi de Pentecôte")]
        .into_iter()
        .find(|(ecart, _)| paques.checked_add_days(Days::new(*ecart)) == Some(jour))
        .map(|(_, nom)| nom)
}

/// Easter Sunday, by the anonymous Gregorian algorithm (Meeus, *Astronomical Algorithms*, chapter 8).
fn paques(annee: i32) -> Option<Date> {
    let a = annee.rem_euclid(19);
    let (b, c) = (annee.div_euclid(100), annee.rem_euclid(100));
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let somme = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(annee, u32::try_from(somme / 31).ok()?, u32::try_from(somme % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_that_move_fall_where_the_calendar_puts_them() {
        // Printed calendars of these years.
        for (lundi, ascension, pentecote) in [
            ("2020-04-13", "2020-05-21", "2020-06-01"),
            ("2024-04-01", "2024-05-09", "2024-05-20"),
            ("2026-04-06", "2026-05-14", "2026-05-25"),
            ("2027-03-29", "2027-05-06", "2027-05-17"),
            ("2038-04-26", "2038-06-03", "2038-06-14"),
        ] {
            let nom = |jour: &str| ferie(jour.parse().unwrap());
            assert_eq!(nom(lundi), Some("Lundi de Pâques"), "{lundi}");
            assert_eq!(nom(ascension), Some("Ascension"), "{ascension}");
            assert_eq!(nom(pentecote), Some("Lundi de Pentecôte"), "{pentecote}");
        }
    }

    #[test]
    fn a_year_has_eleven_holidays_of_which_two_may_fall_together() {
        let dans = |annee: i32| {
            let premier = NaiveDate::from_ymd_opt(annee, 1, 1).unwrap();
            premier.iter_days().take_while(|d| d.year() == annee).filter(|d| ferie(*d).is_some()).count()
        };
        assert_eq!((dans(2026), dans(2027)), (11, 11));
        // The Ascension of 2008 fell on the first of May.
        assert_eq!(dans(2008), 10);
        assert_eq!(ferie("2026-12-24".parse().unwrap()), None);
    }
}
