//! Which outcomes count as positive, by dated texts.

use std::sync::LazyLock;

use passerelle_base::Date;
use passerelle_socle::versions::{Version, Versions};
use serde::Deserialize;

/// A version of the definition of a positive exit.
#[derive(Debug, Deserialize)]
pub struct Definition {
    /// What follows an action and counts.
    pub issues: Vec<String>,
    /// Where texts disagree, in words.
    pub desaccord: String,
}

/// The same, since when and by which text.
pub type SortiesPositives = Version<Definition>;

#[derive(Deserialize)]
struct Fichier {
    version: Versions<Definition>,
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/sorties_positives.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
});

/// The version in force on a day; before the first, the first.
pub fn sorties_positives(le: Date) -> &'static SortiesPositives {
    FICHIER.version.le_ou_premiere(le)
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
        for version in FICHIER.version.iter() {
            assert!(version.adresse.starts_with("https://") && !version.issues.is_empty());
            assert!(version.issues.iter().all(|i| ISSUES.codes.contains(&i.as_str())));
        }
        assert!(!imprime.issues.iter().any(|i| i == "reorientation"));
    }
}
