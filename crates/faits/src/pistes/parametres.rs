//! From when a piste is followed, by version.

use std::sync::LazyLock;

use passerelle_base::Date;
use serde::Deserialize;

/// A version of the clock.
#[derive(Clone, Debug, Deserialize)]
pub struct Delais {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
    /// Who sets it.
    pub titre: String,
    /// Where it is said.
    pub adresse: String,
    /// Months before the planned signature from which a piste is followed.
    pub suivi_mois: u32,
}

#[derive(Deserialize)]
struct Fichier {
    version: Vec<Delais>,
}

fn jour<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let lu = toml::value::Datetime::deserialize(d)?;
    lu.to_string().parse().map_err(serde::de::Error::custom)
}

static VERSIONS: LazyLock<Vec<Delais>> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/pistes.toml");
    let fichier: Fichier = toml::from_str(texte).expect("an embedded file, read by a test");
    let mut versions = fichier.version;
    versions.sort_by_key(|v| v.depuis);
    versions
});

/// The clock of a piste opened on this day.
pub fn delais(ouverte_le: Date) -> &'static Delais {
    VERSIONS.iter().rev().find(|v| v.depuis <= ouverte_le).unwrap_or(&VERSIONS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piste_is_followed_two_months_ahead_and_the_text_is_named() {
        let lus = delais("2026-09-01".parse().unwrap());
        assert_eq!(lus.suivi_mois, 2);
        assert!(lus.titre.contains("AP1_112") && lus.adresse.starts_with("https://"), "{lus:?}");
        assert_eq!(delais("1999-01-01".parse().unwrap()).suivi_mois, 2, "before the first, the first");
    }
}
