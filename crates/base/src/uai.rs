//! UAI: the number of a school or training centre in the register of the ministry of education.

use crate::lecture::{que_des_chiffres, sans_espacement, texte_verifie};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A UAI (formerly RNE): 7 digits and a key letter in upper case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uai(String);

/// Why a text is not a UAI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurUai {
    /// Nothing at all.
    #[error("le numéro UAI est vide : indiquez ses 7 chiffres et sa lettre")]
    Vide,
    /// Too few or too many characters.
    #[error(
        "le numéro UAI compte {0} caractères au lieu de 8 : indiquez ses 7 chiffres, \
         zéros du début compris, suivis de la lettre"
    )]
    Longueur(usize),
    /// Eight characters that are not seven digits and a letter.
    #[error("le numéro UAI doit être formé de 7 chiffres suivis d’une lettre : vérifiez la saisie")]
    Forme,
    /// The letter is not the one of these digits.
    #[error(
        "le numéro UAI n’est pas valide, la clé de contrôle ne correspond pas : \
         vérifiez les chiffres et la lettre"
    )]
    Cle,
}

texte_verifie!(Uai, ErreurUai);

/// Key letters, by remainder of the number divided by 23: the alphabet without I, O and Q.
const LETTRES: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

impl FromStr for Uai {
    type Err = ErreurUai;

    fn from_str(texte: &str) -> Result<Self, ErreurUai> {
        let code = sans_espacement(texte).to_ascii_uppercase();
        match code.chars().count() {
            0 => return Err(ErreurUai::Vide),
            8 => {}
            n => return Err(ErreurUai::Longueur(n)),
        }
        let (chiffres, lettre) = code.split_at_checked(7).ok_or(ErreurUai::Forme)?;
        let &[lettre @ b'A'..=b'Z'] = lettre.as_bytes() else {
            return Err(ErreurUai::Forme);
        };
        if !que_des_chiffres(chiffres) {
            return Err(ErreurUai::Forme);
        }
        let numero: usize = chiffres.parse().map_err(|_| ErreurUai::Forme)?;
        if LETTRES[numero % 23] != lettre {
            return Err(ErreurUai::Cle);
        }
        Ok(Self(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published by the ministry in its list of apprentice training centres.
    const REELS: [&str; 8] =
        ["0010826T", "0010856A", "0010965U", "0021502X", "0021739E", "0030126W", "0040548Z", "0060916N"];

    #[test]
    fn real_numbers_are_read() {
        for texte in REELS {
            assert_eq!(texte.parse::<Uai>().unwrap().as_str(), texte);
        }
        assert_eq!(" 001 0826\u{A0}t ".parse::<Uai>().unwrap().to_string(), "0010826T");
    }

    #[test]
    fn one_letter_out_of_twenty_six_is_right() {
        for reel in REELS {
            let justes: String = ('A'..='Z').filter(|l| format!("{}{l}", &reel[..7]).parse::<Uai>().is_ok()).collect();
            assert_eq!(justes, reel[7..]);
        }
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (texte, erreur) in [
            ("", ErreurUai::Vide),
            ("10826T", ErreurUai::Longueur(6)),
            ("2550814168025", ErreurUai::Longueur(13)),
            ("00108260", ErreurUai::Forme),
            ("0O10826T", ErreurUai::Forme),
            ("0010826É", ErreurUai::Forme),
            ("é010826T", ErreurUai::Forme),
            ("0010826U", ErreurUai::Cle),
            ("0010286T", ErreurUai::Cle),
        ] {
            assert_eq!(texte.parse::<Uai>(), Err(erreur), "{texte}");
        }
    }
}
