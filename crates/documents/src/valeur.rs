//! One typed value and the cell that holds it.

use chrono::{DateTime, NaiveDate, Utc};
use passerelle_base as base;

/// A value as the platform knows it, before any output decides how to show it.
#[derive(Clone, Debug, PartialEq)]
pub enum Valeur {
    /// Nobody knows: never zero, never an empty string.
    Inconnu,
    /// Free text, always literal.
    Texte(String),
    /// A whole number.
    Entier(i64),
    /// A number with decimals.
    Decimal(f64),
    /// A civil date.
    Date(NaiveDate),
    /// A moment, shown at the time of the territory.
    Instant(DateTime<Utc>),
    /// Yes or no.
    Booleen(bool),
    /// Where something stands, in words, and the day it has stood there since, when it is known.
    Etat {
        /// The word of the state.
        mot: String,
        /// Since when.
        depuis: Option<NaiveDate>,
    },
}

impl Valeur {
    /// The value in French, for people.
    pub fn affiche(&self) -> String {
        match self {
            Self::Inconnu => "non connu".to_owned(),
            Self::Texte(texte) => texte.clone(),
            Self::Entier(entier) => base::nombre(*entier),
            Self::Decimal(decimal) => decimal_court(*decimal),
            Self::Date(date) => base::date_courte(*date),
            Self::Instant(instant) => {
                let ici = base::sur_place(*instant);
                format!("{} à {}", base::date_courte(ici.date()), base::heure_courte(ici.time()))
            }
            Self::Booleen(true) => "oui".to_owned(),
            Self::Booleen(false) => "non".to_owned(),
            Self::Etat { mot, depuis: None } => mot.clone(),
            Self::Etat { mot, depuis: Some(jour) } => format!("{mot} depuis le {}", base::date_courte(*jour)),
        }
    }

    /// The word of a state, and its day in figures; `None` for any other value.
    pub fn etat(&self) -> Option<(&str, Option<String>)> {
        match self {
            Self::Etat { mot, depuis } => Some((mot, depuis.map(base::date_courte))),
            _ => None,
        }
    }
}

/// Up to two decimals, no trailing zeros; a number that is not finite is not known.
fn decimal_court(valeur: f64) -> String {
    if !valeur.is_finite() {
        return Valeur::Inconnu.affiche();
    }
    let texte = base::decimal(valeur, 2);
    let court = if texte.contains(',') { texte.trim_end_matches('0').trim_end_matches(',') } else { &texte };
    court.to_owned()
}

macro_rules! depuis {
    ($($source:ty => |$nom:ident| $valeur:expr;)*) => {$(
        impl From<$source> for Valeur {
            fn from($nom: $source) -> Self {
                $valeur
            }
        }
        impl From<$source> for Cellule {
            fn from($nom: $source) -> Self {
                Valeur::from($nom).into()
            }
        }
    )*};
}

depuis! {
    &str => |v| Self::Texte(v.to_owned());
    String => |v| Self::Texte(v);
    i64 => |v| Self::Entier(v);
    i32 => |v| Self::Entier(v.into());
    u32 => |v| Self::Entier(v.into());
    f64 => |v| Self::Decimal(v);
    NaiveDate => |v| Self::Date(v);
    DateTime<Utc> => |v| Self::Instant(v);
    bool => |v| Self::Booleen(v);
}

impl<T: Into<Valeur>> From<Option<T>> for Valeur {
    fn from(valeur: Option<T>) -> Self {
        valeur.map_or(Self::Inconnu, Into::into)
    }
}

/// A value in a table, with the page it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Cellule {
    /// What the cell says.
    pub valeur: Valeur,
    /// The address opened from the cell, on the web only.
    pub lien: Option<String>,
}

impl Cellule {
    /// The same cell, leading to `lien`.
    #[must_use]
    pub fn avec_lien(self, lien: String) -> Self {
        Self { lien: Some(lien), ..self }
    }
}

impl From<Valeur> for Cellule {
    fn from(valeur: Valeur) -> Self {
        Self { valeur, lien: None }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cellule {
    fn from(valeur: Option<T>) -> Self {
        valeur.map_or_else(|| Valeur::Inconnu.into(), Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_valeur_se_lit_en_francais() {
        let instant: DateTime<Utc> = "2017-03-14T09:05:00Z".parse().unwrap();
        let date = NaiveDate::from_ymd_opt(2017, 3, 14).unwrap();
        for (valeur, attendu) in [
            (Valeur::Inconnu, "non connu"),
            (1377.into(), "1\u{202f}377"),
            (1234.5.into(), "1\u{202f}234,5"),
            (30.0.into(), "30"),
            (100.0.into(), "100"),
            (2.456.into(), "2,46"),
            ((-0.001).into(), "0"),
            (f64::NAN.into(), "non connu"),
            (date.into(), "14/03/2017"),
            (instant.into(), "14/03/2017 à 10 h 05"),
            (true.into(), "oui"),
            (false.into(), "non"),
            (None::<i64>.into(), "non connu"),
        ] {
            assert_eq!(valeur.affiche().replace('\u{a0}', " "), attendu);
        }
        assert_eq!(base::sur_place(instant).format("%H:%M").to_string(), "10:05");
    }
}
