//! Dates of the demonstration: civil days, working days, and the day the delivery was taken.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::alea::Alea;

/// The day the delivery was taken, which is the day printed under the 2017 table. No fact is later;
/// only plans are.
pub(super) const EXTRACTION: NaiveDate = jour(2018, 2, 16);

/// A civil date of the tables; a date that does not exist stops the build or the first test.
pub(super) const fn jour(annee: i32, mois: u32, jour: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(annee, mois, jour) {
        Some(date) => date,
        None => panic!("no such day"),
    }
}

/// `date` moved by a number of days, either way.
pub(super) fn plus(date: NaiveDate, jours: i64) -> NaiveDate {
    let pas = Days::new(jours.unsigned_abs());
    if jours < 0 { date - pas } else { date + pas }
}

/// `date` moved by a number of months, either way; the 31st becomes the last day of a shorter
/// month.
pub(super) fn plus_mois(date: NaiveDate, mois: i32) -> NaiveDate {
    let pas = Months::new(mois.unsigned_abs());
    if mois < 0 { date - pas } else { date + pas }
}

/// Completed years at a date.
pub(super) fn age(naissance: NaiveDate, date: NaiveDate) -> u32 {
    date.years_since(naissance).unwrap_or(0)
}

/// Neither a weekend nor a public holiday with a fixed day.
fn est_ouvre(date: NaiveDate) -> bool {
    let ferie =
        matches!((date.month(), date.day()), (1 | 5 | 11, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 11) | (12, 25));
    !ferie && !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The first working day from `date` on.
pub(super) fn ouvre_apres(mut date: NaiveDate) -> NaiveDate {
    while !est_ouvre(date) {
        date = plus(date, 1);
    }
    date
}

/// The last working day up to `date`.
pub(super) fn ouvre_avant(mut date: NaiveDate) -> NaiveDate {
    while !est_ouvre(date) {
        date = plus(date, -1);
    }
    date
}

/// A working day of a year on which a contract starts: more than half of them from September to
/// November.
pub(super) fn debut_de_contrat(alea: &mut Alea, annee: i32) -> NaiveDate {
    let mois = alea.pese(&[
        (1, 5),
        (2, 3),
        (3, 3),
        (4, 3),
        (5, 3),
        (6, 4),
        (7, 7),
        (8, 7),
        (9, 31),
        (10, 20),
        (11, 11),
        (12, 3),
    ]);
    let date = plus(jour(annee, mois, 1), alea.entre(0, 27));
    if mois == 12 { ouvre_avant(date) } else { ouvre_apres(date) }
}
