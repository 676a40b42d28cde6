//! How long a contract may be broken freely, as the texts date it.

use std::sync::LazyLock;

use passerelle_base::Date;
use serde::Deserialize;

/// A length of the free period, and the text that sets it.
#[derive(Clone, Debug, Deserialize)]
pub struct PeriodeLibre {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
    /// Title of the text.
    pub titre: String,
    /// Where it is published.
    pub adresse: String,
    #[serde(flatten)]
    pub duree: Duree,
}

/// How it is counted.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Duree {
    /// In months of the calendar.
    #[serde(rename = "mois")]
    Mois(u32),
    /// In days of practice in the company.
    #[serde(rename = "jours_pratique")]
    JoursPratique(u32),
}

#[derive(Deserialize)]
struct Fichier {
    periode_libre: Vec<PeriodeLibre>,
}

fn jour<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let lu = toml::value::Datetime::deserialize(d)?;
    lu.to_string().parse().map_err(serde::de::Error::custom)
}

static VERSIONS: LazyLock<Vec<PeriodeLibre>> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/contrats.toml");
    let fichier: Fichier = toml::from_str(texte).expect("an embedded file, read by a test");
    let mut versions = fichier.periode_libre;
    versions.sort_by_key(|v| v.depuis);
    versions
});

/// The length for a contract concluded on that day.
pub fn periode_libre(conclu: Date) -> &'static PeriodeLibre {
    VERSIONS.iter().rev().find(|v| v.depuis <= conclu).unwrap_or(&VERSIONS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_keeps_the_length_of_the_day_on_which_it_was_concluded() {
        let duree = |le: &str| periode_libre(le.parse().unwrap()).duree;
        assert_eq!(duree("2015-08-18"), Duree::Mois(2));
        assert_eq!(duree("2015-08-19"), Duree::JoursPratique(45));
        assert_eq!(duree("1999-01-01"), Duree::Mois(2));
    }
}
