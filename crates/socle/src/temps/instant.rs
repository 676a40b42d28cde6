//! Instants: what the audit trail, sessions and deadlines are stamped with.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use passerelle_base::{Date, debut_du_jour, heure_courte, sur_place};
use passerelle_documents::{Cellule, Valeur};
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, QueryResult, TryGetError, TryGetable, Value};
use serde::{Deserialize, Serialize};

/// A UTC instant to the millisecond, between the years 1 and 9999.
/// Serialised, like displayed, as RFC 3339 with milliseconds; a `bigint` of milliseconds in the base.
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
        sur_place(self.utc()).date()
    }

    /// The instant at which a civil day begins in the territory.
    pub fn debut_du_jour(jour: Date) -> Self {
        debut_du_jour(jour).into()
    }

    /// The time of day in the territory, as written in a sentence: "14 h 05", which no line end cuts.
    pub fn heure_paris(self) -> String {
        heure_courte(sur_place(self.utc()).time())
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duree: Duration) -> Self {
        Self::from_millis(self.0.saturating_add(millis(duree)))
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;

    fn sub(self, duree: Duration) -> Self {
        Self::from_millis(self.0.saturating_sub(millis(duree)))
    }
}

fn millis(duree: Duration) -> i64 {
    TryFrom::try_from(duree.as_millis()).unwrap_or(i64::MAX)
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

impl From<Instant> for Valeur {
    fn from(instant: Instant) -> Self {
        Self::Instant(instant.utc())
    }
}

impl From<Instant> for Cellule {
    fn from(instant: Instant) -> Self {
        Valeur::from(instant).into()
    }
}

impl From<Instant> for Value {
    fn from(instant: Instant) -> Self {
        instant.0.into()
    }
}

impl Nullable for Instant {
    fn null() -> Value {
        i64::null()
    }
}

impl ValueType for Instant {
    fn try_from(valeur: Value) -> Result<Self, ValueTypeErr> {
        <i64 as ValueType>::try_from(valeur).map(Self::from_millis)
    }

    fn type_name() -> String {
        <i64 as ValueType>::type_name()
    }

    fn array_type() -> ArrayType {
        <i64 as ValueType>::array_type()
    }

    fn column_type() -> ColumnType {
        <i64 as ValueType>::column_type()
    }
}

impl TryGetable for Instant {
    fn try_get_by<I: ColIdx>(ligne: &QueryResult, colonne: I) -> Result<Self, TryGetError> {
        i64::try_get_by(ligne, colonne).map(Self::from_millis)
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
    fn an_instant_moves_by_durations_and_never_out_of_its_bounds() {
        let midi = lire("2017-03-14T12:00:00Z");
        assert_eq!((midi + Duration::from_hours(36)).to_string(), "2017-03-16T00:00:00.000Z");
        assert_eq!((midi - Duration::from_millis(1)).to_string(), "2017-03-14T11:59:59.999Z");
        assert_eq!((midi + Duration::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!((midi - Duration::MAX).to_string(), "0001-01-01T00:00:00.000Z");
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
