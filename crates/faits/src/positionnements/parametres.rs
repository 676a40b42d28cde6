//! The clocks of a request, by version.

use std::sync::LazyLock;

use passerelle_base::Date;
use passerelle_socle::versions::{Version, Versions};
use serde::Deserialize;

/// A version of the clocks.
#[derive(Clone, Debug, Deserialize)]
pub struct Horloge {
    /// Days after which whoever has not answered is reminded.
    pub rappels_jours: Vec<u32>,
    /// Days after which a request without answer expires.
    pub expiration_jours: u32,
    /// Days after the request at most for which an answer may be promised.
    pub promesse_jours: u32,
    /// Days for which a freed place is kept.
    pub offre_jours: u32,
}

/// The same, since when and by which text.
pub type Delais = Version<Horloge>;

#[derive(Deserialize)]
struct Fichier {
    version: Versions<Horloge>,
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/positionnements.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
});

/// The clocks of a request made on this day; `None` before the first version: nobody had been told of any.
pub fn delais(demande: Date) -> Option<&'static Delais> {
    FICHIER.version.le(demande)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_before_the_first_version_has_no_clock() {
        assert!(delais("2017-12-31".parse().unwrap()).is_none());
        let premiers = delais("2018-01-01".parse().unwrap()).unwrap();
        assert_eq!((premiers.expiration_jours, premiers.promesse_jours, premiers.offre_jours), (30, 60, 3));
        assert_eq!(premiers.rappels_jours, [3, 7]);
        assert!(premiers.titre.starts_with("Choix de Passerelle"), "ours, and said so");
    }
}
