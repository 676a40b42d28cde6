//! Dates and hours in French words and figures.

use crate::Date;
use crate::nombre::INSECABLE;
use chrono::{Datelike, NaiveTime, Timelike};

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// "14 mars 2017", "1er mars 2017"; no line ends between the day and its month.
pub fn date_longue(d: Date) -> String {
    format!("{} {}", jour_mois(d), d.year())
}

const SEMAINE: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// "mardi 14 mars 2017": as one says the day of an appointment.
pub fn jour_long(d: Date) -> String {
    format!("{} {}", SEMAINE[d.weekday().num_days_from_monday() as usize], date_longue(d))
}

/// "14/03/2017".
pub fn date_courte(d: Date) -> String {
    format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year())
}

/// "14 h 05", which no line end cuts.
pub fn heure_courte(heure: NaiveTime) -> String {
    format!("{}{INSECABLE}h{INSECABLE}{:02}", heure.hour(), heure.minute())
}

/// "mars 2017".
pub fn mois_long(d: Date) -> String {
    format!("{} {}", nom_mois(d), d.year())
}

/// "14 mars", "1er mars".
pub(crate) fn jour_mois(d: Date) -> String {
    format!("{}{INSECABLE}{}", jour(d), nom_mois(d))
}

/// "14", "1er".
pub(crate) fn jour(d: Date) -> String {
    match d.day() {
        1 => "1er".to_owned(),
        n => n.to_string(),
    }
}

fn nom_mois(d: Date) -> &'static str {
    MOIS[d.month0() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(a: i32, m: u32, j: u32) -> Date {
        Date::from_ymd_opt(a, m, j).unwrap()
    }

    #[test]
    fn a_day_is_said_with_its_weekday() {
        // The 14th of July 1789 and the 1st of January 2000, as almanacs have them.
        assert_eq!(jour_long("1789-07-14".parse().unwrap()), format!("mardi 14{INSECABLE}juillet 1789"));
        assert_eq!(jour_long("2000-01-01".parse().unwrap()), format!("samedi 1er{INSECABLE}janvier 2000"));
    }

    #[test]
    fn written_in_french() {
        assert_eq!(date_longue(date(2017, 3, 14)), "14\u{a0}mars 2017");
        assert_eq!(date_longue(date(2017, 8, 1)), "1er\u{a0}août 2017");
        assert_eq!(date_courte(date(2017, 3, 4)), "04/03/2017");
        assert_eq!(mois_long(date(2017, 2, 28)), "février 2017");
    }
}
