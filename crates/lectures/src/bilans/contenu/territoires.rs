//! What the codes of quoted figures name: a département, or the region that départements make. Pure.

use std::collections::BTreeSet;

use passerelle_socle::referentiels::{region, region_du_departement};

/// The codes quoted together.
///
/// Some codes name both: 11 is Aude and Île-de-France, 75 Paris and Nouvelle-Aquitaine. Such a code is the region when
/// a département of that region is quoted beside it. The départements whose code names nothing else are listened to first:
/// beside Ardennes, 44 is Grand Est, though 52 could be the Pays de la Loire.
pub(super) struct Territoires {
    regions: BTreeSet<&'static str>,
}

impl Territoires {
    /// Reads all the codes of a series.
    pub fn nouveaux<'a>(cites: impl Iterator<Item = &'a str>) -> Self {
        let cites: BTreeSet<&str> = cites.collect();
        let surs = cites.iter().filter(|code| region(code).is_none()).filter_map(|code| region_du_departement(code));
        let mut regions: BTreeSet<&'static str> = surs.collect();
        if regions.is_empty() {
            let autres = |code: &&&str| region_du_departement(code).is_some_and(|r| cites.contains(r) && r != **code);
            regions = cites.iter().filter(autres).filter_map(|code| region_du_departement(code)).collect();
        }
        Self { regions }
    }

    /// The name of the region, when this code is one.
    pub fn region(&self, code: &str) -> Option<&'static str> {
        self.regions.contains(code).then(|| region(code)).flatten()
    }

    /// The name of what these codes make together: their region when they are all of one. Several regions, or a code that
    /// is no département, make no whole that has a name.
    pub fn ensemble<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Option<&'static str> {
        let de = |code: &str| self.regions.get(code).copied().or_else(|| region_du_departement(code));
        let toutes: BTreeSet<&str> = codes.map(de).collect::<Option<_>>()?;
        let mut toutes = toutes.into_iter();
        toutes.next().filter(|_| toutes.next().is_none()).and_then(region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ensemble(codes: &[&str]) -> (Vec<&'static str>, Option<&'static str>) {
        let lus = Territoires::nouveaux(codes.iter().copied());
        (codes.iter().filter_map(|c| lus.region(c)).collect(), lus.ensemble(codes.iter().copied()))
    }

    #[test]
    fn a_code_that_names_both_is_the_region_of_the_departements_beside_it() {
        let idf = "Île-de-France";
        assert_eq!(ensemble(&["75", "77", "78", "91", "92", "93", "94", "95", "11"]), (vec![idf], Some(idf)));
        assert_eq!(ensemble(&["75", "93", "11"]), (vec![idf], Some(idf)));
        let paca = "Provence-Alpes-Côte d'Azur";
        assert_eq!(ensemble(&["04", "05", "06", "13", "83", "84", "93"]), (vec![paca], Some(paca)));
        assert_eq!(ensemble(&["09", "11", "31", "32", "34", "76"]), (vec!["Occitanie"], Some("Occitanie")));
        assert_eq!(ensemble(&["08", "10", "52", "44"]), (vec!["Grand Est"], Some("Grand Est")));
    }

    #[test]
    fn departements_alone_make_their_region_and_those_of_two_make_nothing_that_has_a_name() {
        assert_eq!(ensemble(&["93"]), (vec![], Some("Île-de-France")));
        assert_eq!(ensemble(&["2A", "2B"]), (vec![], Some("Corse")));
        assert_eq!(ensemble(&["77", "60", "11", "32"]), (vec!["Île-de-France", "Hauts-de-France"], None));
        assert_eq!(ensemble(&["77", "bassin nord"]), (vec![], None));
        assert_eq!(ensemble(&[]), (vec![], None));
    }
}
