//! What every checked text type shares: its standard impls, and the reading of spaced digits.

/// Gives a `struct X(String)` that implements `FromStr` the rest of its standard impls:
/// `as_str`, `Display`, `AsRef<str>`, conversions with `String`, and serde as a plain string
/// that is checked again when read.
macro_rules! texte_verifie {
    ($type:ident, $erreur:ident) => {
        impl $type {
            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$type> for String {
            fn from(valeur: $type) -> String {
                valeur.0
            }
        }

        impl TryFrom<String> for $type {
            type Error = $erreur;

            fn try_from(texte: String) -> Result<Self, $erreur> {
                texte.parse()
            }
        }
    };
}
pub(crate) use texte_verifie;

/// The text without the characters people put between groups of digits: any white space
/// (no-break spaces included), dots, and the invisible marks left by copy and paste.
pub(crate) fn sans_espacement(texte: &str) -> String {
    texte.chars().filter(|&c| !(c.is_whitespace() || c == '.' || est_invisible(c))).collect()
}

/// Characters that take no room on screen and carry no meaning: soft hyphen, zero-width marks,
/// byte order mark, direction marks and isolates.
pub(crate) fn est_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
    )
}

/// True when the text is made of ASCII digits only (and has at least one).
pub(crate) fn que_des_chiffres(texte: &str) -> bool {
    !texte.is_empty() && texte.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_disappears_and_nothing_else() {
        assert_eq!(sans_espacement(" 356\u{A0}000.000\u{202F}498\u{200B}37\t"), "35600000049837");
        assert_eq!(sans_espacement("12-3a"), "12-3a");
    }

    #[test]
    fn only_ascii_digits_count_as_digits() {
        assert!(que_des_chiffres("0123"));
        assert!(!que_des_chiffres(""));
        assert!(!que_des_chiffres("12٣"));
    }
}
