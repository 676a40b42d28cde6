//! Civil dates, read in the forms people type.

/// A civil date, without time or zone.
pub type Date = chrono::NaiveDate;

/// Years a date of a file may have.
const ANNEES: std::ops::RangeInclusive<u32> = 1900..=2100;

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
}

/// Reads `2017-03-14` or `14/03/2017` (`1/3/2017` too), spaces around ignored.
pub fn lire_date(texte: &str) -> Result<Date, ErreurDate> {
    let texte = texte.trim();
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
