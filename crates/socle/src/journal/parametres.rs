//! Dated values: how long the journal is kept, which readings are unusual.

use std::sync::LazyLock;

use passerelle_base::Date;
use serde::Deserialize;

use crate::versions::Versions;

/// How long lines are kept.
#[derive(Debug, Deserialize)]
pub struct Conservation {
    pub mois: u32,
}

/// From how many on an account's reading is told to whoever keeps the platform.
#[derive(Clone, Debug, Deserialize)]
pub struct Seuils {
    /// Different files within an hour.
    pub dossiers_par_heure: i64,
    /// Different files within a day.
    pub dossiers_par_jour: i64,
    /// Refusals within a day.
    pub refus_par_jour: i64,
    /// Questions about what is out of sight within a day.
    pub questions_par_jour: i64,
}

#[derive(Deserialize)]
struct Fichier {
    conservation: Versions<Conservation>,
    lectures_inhabituelles: Versions<Seuils>,
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/journal.toml");
    toml::from_str(texte).expect("an embedded file, read by a test")
});

/// The duration in force on a day; before the first, the first.
pub fn conservation(le: Date) -> &'static Conservation {
    FICHIER.conservation.le_ou_premiere(le)
}

/// The thresholds in force on a day; before the first, the first.
pub fn seuils(le: Date) -> &'static Seuils {
    FICHIER.lectures_inhabituelles.le_ou_premiere(le)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_journal_is_kept_within_what_the_cnil_asks() {
        // Délibération 2021-122: six months to a year.
        let mois = super::conservation("2026-11-24".parse().unwrap()).mois;
        assert!((6..=12).contains(&mois));
        assert!(super::seuils("2017-01-01".parse().unwrap()).dossiers_par_heure > 0);
    }
}
