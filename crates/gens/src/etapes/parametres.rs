//! The thresholds of the steps, as the texts date them.

use std::sync::LazyLock;

use passerelle_base::Date;
use passerelle_socle::versions::{Version, Versions};
use serde::Deserialize;

/// A version of the thresholds.
#[derive(Clone, Debug, Deserialize)]
pub struct Valeurs {
    /// Days during which a contract may be broken freely. The law counts days of practice in the
    /// company, which no file tells: they are only announced, never used to change step.
    pub periode_libre_jours: u32,
    /// Months during which the CFA keeps whoever had their contract broken.
    pub apres_rupture_mois: u32,
    /// Months after which a contract that still holds is lasting.
    pub insertion_mois: u32,
    /// Title of the source of that last value.
    pub insertion_titre: String,
    /// Where it is published.
    pub insertion_adresse: String,
}

/// The same, since when and by which text.
pub type Seuils = Version<Valeurs>;

#[derive(Deserialize)]
struct Fichier {
    version: Versions<Valeurs>,
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/etapes.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
});

/// The thresholds in force on a day.
pub type AuJour = fn(Date) -> &'static Seuils;

/// The version in force on a day; before the first, the first.
pub fn seuils(le: Date) -> &'static Seuils {
    FICHIER.version.le_ou_premiere(le)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_its_thresholds() {
        let en_2017 = seuils("2017-12-31".parse().unwrap());
        assert_eq!((en_2017.periode_libre_jours, en_2017.apres_rupture_mois), (45, 0));
        let depuis_2019 = seuils("2019-01-01".parse().unwrap());
        assert_eq!((depuis_2019.periode_libre_jours, depuis_2019.apres_rupture_mois), (45, 6));
        assert!(depuis_2019.titre.contains("L. 6222-18-2"));
        assert_eq!(seuils("2001-01-01".parse().unwrap()).titre, en_2017.titre);
        assert!(FICHIER.version.iter().all(|v| v.insertion_adresse.starts_with("https://") && v.insertion_mois == 6));
    }
}
