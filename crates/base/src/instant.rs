//! Instants: what the audit trail, sessions and deadlines are stamped with.

use crate::Date;
use crate::nombre::INSECABLE;
use chrono::Offset;
use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// The time zone of the territory. Told once, when the program starts; Paris when nothing is told.
static FUSEAU: OnceLock<Tz> = OnceLock::new();

/// The text names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurFuseau {
    /// No zone has this name.
    #[error(
        "ce fuseau n’est pas connu : écrivez-le comme « Europe/Paris », « Indian/Reunion » ou « America/Martinique »"
    )]
    Inconnu,
    /// Another zone was told before: days would not be the same from one page to the next.
    #[error("le fuseau du territoire est déjà fixé : il ne change pas tant que le programme tourne")]
    DejaFixe,
}

/// Says the time zone of the territory, by its name (`Indian/Reunion`), before anything is read or shown.
pub fn fixer_fuseau(nom: &str) -> Result<(), ErreurFuseau> {
    let voulu: Tz = nom.trim().parse().map_err(|_| ErreurFuseau::Inconnu)?;
    if *FUSEAU.get_or_init(|| voulu) == voulu { Ok(()) } else { Err(ErreurFuseau::DejaFixe) }
}

fn tz() -> Tz {
    FUSEAU.get().copied().unwrap_or(Tz::Europe__Paris)
}

/// The name of the time zone of the territory.
pub fn fuseau() -> &'static str {
    tz().name()
}

/// A UTC instant to the millisecond, between the years 1 and 9999.
/// Serialised, like displayed, as RFC 3339 with milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

/// The text is not an RFC 3339 instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("la date et l’heure ne sont pas lisibles : écrivez-les comme « 2017-03-14T14:05:00.000Z »")]
pub struct ErreurInstant;

/// 0001-01-01T00:00:00.000Z.
const PREMIER: i64 = -62_135_596_800_000;
/// 9999-12-31T23:59:59.999Z.
const DERNIER: i64 = 253_402_300_799_999;

impl Instant {
    /// The instant that many milliseconds after 1970-01-01T00:00:00Z; brought back to the nearest
    /// bound outside the years 1 to 9999, so that every instant can be displayed.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < PREMIER {
            Self(PREMIER)
        } else if millis > DERNIER {
            Self(DERNIER)
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The same instant for chrono.
    pub fn utc(self) -> DateTime<Utc> {
        // Never out of range: the constructor keeps within the years 1 to 9999.
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// The civil date at that instant, in the time zone of the territory: Paris, unless it was told otherwise.
    pub fn date_paris(self) -> Date {
        self.utc().with_timezone(&tz()).date_naive()
    }

    /// The instant at which a civil day begins in the territory.
    pub fn debut_du_jour(jour: Date) -> Self {
        let minuit = jour.and_time(chrono::NaiveTime::MIN);
        // The clock jumps over midnight nowhere in France; UTC stands in for what cannot happen.
        let paris = minuit.and_local_timezone(tz()).earliest().map(|d| d.to_utc());
        Self::from_millis(paris.unwrap_or_else(|| minuit.and_utc()).timestamp_millis())
    }

    /// The time of day in the territory, as written in a sentence: "14 h 05", which no line end cuts.
    pub fn heure_paris(self) -> String {
        let heure = self.utc().with_timezone(&tz());
        format!("{}{INSECABLE}h{INSECABLE}{:02}", heure.hour(), heure.minute())
    }
}

/// How far ahead of UTC a place is from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decalage {
    /// Since when.
    pub depuis: Instant,
    /// Minutes ahead of UTC before.
    pub avant: i32,
    /// Minutes ahead of UTC from then on.
    pub apres: i32,
    /// Summer time, an hour ahead of what it is the rest of the year.
    pub ete: bool,
    /// Its short name: `CET`, `+04`.
    pub nom: String,
}

/// The changes of hour of the territory around a day, from the year before to the year after; what held at first comes
/// first, with the same minutes before and after.
pub fn decalages(autour: Date) -> Vec<Decalage> {
    const JOUR: i64 = 86_400_000;
    let lire = |millis: i64| {
        let la = Instant::from_millis(millis).utc().with_timezone(&tz());
        let ete = chrono_tz::OffsetComponents::dst_offset(la.offset()) > chrono::TimeDelta::zero();
        (la.offset().fix().local_minus_utc() / 60, ete, la.format("%Z").to_string())
    };
    let premier = |annee: i32| {
        Date::from_ymd_opt(annee, 1, 1).map_or(0, |d| d.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis())
    };
    let annee = chrono::Datelike::year(&autour);
    let (debut, fin) = (premier(annee - 1), premier(annee + 2));
    let (minutes, ete, nom) = lire(debut);
    let mut sortie = vec![Decalage { depuis: Instant::from_millis(debut), avant: minutes, apres: minutes, ete, nom }];
    let mut veille = debut;
    while veille < fin {
        let lendemain = veille + JOUR;
        if lire(veille).0 != lire(lendemain).0 {
            // The minute of the change, between the two.
            let (mut bas, mut haut) = (veille, lendemain);
            while haut - bas > 60_000 {
                let milieu = (bas + haut) / 120_000 * 60_000;
                if lire(milieu).0 == lire(veille).0 { bas = milieu } else { haut = milieu }
            }
            let (apres, ete, nom) = lire(haut);
            sortie.push(Decalage { depuis: Instant::from_millis(haut), avant: lire(veille).0, apres, ete, nom });
        }
        veille = lendemain;
    }
    sortie
}

impl From<DateTime<Utc>> for Instant {
    fn from(utc: DateTime<Utc>) -> Self {
        Self::from_millis(utc.timestamp_millis())
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(instant: Instant) -> Self {
        instant.utc()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl FromStr for Instant {
    type Err = ErreurInstant;

    fn from_str(texte: &str) -> Result<Self, ErreurInstant> {
        DateTime::parse_from_rfc3339(texte).map(|d| d.to_utc().into()).map_err(|_| ErreurInstant)
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> String {
        instant.to_string()
    }
}

impl TryFrom<String> for Instant {
    type Error = ErreurInstant;

    fn try_from(texte: String) -> Result<Self, ErreurInstant> {
        texte.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lire(texte: &str) -> Instant {
        texte.parse().unwrap()
    }

    #[test]
    fn millis_and_text_agree() {
        assert_eq!(Instant::from_millis(0).to_string(), "1970-01-01T00:00:00.000Z");
        let i = Instant::from_millis(1_489_496_700_042);
        assert_eq!(i.to_string(), "2017-03-14T13:05:00.042Z");
        assert_eq!(lire(&i.to_string()), i);
        assert_eq!(lire("2017-03-14T14:05:00.042+01:00"), i);
        assert_eq!(Instant::from(i.utc()).millis(), 1_489_496_700_042);
        assert!("2017-03-14 14:05".parse::<Instant>().is_err());
    }

    #[test]
    fn paris_is_one_hour_ahead_in_winter_and_two_in_summer() {
        assert_eq!(lire("2017-03-14T13:05:00Z").heure_paris(), "14\u{a0}h\u{a0}05");
        assert_eq!(lire("2017-07-14T06:05:00Z").heure_paris(), "8\u{a0}h\u{a0}05");
        // The change of 26 March 2017: 2 h 00 is followed by 3 h 00.
        assert_eq!(lire("2017-03-26T00:59:00Z").heure_paris(), "1\u{a0}h\u{a0}59");
        assert_eq!(lire("2017-03-26T01:00:00Z").heure_paris(), "3\u{a0}h\u{a0}00");
    }

    #[test]
    fn the_changes_of_hour_around_a_day_are_those_of_the_law() {
        let vus: Vec<(String, i32, i32, bool)> = decalages("2018-02-25".parse().unwrap())
            .into_iter()
            .map(|d| (d.depuis.to_string(), d.avant, d.apres, d.ete))
            .collect();
        // Last Sundays of March and October, at 1 h UTC (directive 2000/84/CE).
        let attendus = [
            ("2017-01-01T00:00:00.000Z", 60, 60, false),
            ("2017-03-26T01:00:00.000Z", 60, 120, true),
            ("2017-10-29T01:00:00.000Z", 120, 60, false),
            ("2018-03-25T01:00:00.000Z", 60, 120, true),
            ("2018-10-28T01:00:00.000Z", 120, 60, false),
            ("2019-03-31T01:00:00.000Z", 60, 120, true),
            ("2019-10-27T01:00:00.000Z", 120, 60, false),
        ];
        assert_eq!(vus, attendus.map(|(t, a, b, e)| (t.to_owned(), a, b, e)));
    }

    #[test]
    fn the_civil_date_changes_at_midnight_in_paris() {
        let avant = lire("2017-12-31T22:59:59.999Z");
        let apres = lire("2017-12-31T23:00:00Z");
        assert_eq!(avant.date_paris().to_string(), "2017-12-31");
        assert_eq!(apres.date_paris().to_string(), "2018-01-01");
        assert!(avant < apres);
    }

    #[test]
    fn absurd_values_stay_displayable() {
        assert_eq!(Instant::from_millis(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Instant::from_millis(i64::MIN).to_string(), "0001-01-01T00:00:00.000Z");
        assert_eq!(Instant::from_millis(i64::MAX).date_paris().to_string(), "+10000-01-01");
    }
}
