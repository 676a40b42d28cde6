//! A civil date read in the forms people and programs write.

use crate::{Date, ErreurDate, sur_place};

/// Years a date of a file may have.
const ANNEES: std::ops::RangeInclusive<u32> = 1900..=2100;

/// Reads `2017-03-14` or `14/03/2017` (`1/3/2017` too), spaces around ignored. The midnight that databases write after
/// a day (`2017-03-14T00:00:00.000`) says nothing more than the day. A time with its zone is an instant: its day is that
/// of the territory. Any other time is refused, because a day is expected and something else was meant.
pub fn lire_date(texte: &str) -> Result<Date, ErreurDate> {
    let texte = texte.trim();
    let Some((jour, suite)) = texte.split_once(|c: char| c == 'T' || c.is_whitespace()) else {
        return lire_jour(texte);
    };
    let heure = Heure::lire(suite.trim_start()).ok_or(ErreurDate::Forme)?;
    let date = lire_jour(jour)?;
    match heure.decalage {
        _ if heure.minutes == 0 && heure.secondes == 0 => Ok(date),
        None => Err(ErreurDate::Forme),
        Some(decalage) => {
            let locale = date.and_time(chrono::NaiveTime::MIN)
                + chrono::TimeDelta::minutes(i64::from(heure.minutes - decalage))
                + chrono::TimeDelta::seconds(i64::from(heure.secondes));
            Ok(sur_place(locale.and_utc()).date())
        }
    }
}

/// A time of day after a date.
struct Heure {
    /// Since midnight.
    minutes: i32,
    secondes: i32,
    /// Minutes ahead of UTC, when it says so.
    decalage: Option<i32>,
}

impl Heure {
    /// `00:00`, `0:00:00.000`, with or without `Z`, `UTC`, `+01:00`, `+0100`.
    fn lire(texte: &str) -> Option<Self> {
        let fin = texte.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(texte.len());
        let (horaire, zone) = texte.split_at(fin);
        let decalage = match zone.trim() {
            "" => None,
            "Z" | "z" | "UTC" | "GMT" => Some(0),
            signe => {
                let (sens, reste) = match signe.split_at_checked(1)? {
                    ("+", reste) => (1, reste),
                    ("-", reste) => (-1, reste),
                    _ => return None,
                };
                let chiffres = reste.replace(':', "");
                let (h, m) = match chiffres.len() {
                    2 => (chiffres.as_str(), "0"),
                    4 => chiffres.split_at(2),
                    _ => return None,
                };
                Some(sens * (borne(h, 14)? * 60 + borne(m, 59)?))
            }
        };
        let horaire = match horaire.split_once(['.', ',']) {
            Some((avant, fraction)) if crate::lecture::que_des_chiffres(fraction) => avant,
            Some(_) => return None,
            None => horaire,
        };
        let parties: Vec<&str> = horaire.split(':').collect();
        let (h, m, s) = match parties[..] {
            [h, m] => (h, m, "0"),
            [h, m, s] => (h, m, s),
            _ => return None,
        };
        Some(Self { minutes: borne(h, 23)? * 60 + borne(m, 59)?, secondes: borne(s, 59)?, decalage })
    }
}

/// One or two digits, up to a bound.
fn borne(champ: &str, max: i32) -> Option<i32> {
    let lu = (champ.len() <= 2 && crate::lecture::que_des_chiffres(champ)).then(|| champ.parse().ok()).flatten()?;
    (lu <= max).then_some(lu)
}

/// A day alone, in one of the two forms.
fn lire_jour(texte: &str) -> Result<Date, ErreurDate> {
    let (annee, mois, jour) = match champs(texte, '-') {
        Some([a, m, j]) if a.len() == 4 && m.len() == 2 && j.len() == 2 => (a, m, j),
        _ => match champs(texte, '/') {
            Some([j, m, a]) if j.len() <= 2 && m.len() <= 2 && a.len() == 4 => (a, m, j),
            _ => return Err(ErreurDate::Forme),
        },
    };
    let (annee, mois, jour) = (entier(annee)?, entier(mois)?, entier(jour)?);
    if !ANNEES.contains(&annee) {
        return Err(ErreurDate::Annee(annee));
    }
    Date::from_ymd_opt(annee.cast_signed(), mois, jour).ok_or(ErreurDate::JourInexistant { jour, mois, annee })
}

/// Exactly three fields around a separator.
fn champs(texte: &str, separateur: char) -> Option<[&str; 3]> {
    let mut parts = texte.split(separateur);
    let champs = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(champs)
}

/// A field made of digits only (`u32::from_str` alone would take a sign).
fn entier(champ: &str) -> Result<u32, ErreurDate> {
    if !crate::lecture::que_des_chiffres(champ) {
        return Err(ErreurDate::Forme);
    }
    champ.parse().map_err(|_| ErreurDate::Forme)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date_courte;

    fn date(a: i32, m: u32, j: u32) -> Date {
        Date::from_ymd_opt(a, m, j).unwrap()
    }

    #[test]
    fn both_forms_are_read() {
        for texte in ["2017-03-14", "14/03/2017", " 14/3/2017\u{A0}", "\t2017-03-14 "] {
            assert_eq!(lire_date(texte), Ok(date(2017, 3, 14)), "{texte}");
        }
        assert_eq!(lire_date("1/3/2017"), Ok(date(2017, 3, 1)));
        assert_eq!(lire_date("29/02/2016"), Ok(date(2016, 2, 29)));
    }

    #[test]
    fn other_forms_are_refused_with_the_two_accepted_ones() {
        for texte in [
            "",
            "14/03/17",
            "2017-3-14",
            "14-03-2017",
            "2017/03/14",
            "14/03/2017 08:00",
            "+1/03/2017",
            "14/03/2017/",
            "42808",
            "mars 2017",
            "14 /03/2017",
            "٠١/٠٣/2017",
            "2550814168025",
        ] {
            let erreur = lire_date(texte).unwrap_err();
            assert_eq!(erreur, ErreurDate::Forme, "{texte}");
            assert!(erreur.to_string().contains("14/03/2017"));
            assert!(erreur.to_string().contains("2017-03-14"));
        }
    }

    #[test]
    fn the_midnight_that_databases_write_after_a_day_is_the_day() {
        for texte in [
            "2017-03-14 00:00:00",
            "2017-03-14T00:00:00",
            "2017-03-14T00:00:00.000",
            "2017-03-14T00:00:00Z",
            "2017-03-14 00:00:00.000 +0100",
            "2017-03-14T00:00:00+01:00",
            "14/03/2017 00:00",
            "14/03/2017 0:00:00",
            "14/03/2017\u{A0}00:00:00,000",
            // Midnight in Paris, as a program in UTC writes it.
            "2017-03-13T23:00:00Z",
            "2017-03-13T23:00:00.000+00:00",
            "2017-03-14T08:30:00+01:00",
        ] {
            assert_eq!(lire_date(texte), Ok(date(2017, 3, 14)), "{texte}");
        }
        assert_eq!(lire_date("2017-06-30T22:00:00Z"), Ok(date(2017, 7, 1)), "two hours ahead in summer");
        for texte in [
            "14/03/2017 08:00",
            "2017-03-14 00:00:01",
            "2017-03-14T24:00:00",
            "2017-03-14 00",
            "2017-03-14 00:00:00 CETX",
            "2017-03-14 00:00:00.",
            "14/03/2017 matin",
            "2017-03-14T",
        ] {
            assert_eq!(lire_date(texte), Err(ErreurDate::Forme), "{texte}");
        }
        assert!(matches!(lire_date("31/02/2017 00:00:00"), Err(ErreurDate::JourInexistant { .. })));
    }

    #[test]
    fn impossible_days_and_years_say_so() {
        for texte in ["31/02/2017", "29/02/2017", "2017-13-01", "00/01/2017", "32/01/2017"] {
            let phrase = lire_date(texte).unwrap_err().to_string();
            assert!(phrase.contains("n’existe pas"), "{phrase}");
        }
        assert!(lire_date("31/02/2017").unwrap_err().to_string().contains("31/02/2017"));
        assert_eq!(lire_date("31/12/1899"), Err(ErreurDate::Annee(1899)));
        assert_eq!(lire_date("2101-01-01"), Err(ErreurDate::Annee(2101)));
        assert!(lire_date("01/01/1900").is_ok() && lire_date("2100-12-31").is_ok());
    }

    #[test]
    fn every_day_of_a_leap_year_survives_both_writings() {
        for d in date(2016, 1, 1).iter_days().take(366) {
            assert_eq!(lire_date(&date_courte(d)), Ok(d));
            assert_eq!(lire_date(&d.to_string()), Ok(d));
        }
    }
}
