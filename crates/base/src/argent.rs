//! Money, counted in whole cents so that sums are exact.

use crate::nombre::{INSECABLE, nombre};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An amount in euros, held in cents. Displayed "1 234,56 €"; serialised as the number of cents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Centimes(pub i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurCentimes {
    /// Not a number of euros.
    #[error("le montant n’est pas lisible : écrivez-le comme « 1 234,56 », sans autre signe que la virgule")]
    Forme,
    /// More than two decimals.
    #[error("le montant a plus de deux chiffres après la virgule : arrondissez-le au centime")]
    Decimales,
    /// Too large to be held.
    #[error("le montant est trop grand : vérifiez le nombre de chiffres")]
    TropGrand,
}

impl fmt::Display for Centimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signe = if self.0 < 0 { "-" } else { "" };
        let total = self.0.unsigned_abs();
        // A hundredth of any amount fits.
        let euros = nombre((total / 100).cast_signed());
        f.pad(&format!("{signe}{euros},{:02}{INSECABLE}€", total % 100))
    }
}

impl FromStr for Centimes {
    type Err = ErreurCentimes;

    /// Reads "1 234,56", "1234.5", "1 234,56 €", "-12".
    fn from_str(texte: &str) -> Result<Self, ErreurCentimes> {
        let texte = texte.trim();
        let texte = texte.strip_suffix('€').unwrap_or(texte).trim_end();
        let (negatif, texte) = match texte.strip_prefix(['-', '−']) {
            Some(reste) => (true, reste.trim_start()),
            None => (false, texte),
        };
        let (euros, cents) = texte.split_once([',', '.']).unwrap_or((texte, "0"));
        let euros = sans_milliers(euros).ok_or(ErreurCentimes::Forme)?;
        if !crate::lecture::que_des_chiffres(cents) {
            return Err(ErreurCentimes::Forme);
        }
        if cents.len() > 2 {
            return Err(ErreurCentimes::Decimales);
        }
        let total: i64 = format!("{euros}{cents:0<2}").parse().map_err(|_| ErreurCentimes::TropGrand)?;
        Ok(Self(if negatif { -total } else { total }))
    }
}

/// The digits of a whole number, its spaces removed when they do separate thousands.
fn sans_milliers(texte: &str) -> Option<String> {
    let mut groupes = texte.split(char::is_whitespace);
    let mut chiffres = groupes.next()?.to_owned();
    for groupe in groupes {
        if chiffres.is_empty() || groupe.len() != 3 {
            return None;
        }
        chiffres.push_str(groupe);
    }
    crate::lecture::que_des_chiffres(&chiffres).then_some(chiffres)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn displayed_in_french() {
        for (cents, texte) in [
            (123_456, "1\u{202F}234,56\u{A0}€"),
            (5, "0,05\u{A0}€"),
            (-5, "-0,05\u{A0}€"),
            (-123_400, "-1\u{202F}234,00\u{A0}€"),
        ] {
            assert_eq!(Centimes(cents).to_string(), texte);
        }
        assert!(Centimes(i64::MIN).to_string().ends_with("758,08\u{A0}€"));
    }

    #[test]
    fn read_as_people_and_spreadsheets_write() {
        for (texte, cents) in [
            ("1 234,56", 123_456),
            ("1234.5", 123_450),
            (" 12\u{202F}345\u{A0}€ ", 1_234_500),
            ("-0,05", -5),
            ("− 3", -300),
            ("0", 0),
        ] {
            assert_eq!(texte.parse(), Ok(Centimes(cents)), "{texte}");
        }
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for cents in (-2_000_000..2_000_000).step_by(997) {
            assert_eq!(Centimes(cents).to_string().parse(), Ok(Centimes(cents)));
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        use ErreurCentimes::{Decimales, Forme, TropGrand};
        for (texte, erreur) in [
            ("", Forme),
            ("€", Forme),
            ("12,", Forme),
            (",50", Forme),
            ("1.234,56", Forme),
            ("12 34", Forme),
            ("--5", Forme),
            ("+5", Forme),
            ("douze", Forme),
            ("1,005", Decimales),
            ("92233720368547758,08", TropGrand),
        ] {
            assert_eq!(texte.parse::<Centimes>(), Err(erreur), "{texte}");
        }
    }
}
