//! What may be said of a number of people.

use std::fmt;

use passerelle_base::nombre;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is said of a number that is hidden without saying whether it is small.
const TU: &str = "non communiqué";
/// What is said of a number under a threshold, before the threshold.
const MOINS_DE: &str = "moins de ";

/// A number of people, as it may be said. In JSON a number, or the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effectif {
    /// As it is.
    Dit(i64),
    /// Under this threshold, zero included.
    MoinsDe(i64),
    /// Hidden: it says nothing of its size. It protects another, or is small where saying so would tell more.
    Tu,
}

impl Effectif {
    /// The number alone, when it is under no other and makes no sum: as it is from the threshold on.
    pub fn seul(n: i64, seuil: i64) -> Self {
        if n < seuil { Self::MoinsDe(seuil) } else { Self::Dit(n) }
    }

    /// The number, when it is said.
    pub fn dit(self) -> Option<i64> {
        match self {
            Self::Dit(n) => Some(n),
            Self::MoinsDe(_) | Self::Tu => None,
        }
    }
}

impl From<i64> for Effectif {
    fn from(n: i64) -> Self {
        Self::Dit(n)
    }
}

impl fmt::Display for Effectif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dit(n) => f.write_str(&nombre(*n)),
            Self::MoinsDe(seuil) => write!(f, "{MOINS_DE}{seuil}"),
            Self::Tu => f.write_str(TU),
        }
    }
}

impl Serialize for Effectif {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Dit(n) => s.serialize_i64(*n),
            autre => s.collect_str(autre),
        }
    }
}

impl<'de> Deserialize<'de> for Effectif {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Lecteur)
    }
}

struct Lecteur;

impl Visitor<'_> for Lecteur {
    type Value = Effectif;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un effectif, ou les mots qui le cachent")
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Effectif, E> {
        Ok(Effectif::Dit(n))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Effectif, E> {
        i64::try_from(n).map(Effectif::Dit).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, mots: &str) -> Result<Effectif, E> {
        if mots == TU {
            return Ok(Effectif::Tu);
        }
        let seuil = mots.strip_prefix(MOINS_DE).and_then(|n| n.parse().ok());
        seuil.map(Effectif::MoinsDe).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(mots), &self))
    }
}
