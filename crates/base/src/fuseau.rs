//! The time zone of the territory: what calendars and clocks say there, and when the hour changes.

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Offset, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::Date;

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

/// What calendars and clocks say in the territory at an instant: in Paris, unless it was told otherwise.
pub fn sur_place(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&tz()).naive_local()
}

/// The instant at which a civil day begins in the territory.
pub fn debut_du_jour(jour: Date) -> DateTime<Utc> {
    let minuit = jour.and_time(NaiveTime::MIN);
    // The clock jumps over midnight nowhere in France; UTC stands in for what cannot happen.
    minuit.and_local_timezone(tz()).earliest().map_or_else(|| minuit.and_utc(), |d| d.to_utc())
}

/// How far ahead of UTC a place is from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decalage {
    /// Since when.
    pub depuis: DateTime<Utc>,
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
    let lire = |instant: DateTime<Utc>| {
        let la = instant.with_timezone(&tz());
        let ete = chrono_tz::OffsetComponents::dst_offset(la.offset()) > TimeDelta::zero();
        (la.offset().fix().local_minus_utc() / 60, ete, la.format("%Z").to_string())
    };
    let premier = |annee: i32| {
        Date::from_ymd_opt(annee, 1, 1).map_or(DateTime::UNIX_EPOCH, |d| d.and_time(NaiveTime::MIN).and_utc())
    };
    let annee = chrono::Datelike::year(&autour);
    let (debut, fin) = (premier(annee - 1), premier(annee + 2));
    let (minutes, ete, nom) = lire(debut);
    let mut sortie = vec![Decalage { depuis: debut, avant: minutes, apres: minutes, ete, nom }];
    let mut veille = debut;
    while veille < fin {
        let lendemain = veille + TimeDelta::days(1);
        if lire(veille).0 != lire(lendemain).0 {
            // The minute of the change, between the two.
            let (mut bas, mut haut) = (veille, lendemain);
            while haut - bas > TimeDelta::minutes(1) {
                let milieu = bas + TimeDelta::minutes((haut - bas).num_minutes() / 2);
                if lire(milieu).0 == lire(veille).0 { bas = milieu } else { haut = milieu }
            }
            let (apres, ete, nom) = lire(haut);
            sortie.push(Decalage { depuis: haut, avant: lire(veille).0, apres, ete, nom });
        }
        veille = lendemain;
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::SecondsFormat;

    #[test]
    fn the_changes_of_hour_around_a_day_are_those_of_the_law() {
        let vus: Vec<(String, i32, i32, bool)> = decalages("2018-02-25".parse().unwrap())
            .into_iter()
            .map(|d| (d.depuis.to_rfc3339_opts(SecondsFormat::Millis, true), d.avant, d.apres, d.ete))
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
}
