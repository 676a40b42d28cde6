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

/// A number of days that a text gives.
#[derive(Clone, Debug, Deserialize)]
pub struct Delai {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
    /// Title of the text.
    pub titre: String,
    /// Where it is published.
    pub adresse: String,
    /// How many.
    pub jours: u32,
}

#[derive(Deserialize)]
struct Fichier {
    periode_libre: Vec<PeriodeLibre>,
    depot: Vec<Delai>,
    reponse_opco: Vec<Delai>,
}

fn jour<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let lu = toml::value::Datetime::deserialize(d)?;
    lu.to_string().parse().map_err(serde::de::Error::custom)
}

static VERSIONS: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/contrats.toml");
    let mut lu: Fichier = toml::from_str(texte).expect("an embedded file, read by a test");
    lu.periode_libre.sort_by_key(|v| v.depuis);
    lu.depot.sort_by_key(|v| v.depuis);
    lu.reponse_opco.sort_by_key(|v| v.depuis);
    lu
});

/// The length for a contract concluded on that day.
pub fn periode_libre(conclu: Date) -> &'static PeriodeLibre {
    let versions = &VERSIONS.periode_libre;
    versions.iter().rev().find(|v| v.depuis <= conclu).unwrap_or(&versions[0])
}

/// The working days within which a contract concluded on that day is deposited; none before the first text.
pub fn delai_de_depot(conclu: Date) -> Option<&'static Delai> {
    VERSIONS.depot.iter().rev().find(|v| v.depuis <= conclu)
}

/// The days within which its OPCO answers.
pub fn delai_de_reponse(conclu: Date) -> Option<&'static Delai> {
    VERSIONS.reponse_opco.iter().rev().find(|v| v.depuis <= conclu)
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

    #[test]
    fn the_papers_of_a_contract_have_their_days_since_2020_with_their_text() {
        let (avant, depuis) = ("2019-12-31".parse().unwrap(), "2020-01-01".parse().unwrap());
        assert!(delai_de_depot(avant).is_none() && delai_de_reponse(avant).is_none());
        let (depot, reponse) = (delai_de_depot(depuis).unwrap(), delai_de_reponse(depuis).unwrap());
        assert_eq!((depot.jours, reponse.jours), (5, 20));
        assert!(depot.titre.contains("D. 6224-1") && reponse.titre.contains("D. 6224-2"));
    }
}
