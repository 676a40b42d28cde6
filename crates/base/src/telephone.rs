//! Telephone numbers, kept in international form.

use crate::lecture::{est_invisible, que_des_chiffres, texte_verifie};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A telephone number in international form: `+33639980102`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Telephone(String);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurTelephone {
    /// Nothing at all.
    #[error("le numéro de téléphone est vide : indiquez-le comme « 06 39 98 01 02 »")]
    Vide,
    /// Letters or signs that a number does not have, or several numbers.
    #[error(
        "le numéro de téléphone contient autre chose que des chiffres : \
         indiquez un seul numéro, comme « 06 39 98 01 02 »"
    )]
    Caractere,
    /// A French number without its ten digits.
    #[error("un numéro de téléphone français compte 10 chiffres, comme « 06 39 98 01 02 » : vérifiez la saisie")]
    Francais,
    /// A foreign number too short or too long.
    #[error("un numéro de téléphone étranger compte de 8 à 15 chiffres après le « + » : vérifiez la saisie")]
    Etranger,
}

texte_verifie!(Telephone, ErreurTelephone);

/// Country codes of the French numbers of ten digits, beside 33 itself.
const OUTRE_MER: [&str; 4] = ["262", "590", "594", "596"];

impl Telephone {
    /// As read aloud: "06 39 98 01 02" for a number of France and its overseas départements,
    /// the international form for any other.
    pub fn affiche(&self) -> String {
        let Some(national) = national(&self.0) else {
            return self.0.clone();
        };
        let mut sortie = String::from("0");
        for (i, c) in national.chars().enumerate() {
            if i % 2 == 1 {
                sortie.push(' ');
            }
            sortie.push(c);
        }
        sortie
    }
}

/// The nine digits after the zero, for a French number.
fn national(canonique: &str) -> Option<&str> {
    std::iter::once("33").chain(OUTRE_MER).find_map(|pays| canonique.strip_prefix('+')?.strip_prefix(pays))
}

impl FromStr for Telephone {
    type Err = ErreurTelephone;

    fn from_str(texte: &str) -> Result<Self, ErreurTelephone> {
        let compact = compacter(texte);
        if compact.is_empty() {
            return Err(ErreurTelephone::Vide);
        }
        let international = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00"));
        let chiffres = international.unwrap_or(&compact);
        if !que_des_chiffres(chiffres) {
            return Err(ErreurTelephone::Caractere);
        }
        let canonique = match international {
            Some(chiffres) => lire_international(chiffres)?,
            None => lire_national(chiffres)?,
        };
        Ok(Self(canonique))
    }
}

/// The text without what people put between digits, nor the "(0)" of "+33 (0)6 …".
fn compacter(texte: &str) -> String {
    texte
        .replace("(0)", "")
        .chars()
        .filter(|&c| !(c.is_whitespace() || est_invisible(c) || matches!(c, '.' | '-' | '/' | '(' | ')' | '‑' | '–')))
        .collect()
}

fn lire_international(chiffres: &str) -> Result<String, ErreurTelephone> {
    for pays in std::iter::once("33").chain(OUTRE_MER) {
        if let Some(reste) = chiffres.strip_prefix(pays) {
            // "+33 06 …" is a common slip.
            let reste = reste.strip_prefix('0').unwrap_or(reste);
            if reste.len() != 9 || reste.starts_with('0') {
                return Err(ErreurTelephone::Francais);
            }
            return Ok(format!("+{pays}{reste}"));
        }
    }
    if !(8..=15).contains(&chiffres.len()) || chiffres.starts_with('0') {
        return Err(ErreurTelephone::Etranger);
    }
    Ok(format!("+{chiffres}"))
}

/// Ten digits with the zero; or what a spreadsheet leaves of a number once it has taken the
/// leading zero, or the plus, away.
fn lire_national(chiffres: &str) -> Result<String, ErreurTelephone> {
    let reste = match (chiffres.len(), chiffres.strip_prefix('0')) {
        (10, Some(reste)) => reste,
        (9, None) => chiffres,
        (11, None) if chiffres.starts_with("33") => return lire_international(chiffres),
        _ => return Err(ErreurTelephone::Francais),
    };
    if reste.starts_with('0') {
        return Err(ErreurTelephone::Francais);
    }
    Ok(format!("+{}{reste}", indicatif(reste)))
}

/// The country code of a French number, from its first digits after the zero.
fn indicatif(reste: &str) -> &'static str {
    // 06 39 98 is the range set aside for fiction; the rest of 06 39 is Mayotte.
    if reste.starts_with("63998") {
        return "33";
    }
    match &reste[..3] {
        "262" | "263" | "269" | "639" | "692" | "693" => "262",
        "590" | "690" | "691" => "590",
        "594" | "694" => "594",
        "596" | "696" | "697" => "596",
        _ => "33",
    }
}

#[cfg(test)]
mod tests;
