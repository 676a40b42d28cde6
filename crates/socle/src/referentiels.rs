//! Embedded reference data: codes are stored, labels are looked up when shown.

use std::collections::HashMap;
use std::sync::LazyLock;

use passerelle_base::plier;

type Table = LazyLock<HashMap<&'static str, &'static str>>;

static COMMUNES: Table = LazyLock::new(|| lire(include_str!("../../../referentiels/communes/communes.csv")));
static REGIONS: Table = LazyLock::new(|| lire(include_str!("../../../referentiels/regions/regions.csv")));

/// Each with its name and the code of its region.
static DEPARTEMENTS: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let lus = rangees(include_str!("../../../referentiels/departements/departements.csv"));
    lus.filter_map(|(code, suite)| Some((code, suite.split_once(';')?))).collect()
});

/// In the order of their source.
static THEMATIQUES: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| rangees(include_str!("../../../referentiels/data-inclusion/thematiques.csv")).collect());

/// `code;nom` under a header.
fn rangees(csv: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    csv.lines().skip(1).filter_map(|l| l.split_once(';'))
}

fn lire(csv: &'static str) -> HashMap<&'static str, &'static str> {
    rangees(csv).collect()
}

/// Name of a commune; a code unknown here is shown as it is.
pub fn commune(code: &str) -> &str {
    COMMUNES.get(code).copied().unwrap_or(code)
}

/// Code of a commune, from its code or its name however it is written; `None` when no commune, or
/// more than one, has that name.
pub fn code_commune(saisie: &str) -> Option<&'static str> {
    if let Some((code, _)) = COMMUNES.get_key_value(saisie) {
        return Some(code);
    }
    let plie = plier(saisie);
    let mut trouvees = COMMUNES.iter().filter(|(_, nom)| plier(nom) == plie);
    trouvees.next().filter(|_| trouvees.next().is_none()).map(|(code, _)| *code)
}

/// Name of a département.
pub fn departement(code: &str) -> Option<&'static str> {
    DEPARTEMENTS.get(code).map(|(nom, _)| *nom)
}

/// Code of the region of a département.
pub fn region_du_departement(code: &str) -> Option<&'static str> {
    DEPARTEMENTS.get(code).map(|(_, region)| *region)
}

/// Name of a region.
pub fn region(code: &str) -> Option<&'static str> {
    REGIONS.get(code).copied()
}

/// Themes of data·inclusion: (code, name).
pub fn thematiques() -> &'static [(&'static str, &'static str)] {
    &THEMATIQUES
}

/// Name of a theme.
pub fn thematique(code: &str) -> Option<&'static str> {
    THEMATIQUES.iter().find(|(c, _)| *c == code).map(|(_, nom)| *nom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_find_their_names() {
        assert_eq!(commune("93010"), "Bondy");
        assert_eq!(commune("13055"), "13055");
        assert_eq!((code_commune("bondy"), code_commune("93010")), (Some("93010"), Some("93010")));
        assert_eq!(code_commune("Nulle-Part"), None);
        assert_eq!(departement("93"), Some("Seine-Saint-Denis"));
        assert_eq!((region_du_departement("93"), region("11")), (Some("11"), Some("Île-de-France")));
        assert_eq!((region_du_departement("11"), region("93")), (Some("76"), Some("Provence-Alpes-Côte d'Azur")));
        assert!(DEPARTEMENTS.values().all(|(_, r)| region(r).is_some()));
        assert_eq!(REGIONS.len(), 18);
        assert_eq!(COMMUNES.len(), 1287);
        assert_eq!(DEPARTEMENTS.len(), 101);
        assert_eq!(thematique("mobilite--preparer-un-permis"), Some("Préparer un permis"));
        assert_eq!(THEMATIQUES.len(), 69);
    }
}
