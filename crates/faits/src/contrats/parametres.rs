//! How long a contract may be broken freely, as the texts date it.

use std::sync::LazyLock;

use passerelle_base::Date;
use passerelle_socle::versions::{Version, Versions};
use serde::Deserialize;

/// A length of the free period, and the text that sets it.
#[derive(Clone, Debug, Deserialize)]
pub struct Longueur {
    #[serde(flatten)]
    pub duree: Duree,
}

/// The same, since when and by which text.
pub type PeriodeLibre = Version<Longueur>;

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
pub struct Jours {
    /// How many.
    pub jours: u32,
}

/// The same, since when and by which text.
pub type Delai = Version<Jours>;

#[derive(Deserialize)]
struct Fichier {
    periode_libre: Versions<Longueur>,
    depot: Versions<Jours>,
    reponse_opco: Versions<Jours>,
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/contrats.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
});

/// The length for a contract concluded on that day.
pub fn periode_libre(conclu: Date) -> &'static PeriodeLibre {
    FICHIER.periode_libre.le_ou_premiere(conclu)
}

/// The working days within which a contract concluded on that day is deposited; none before the first text.
pub fn delai_de_depot(conclu: Date) -> Option<&'static Delai> {
    FICHIER.depot.le(conclu)
}

/// The days within which its OPCO answers.
pub fn delai_de_reponse(conclu: Date) -> Option<&'static Delai> {
    FICHIER.reponse_opco.le(conclu)
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
