//! Exact fractions between 0 and 1: a ratio of the protocol, a probability of the minutes.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The largest denominator a ratio may have.
pub const DENOMINATEUR_MAX: u64 = 1_000_000;

/// A fraction in lowest terms, from 0 to 1. It is written "1/3", "0" or "1".
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fraction {
    num: u64,
    den: u64,
}

/// Why a text is not a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErreurFraction {
    /// Neither a fraction, a decimal number nor a percentage.
    #[error("un ratio s’écrit comme une fraction exacte entre guillemets : \"1/3\", \"0,30\" ou \"30 %\"")]
    Forme,
    /// Below 0 or above 1, or divided by zero.
    #[error("un ratio va de 0 à 1 : vérifiez le numérateur et le dénominateur")]
    Bornes,
    /// Too fine to be meant.
    #[error("le dénominateur d’un ratio ne dépasse pas 1 000 000 : écrivez une fraction plus simple")]
    Denominateur,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { num: 0, den: 1 };
    /// Everything.
    pub const UN: Self = Self { num: 1, den: 1 };

    /// `num / den` in lowest terms; `None` outside 0..=1 or when the terms do not fit 64 bits.
    pub fn nouvelle(num: u128, den: u128) -> Option<Self> {
        if den == 0 || num > den {
            return None;
        }
        let commun = pgcd(num, den);
        Some(Self { num: u64::try_from(num / commun).ok()?, den: u64::try_from(den / commun).ok()? })
    }

    /// Numerator, in lowest terms.
    pub fn numerateur(self) -> u64 {
        self.num
    }

    /// Denominator, in lowest terms.
    pub fn denominateur(self) -> u64 {
        self.den
    }

    /// The product; `None` when it does not fit.
    pub fn fois(self, autre: Self) -> Option<Self> {
        Self::nouvelle(u128::from(self.num) * u128::from(autre.num), u128::from(self.den) * u128::from(autre.den))
    }

    /// What is missing to one.
    pub fn complement(self) -> Self {
        Self { num: self.den - self.num, den: self.den }
    }
}

/// Greatest common divisor.
pub(crate) fn pgcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 { write!(f, "{}", self.num) } else { write!(f, "{}/{}", self.num, self.den) }
    }
}

impl FromStr for Fraction {
    type Err = ErreurFraction;

    fn from_str(texte: &str) -> Result<Self, ErreurFraction> {
        let texte = texte.trim();
        let (num, den) = if let Some((num, den)) = texte.split_once('/') {
            (entier(num)?, entier(den)?)
        } else if let Some(cent) = texte.strip_suffix('%') {
            let (num, den) = decimal(cent)?;
            (num, den * 100)
        } else {
            decimal(texte)?
        };
        let fraction = Self::nouvelle(num, den).ok_or(ErreurFraction::Bornes)?;
        if fraction.den > DENOMINATEUR_MAX { Err(ErreurFraction::Denominateur) } else { Ok(fraction) }
    }
}

/// A whole number of at most twelve digits.
fn entier(texte: &str) -> Result<u128, ErreurFraction> {
    let texte = texte.trim();
    if texte.is_empty() || texte.len() > 12 || !texte.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ErreurFraction::Forme);
    }
    texte.parse().map_err(|_| ErreurFraction::Forme)
}

/// "0,30" as (30, 100).
fn decimal(texte: &str) -> Result<(u128, u128), ErreurFraction> {
    let texte = texte.trim();
    let Some((entiers, reste)) = texte.split_once([',', '.']) else { return Ok((entier(texte)?, 1)) };
    let decimales = entier(reste)?;
    let echelle = 10u128.pow(u32::try_from(reste.trim().len()).map_err(|_| ErreurFraction::Forme)?);
    Ok((entier(entiers)? * echelle + decimales, echelle))
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> Self {
        fraction.to_string()
    }
}

impl TryFrom<String> for Fraction {
    type Error = ErreurFraction;

    fn try_from(texte: String) -> Result<Self, ErreurFraction> {
        texte.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_is_exact() {
        for (texte, lu) in [
            ("1/3", "1/3"),
            (" 2 / 6 ", "1/3"),
            ("0,30", "3/10"),
            ("0.34", "17/50"),
            ("30 %", "3/10"),
            ("0", "0"),
            ("3/3", "1"),
            ("33,5%", "67/200"),
        ] {
            assert_eq!(texte.parse::<Fraction>().unwrap().to_string(), lu, "{texte}");
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        use ErreurFraction::{Bornes, Denominateur, Forme};
        for (texte, erreur) in [
            ("", Forme),
            ("un tiers", Forme),
            ("1/", Forme),
            ("-1/3", Forme),
            ("0,", Forme),
            ("1/0", Bornes),
            ("4/3", Bornes),
            ("1,01", Bornes),
            ("1/1000001", Denominateur),
        ] {
            assert_eq!(texte.parse::<Fraction>(), Err(erreur), "{texte}");
        }
    }

    #[test]
    fn products_and_complements_stay_in_lowest_terms() {
        let tiers: Fraction = "1/3".parse().unwrap();
        assert_eq!(tiers.complement().to_string(), "2/3");
        assert_eq!(tiers.fois("3/4".parse().unwrap()).unwrap().to_string(), "1/4");
    }
}
