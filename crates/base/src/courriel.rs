//! Electronic mail addresses.

use crate::lecture::texte_verifie;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// An e-mail address, its domain in lower case. It can be put in a header as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Courriel(String);

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurCourriel {
    /// Nothing at all.
    #[error("l’adresse électronique est vide : indiquez une adresse comme « prenom.nom@exemple.fr »")]
    Vide,
    /// No `@`, or more than one.
    #[error(
        "l’adresse électronique doit contenir un seul « @ » : indiquez une seule adresse, \
         comme « prenom.nom@exemple.fr »"
    )]
    Arobase,
    /// A character that an address cannot have.
    #[error(
        "l’adresse électronique contient une espace ou un caractère interdit : \
         indiquez une seule adresse, comme « prenom.nom@exemple.fr »"
    )]
    Caractere,
    /// Nothing before the `@`, or too much.
    #[error("la partie de l’adresse électronique avant « @ » doit compter de 1 à 64 caractères : vérifiez-la")]
    PartieLocale,
    /// The domain is not one.
    #[error(
        "la partie de l’adresse électronique après « @ » n’est pas un nom de domaine \
         comme « exemple.fr » : vérifiez-la"
    )]
    Domaine,
    /// Longer than mail allows.
    #[error("l’adresse électronique dépasse 254 caractères : indiquez une adresse plus courte")]
    Longueur,
}

texte_verifie!(Courriel, ErreurCourriel);

impl Courriel {
    /// What follows the `@`, in lower case.
    pub fn domaine(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domaine)| domaine)
    }
}

impl FromStr for Courriel {
    type Err = ErreurCourriel;

    fn from_str(texte: &str) -> Result<Self, ErreurCourriel> {
        let texte = texte.trim();
        if texte.is_empty() {
            return Err(ErreurCourriel::Vide);
        }
        if texte.len() > 254 {
            return Err(ErreurCourriel::Longueur);
        }
        if texte.chars().any(est_interdit) {
            return Err(ErreurCourriel::Caractere);
        }
        let (local, domaine) = texte.split_once('@').ok_or(ErreurCourriel::Arobase)?;
        if domaine.contains('@') {
            return Err(ErreurCourriel::Arobase);
        }
        if local.is_empty() || local.len() > 64 {
            return Err(ErreurCourriel::PartieLocale);
        }
        if !domaine.contains('.') || !domaine.split('.').all(est_etiquette) {
            return Err(ErreurCourriel::Domaine);
        }
        Ok(Self(format!("{local}@{}", domaine.to_lowercase())))
    }
}

/// Spaces, controls and invisible marks, and what separates or wraps addresses in a header.
fn est_interdit(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || crate::lecture::est_invisible(c)
        || matches!(c, ',' | ';' | ':' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\')
}

/// One part of a domain name.
fn est_etiquette(partie: &str) -> bool {
    (1..=63).contains(&partie.len())
        && !partie.starts_with('-')
        && !partie.ends_with('-')
        && partie.chars().all(|c| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_lowered_and_the_rest_kept() {
        let courriel: Courriel = "  Jeanne.O'Neil+cfa@Mission-Locale.Exemple.FR\n".parse().unwrap();
        assert_eq!(courriel.as_str(), "Jeanne.O'Neil+cfa@mission-locale.exemple.fr");
        assert_eq!(courriel.domaine(), "mission-locale.exemple.fr");
        assert!("a@b.fr".parse::<Courriel>().is_ok());
        assert!("zoé@forêt.fr".parse::<Courriel>().is_ok());
    }

    #[test]
    fn mistakes_are_told_apart() {
        use ErreurCourriel::{Arobase, Caractere, Domaine, PartieLocale, Vide};
        for (texte, erreur) in [
            (" ", Vide),
            ("exemple.fr", Arobase),
            ("a@b@c.fr", Arobase),
            ("@exemple.fr", PartieLocale),
            ("a@exemple", Domaine),
            ("a@.fr", Domaine),
            ("a@exemple.", Domaine),
            ("a@exemple..fr", Domaine),
            ("a@-exemple.fr", Domaine),
            ("a@exem_ple.fr", Domaine),
            ("a b@exemple.fr", Caractere),
            ("a@exemple.fr\r\nBcc: x@y.fr", Caractere),
            ("a@exemple.fr; b@exemple.fr", Caractere),
            ("Jeanne <a@exemple.fr>", Caractere),
            ("a\u{200B}@exemple.fr", Caractere),
            ("a\0b@exemple.fr", Caractere),
        ] {
            assert_eq!(texte.parse::<Courriel>(), Err(erreur), "{texte}");
        }
    }

    #[test]
    fn lengths_are_bounded() {
        let local = |n| "a".repeat(n);
        assert!(format!("{}@exemple.fr", local(64)).parse::<Courriel>().is_ok());
        assert_eq!(format!("{}@exemple.fr", local(65)).parse::<Courriel>(), Err(ErreurCourriel::PartieLocale));
        let domaine = |n: usize| format!("a@{}{}.fr", "abcdefgh.".repeat(27), "z".repeat(n));
        assert_eq!(domaine(6).len(), 254);
        assert!(domaine(6).parse::<Courriel>().is_ok());
        assert_eq!(domaine(7).parse::<Courriel>(), Err(ErreurCourriel::Longueur));
    }
}
