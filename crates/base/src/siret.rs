//! SIRET: the number of an establishment in the national business register.

use crate::lecture::{que_des_chiffres, sans_espacement, texte_verifie};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A SIRET: 14 digits with a right key, without spaces.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// Why a text is not a SIRET.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurSiret {
    /// Nothing at all.
    #[error("le SIRET est vide : indiquez ses 14 chiffres")]
    Vide,
    /// Something other than digits.
    #[error("le SIRET contient autre chose que des chiffres : indiquez ses 14 chiffres, sans lettres")]
    Caractere,
    /// Too few or too many digits.
    #[error("le SIRET compte {0} chiffres au lieu de 14 : indiquez les 14 chiffres, zéros du début compris")]
    Longueur(usize),
    /// The check digit is wrong.
    #[error("le SIRET n’est pas valide, la clé de contrôle ne correspond pas : vérifiez les chiffres")]
    Cle,
}

texte_verifie!(Siret, ErreurSiret);

impl Siret {
    /// The SIREN: the 9 digits of the business the establishment belongs to.
    pub fn siren(&self) -> &str {
        &self.0[..9]
    }
}

impl FromStr for Siret {
    type Err = ErreurSiret;

    fn from_str(texte: &str) -> Result<Self, ErreurSiret> {
        let chiffres = sans_espacement(texte);
        if chiffres.is_empty() {
            return Err(ErreurSiret::Vide);
        }
        if !que_des_chiffres(&chiffres) {
            return Err(ErreurSiret::Caractere);
        }
        if chiffres.len() != 14 {
            return Err(ErreurSiret::Longueur(chiffres.len()));
        }
        if !cle_juste(&chiffres) {
            return Err(ErreurSiret::Cle);
        }
        Ok(Self(chiffres))
    }
}

/// Head office of La Poste: its post offices outgrew the numbers that have a Luhn key,
/// so the plain sum of their digits is a multiple of five instead.
const LA_POSTE: &str = "356000000";

fn cle_juste(chiffres: &str) -> bool {
    // Fourteen zeros satisfy Luhn; it is what people type when they do not know.
    let nul = chiffres.bytes().all(|b| b == b'0');
    !nul && (luhn(chiffres) || (chiffres.starts_with(LA_POSTE) && somme(chiffres).is_multiple_of(5)))
}

fn luhn(chiffres: &str) -> bool {
    let total: u32 = chiffres
        .bytes()
        .rev()
        .map(|b| u32::from(b - b'0'))
        .enumerate()
        .map(|(i, n)| match (i % 2, n) {
            (0, n) => n,
            (_, n) if n > 4 => 2 * n - 9,
            (_, n) => 2 * n,
        })
        .sum();
    total.is_multiple_of(10)
}

fn somme(chiffres: &str) -> u32 {
    chiffres.bytes().map(|b| u32::from(b - b'0')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published by the ministry in its list of apprentice training centres.
    const REELS: [&str; 4] = ["85052026300011", "13002271800279", "18040003800022", "78285946600081"];

    #[test]
    fn real_numbers_are_read_whatever_the_spacing() {
        for texte in REELS {
            assert_eq!(texte.parse::<Siret>().unwrap().as_str(), texte);
        }
        for texte in ["850 520 263 00011", " 850.520.263.00011 ", "850\u{A0}520\u{202F}26300011"] {
            let siret: Siret = texte.parse().unwrap();
            assert_eq!(siret.to_string(), "85052026300011");
            assert_eq!(siret.siren(), "850520263");
        }
    }

    #[test]
    fn the_exception_of_la_poste_is_for_la_poste_only() {
        // Head office (Luhn), then a post office that only the sum of digits accepts.
        assert!("35600000000048".parse::<Siret>().is_ok());
        assert!(!luhn("35600000049837"));
        assert!("35600000049837".parse::<Siret>().is_ok());
        assert_eq!("35600000049838".parse::<Siret>(), Err(ErreurSiret::Cle));
        // The sum of these digits is 65: elsewhere that is not enough.
        assert!(somme("78285946600082").is_multiple_of(5));
        assert_eq!("78285946600082".parse::<Siret>(), Err(ErreurSiret::Cle));
    }

    #[test]
    fn every_one_digit_mistake_is_caught() {
        for reel in REELS {
            for i in 0..14 {
                for c in '0'..='9' {
                    let mut faux = reel.to_owned();
                    faux.replace_range(i..=i, &c.to_string());
                    assert_eq!(faux.parse::<Siret>().is_ok(), faux == reel, "{faux}");
                }
            }
        }
    }

    #[test]
    fn mistakes_are_told_apart_and_never_repeated() {
        for (texte, erreur) in [
            ("  ", ErreurSiret::Vide),
            ("8505202630001", ErreurSiret::Longueur(13)),
            ("850520263000111", ErreurSiret::Longueur(15)),
            ("8505202630001I", ErreurSiret::Caractere),
            ("8.5052E+13", ErreurSiret::Caractere),
            ("00000000000000", ErreurSiret::Cle),
            ("85052026300012", ErreurSiret::Cle),
        ] {
            let recue = texte.parse::<Siret>().unwrap_err();
            assert_eq!(recue, erreur, "{texte}");
            assert!(!recue.to_string().contains(texte));
        }
    }
}
