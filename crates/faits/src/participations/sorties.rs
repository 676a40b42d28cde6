//! Which outcomes count as positive, by dated texts.

use std::sync::LazyLock;

use passerelle_base::Date;
use serde::Deserialize;

/// A version of the definition of a positive exit.
#[derive(Debug, Deserialize)]
pub struct SortiesPositives {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
    /// Title of the text.
    pub titre: String,
    /// Where it is published.
    pub adresse: String,
    /// What follows an action and counts.
    pub issues: Vec<String>,
    /// Where texts disagree, in words.
    pub desaccord: String,
}

#[derive(Deserialize)]
struct Fichier {
    version: Vec<SortiesPositives>,
}

fn jour<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let lu = toml::value::Datetime::deserialize(d)?;
    lu.to_string().parse().map_err(serde::de::Error::custom)
}

static VERSIONS: LazyLock<Vec<SortiesPositives>> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/sorties_positives.toml");
    let fichier: Fichier = toml::from_str(texte).expect("an embedded file, read by a test");
    let mut versions = fichier.version;
    versions.sort_by_key(|v| v.depuis);
    versions
});

/// The version in force on a day; before the first, the first.
pub fn sorties_positives(le: Date) -> &'static SortiesPositives {
    VERSIONS.iter().rev().find(|v| v.depuis <= le).unwrap_or(&VERSIONS[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participations::ISSUES;

    #[test]
    fn each_day_has_its_version_and_each_code_exists() {
        let imprime = sorties_positives("2017-12-31".parse().unwrap());
        assert!(imprime.titre.contains("Bilan 2017"));
        let pacte = sorties_positives("2019-01-01".parse().unwrap());
        assert!(pacte.titre.contains("Pacte"));
        assert_eq!(sorties_positives("2018-12-31".parse().unwrap()).titre, imprime.titre);
        for version in VERSIONS.iter() {
            assert!(version.adresse.starts_with("https://") && !version.issues.is_empty());
            assert!(version.issues.iter().all(|i| ISSUES.codes.contains(&i.as_str())));
        }
        assert!(!imprime.issues.iter().any(|i| i == "reorientation"));
    }
}
