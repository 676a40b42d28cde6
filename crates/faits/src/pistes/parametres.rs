//! From when a piste is followed, by version.

use std::sync::LazyLock;

use passerelle_base::Date;
use passerelle_socle::versions::{Version, Versions};
use serde::Deserialize;

/// A version of the clock.
#[derive(Clone, Debug, Deserialize)]
pub struct Horloge {
    /// Months before the planned signature from which a piste is followed.
    pub suivi_mois: u32,
}

/// The same, since when and by which text.
pub type Delais = Version<Horloge>;

#[derive(Deserialize)]
struct Fichier {
    version: Versions<Horloge>,
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/pistes.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
});

/// The clock of a piste opened on this day.
pub fn delais(ouverte_le: Date) -> &'static Delais {
    FICHIER.version.le_ou_premiere(ouverte_le)
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
