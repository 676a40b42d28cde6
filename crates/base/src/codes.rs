//! Codes of places: INSEE communes and postal codes. The two look alike and are not the same.

use crate::lecture::{que_des_chiffres, sans_espacement, texte_verifie};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The INSEE code of a commune: 5 characters, `2A`/`2B` in Corsica.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodeCommune(String);

/// The text is not the code of a commune.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "le code INSEE de la commune doit compter 5 caractères, comme « 93005 » ou « 2A004 » : \
     vérifiez la saisie (ce n’est pas le code postal)"
)]
pub struct ErreurCodeCommune;

texte_verifie!(CodeCommune, ErreurCodeCommune);

impl CodeCommune {
    /// The code of the département: "93", "2A", "974".
    pub fn departement(&self) -> &str {
        let outre_mer = self.0.starts_with("97") || self.0.starts_with("98");
        &self.0[..if outre_mer { 3 } else { 2 }]
    }
}

impl FromStr for CodeCommune {
    type Err = ErreurCodeCommune;

    fn from_str(texte: &str) -> Result<Self, ErreurCodeCommune> {
        let code = zero_devant(sans_espacement(texte).to_ascii_uppercase());
        match code.as_bytes() {
            [d, e, suite @ ..]
                if d.is_ascii_digit()
                    && (e.is_ascii_digit() || matches!(e, b'A' | b'B'))
                    && suite.len() == 3
                    && suite.iter().all(u8::is_ascii_digit) =>
            {
                Ok(Self(code))
            }
            _ => Err(ErreurCodeCommune),
        }
    }
}

/// A postal code: 5 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CodePostal(String);

/// The text is not a postal code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("le code postal doit compter 5 chiffres, comme « 93600 » : vérifiez la saisie")]
pub struct ErreurCodePostal;

texte_verifie!(CodePostal, ErreurCodePostal);

impl FromStr for CodePostal {
    type Err = ErreurCodePostal;

    fn from_str(texte: &str) -> Result<Self, ErreurCodePostal> {
        let code = zero_devant(sans_espacement(texte));
        if code.len() == 5 && que_des_chiffres(&code) { Ok(Self(code)) } else { Err(ErreurCodePostal) }
    }
}

/// Gives back the leading zero that spreadsheets take away from four-digit codes.
fn zero_devant(code: String) -> String {
    if code.len() == 4 && que_des_chiffres(&code) { format!("0{code}") } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communes() {
        for (texte, code, departement) in [
            ("93005", "93005", "93"),
            (" 75 056 ", "75056", "75"),
            ("1001", "01001", "01"),
            ("2a004", "2A004", "2A"),
            ("97411", "97411", "974"),
        ] {
            let commune: CodeCommune = texte.parse().unwrap();
            assert_eq!(commune.as_str(), code);
            assert_eq!(commune.departement(), departement);
        }
        for texte in ["", "101", "930055", "2C004", "A2004", "2A04", "9300é", "93-05", "Paris"] {
            assert_eq!(texte.parse::<CodeCommune>(), Err(ErreurCodeCommune), "{texte}");
        }
    }

    #[test]
    fn postal_codes() {
        for (texte, code) in [("93600", "93600"), ("1000", "01000"), ("75\u{A0}020", "75020")] {
            assert_eq!(texte.parse::<CodePostal>().unwrap().to_string(), code);
        }
        for texte in ["", "100", "2A004", "936000", "93-60", "٩٣٦٠٠"] {
            assert_eq!(texte.parse::<CodePostal>(), Err(ErreurCodePostal), "{texte}");
        }
    }
}
