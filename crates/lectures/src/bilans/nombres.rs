//! Numbers by their key in the JSON report, in the order of the report.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Keys and numbers. A report frozen before a figure existed lacks its key: the number is unknown, not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nombres<N>(Vec<(String, N)>);

impl<N> Default for Nombres<N> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<N: Copy> Nombres<N> {
    /// The number of a key.
    pub fn lire(&self, cle: &str) -> Option<N> {
        self.0.iter().find(|(c, _)| c == cle).map(|(_, n)| *n)
    }
}

impl<N> FromIterator<(String, N)> for Nombres<N> {
    fn from_iter<I: IntoIterator<Item = (String, N)>>(paires: I) -> Self {
        Self(paires.into_iter().collect())
    }
}

impl<N: Serialize> Serialize for Nombres<N> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|(cle, n)| (cle, n)))
    }
}

impl<'de, N: Deserialize<'de>> Deserialize<'de> for Nombres<N> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(Lecteur(PhantomData))
    }
}

struct Lecteur<N>(PhantomData<N>);

impl<'de, N: Deserialize<'de>> Visitor<'de> for Lecteur<N> {
    type Value = Nombres<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("des nombres par clé")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut lues: A) -> Result<Nombres<N>, A::Error> {
        let mut nombres = vec![];
        while let Some(paire) = lues.next_entry()? {
            nombres.push(paire);
        }
        Ok(Nombres(nombres))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_the_order_in_which_they_were_written() {
        let texte = r#"{"zele":1,"actions":2}"#;
        let lus: Nombres<i64> = serde_json::from_str(texte).unwrap();
        assert_eq!((lus.lire("actions"), lus.lire("autre")), (Some(2), None));
        assert_eq!(serde_json::to_string(&lus).unwrap(), texte);
    }
}
