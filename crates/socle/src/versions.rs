//! Values that texts set, from a day on: one reader for every file of `parametres/`.

use std::ops::Deref;

use passerelle_base::Date;
use serde::{Deserialize, Deserializer};

/// Values, since when, and the text that sets them.
#[derive(Clone, Debug, Deserialize)]
pub struct Version<T> {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
    /// Title of the text.
    pub titre: String,
    /// Where it is published.
    pub adresse: String,
    #[serde(flatten)]
    valeurs: T,
}

impl<T> Deref for Version<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.valeurs
    }
}

/// Those of a file, by day; never none.
#[derive(Debug)]
pub struct Versions<T>(Vec<Version<T>>);

impl<T> Versions<T> {
    /// What is in force on a day; `None` before the first.
    pub fn le(&self, jour: Date) -> Option<&Version<T>> {
        self.0.iter().rev().find(|v| v.depuis <= jour)
    }

    /// What is in force on a day; before the first, the first.
    pub fn le_ou_premiere(&self, jour: Date) -> &Version<T> {
        self.le(jour).unwrap_or(&self.0[0])
    }

    /// All of them, by day.
    pub fn iter(&self) -> impl Iterator<Item = &Version<T>> {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Versions<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let mut toutes = Vec::<Version<T>>::deserialize(d)?;
        toutes.sort_by_key(|v| v.depuis);
        match toutes.is_empty() {
            true => Err(serde::de::Error::custom("no version")),
            false => Ok(Self(toutes)),
        }
    }
}

/// A date of TOML.
fn jour<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let lu = toml::value::Datetime::deserialize(d)?;
    lu.to_string().parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Duree {
        mois: u32,
    }

    #[derive(Debug, Deserialize)]
    struct Fichier {
        duree: Versions<Duree>,
    }

    const DEUX: &str = "[[duree]]\ndepuis = 2019-01-01\ntitre = 'b'\nadresse = 'x'\nmois = 6\n\
                        [[duree]]\ndepuis = 2015-08-19\ntitre = 'a'\nadresse = 'x'\nmois = 2\n";

    #[test]
    fn a_day_has_the_version_in_force_and_before_the_first_none() {
        let lues = toml::from_str::<Fichier>(DEUX).unwrap().duree;
        let mois = |jour: &str| lues.le(jour.parse().unwrap()).map(|v| (v.titre.as_str(), v.mois));
        assert_eq!(mois("2015-08-18"), None);
        assert_eq!(mois("2015-08-19"), Some(("a", 2)));
        assert_eq!(mois("2018-12-31"), Some(("a", 2)));
        assert_eq!(mois("2019-01-01"), Some(("b", 6)));
        assert_eq!(lues.le_ou_premiere("1999-01-01".parse().unwrap()).mois, 2);
        assert_eq!(lues.iter().count(), 2);
        assert!(toml::from_str::<Fichier>("duree = []").is_err(), "a value that no text sets");
    }
}
