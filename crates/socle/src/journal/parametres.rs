//! Dated values: how long the journal is kept, which readings are unusual.

use std::sync::LazyLock;

use passerelle_base::Date;
use serde::Deserialize;

/// How long lines are kept.
#[derive(Debug, Deserialize)]
pub struct Conservation {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
    /// Months.
    pub mois: u32,
}

/// From how many on an account's reading is told to whoever keeps the platform.
#[derive(Clone, Debug, Deserialize)]
pub struct Seuils {
    #[serde(deserialize_with = "jour")]
    depuis: Date,
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
    conservation: Vec<Conservation>,
    lectures_inhabituelles: Vec<Seuils>,
}

fn jour<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
    let lu = toml::value::Datetime::deserialize(d)?;
    lu.to_string().parse().map_err(serde::de::Error::custom)
}

static FICHIER: LazyLock<Fichier> = LazyLock::new(|| {
    let texte = include_str!("../../../../parametres/journal.toml");
    let mut f: Fichier = toml::from_str(texte).expect("an embedded file, read by a test");
    f.conservation.sort_by_key(|v| v.depuis);
    f.lectures_inhabituelles.sort_by_key(|v| v.depuis);
    f
});

/// The duration in force on a day; before the first, the first.
pub fn conservation(le: Date) -> &'static Conservation {
    let toutes = &FICHIER.conservation;
    toutes.iter().rev().find(|v| v.depuis <= le).unwrap_or(&toutes[0])
}

/// The thresholds in force on a day; before the first, the first.
pub fn seuils(le: Date) -> &'static Seuils {
    let tous = &FICHIER.lectures_inhabituelles;
    tous.iter().rev().find(|v| v.depuis <= le).unwrap_or(&tous[0])
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
