//! At least `K_MIN` people share each combination of what could tell who somebody is, or it is masked.
//!
//! Strata are kept as they are, since the analysis needs them: too small a stratum refuses the extract. Within a
//! stratum, months become quarters, then years; then whoever is still too rare loses all their characteristics.

use std::collections::BTreeMap;

use crate::lectures::etudes::model::K_MIN;

/// What stands for a characteristic that is not given.
pub const MASQUE: &str = "masque";

/// Share of the rows that may be masked, in percent, before another way is looked for.
const MASQUES_MAX: usize = 20;

/// One row: its strata together, its month (`2017-03`), its characteristics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rangee {
    /// Kept as it is.
    pub strate: String,
    /// Month of the beginning.
    pub mois: String,
    /// Characteristics, in the order of the protocol.
    pub traits: Vec<String>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anonymat {
    /// The rows, in the same order.
    pub rangees: Vec<Rangee>,
    /// `mois`, `trimestre` or `annee`.
    pub precision: &'static str,
    /// Size of the smallest group.
    pub k: usize,
    /// Rows that lost their characteristics.
    pub masquees: usize,
    /// How many groups.
    pub groupes: usize,
}

/// Why no extract can be made, and what to coarsen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RefusAnonymat {
    /// Too few people in all.
    #[error("l'extrait compterait moins de {K_MIN} personnes : élargissez la période ou la population")]
    TropPeu,
    /// A stratum is too small.
    #[error(
        "la strate « {0} » compte moins de {K_MIN} personnes : regroupez-la avec une autre, ou faites l'étude sans cette strate"
    )]
    Strate(String),
    /// Too many rows would lose what they say.
    #[error(
        "{masquees} lignes sur {n} devraient être masquées pour que {K_MIN} personnes au moins se ressemblent : {conseil}"
    )]
    TropFin {
        /// Rows to mask.
        masquees: usize,
        /// Rows.
        n: usize,
        /// What to coarsen.
        conseil: String,
    },
}

fn generaliser(mois: &str, precision: &str) -> String {
    let (annee, m) = mois.split_once('-').unwrap_or((mois, ""));
    match (precision, m.parse::<u32>()) {
        ("mois", _) => mois.to_owned(),
        ("trimestre", Ok(m)) => format!("{annee}-T{}", m.div_ceil(3)),
        _ => annee.to_owned(),
    }
}

type Cle = (String, Vec<String>);

fn groupes(rangees: &[Rangee]) -> BTreeMap<Cle, Vec<usize>> {
    let mut groupes: BTreeMap<Cle, Vec<usize>> = BTreeMap::new();
    for (i, r) in rangees.iter().enumerate() {
        let cle = std::iter::once(r.mois.clone()).chain(r.traits.iter().cloned()).collect();
        groupes.entry((r.strate.clone(), cle)).or_default().push(i);
    }
    groupes
}

/// The rows that must be masked: those of groups too small, and as many more as their own group needs, taken where
/// they leave enough people behind.
fn a_masquer(rangees: &[Rangee]) -> Vec<usize> {
    let mut par_strate: BTreeMap<String, Vec<Vec<usize>>> = BTreeMap::new();
    for ((strate, _), membres) in groupes(rangees) {
        par_strate.entry(strate).or_default().push(membres);
    }
    let mut masquer = Vec::new();
    for groupes in par_strate.into_values() {
        let (rares, mut grands): (Vec<_>, Vec<_>) = groupes.into_iter().partition(|g| g.len() < K_MIN);
        let pris: usize = rares.iter().map(Vec::len).sum();
        masquer.extend(rares.into_iter().flatten());
        let manque = K_MIN.saturating_sub(pris);
        if pris == 0 || manque == 0 {
            continue;
        }
        grands.sort_by_key(Vec::len);
        match grands.last().filter(|g| g.len() >= K_MIN + manque) {
            Some(plus_grand) => masquer.extend(&plus_grand[..manque]),
            None => masquer.extend(grands.into_iter().next().into_iter().flatten()),
        }
    }
    masquer
}

fn masquer(mut rangees: Vec<Rangee>, qui: &[usize]) -> Vec<Rangee> {
    for i in qui {
        rangees[*i].mois = MASQUE.to_owned();
        rangees[*i].traits.iter_mut().for_each(|t| *t = MASQUE.to_owned());
    }
    rangees
}

/// Makes the rows safe; `noms` are the words of their characteristics.
pub fn anonymiser(rangees: Vec<Rangee>, noms: &[&str]) -> Result<Anonymat, RefusAnonymat> {
    let n = rangees.len();
    if n < K_MIN {
        return Err(RefusAnonymat::TropPeu);
    }
    let mut strates: BTreeMap<&str, usize> = BTreeMap::new();
    rangees.iter().for_each(|r| *strates.entry(&r.strate).or_default() += 1);
    if let Some((strate, _)) = strates.iter().find(|(_, n)| **n < K_MIN) {
        return Err(RefusAnonymat::Strate((*strate).to_owned()));
    }
    let a = |precision: &'static str| -> (Vec<Rangee>, Vec<usize>) {
        let mois = |r: &Rangee| Rangee { mois: generaliser(&r.mois, precision), ..r.clone() };
        let g: Vec<Rangee> = rangees.iter().map(mois).collect();
        let masquees = a_masquer(&g);
        (g, masquees)
    };
    for precision in ["mois", "trimestre", "annee"] {
        let (generales, qui) = a(precision);
        if qui.len() * 100 <= n * MASQUES_MAX {
            let rangees = masquer(generales, &qui);
            let groupes = groupes(&rangees);
            let k = groupes.values().map(Vec::len).min().unwrap_or(0);
            let groupes = groupes.len();
            return Ok(Anonymat { rangees, precision, k, masquees: qui.len(), groupes });
        }
    }
    let (generales, qui) = a("annee");
    let sans = |rang: usize| {
        let mut moins = generales.clone();
        moins.iter_mut().for_each(|r| drop(r.traits.remove(rang)));
        a_masquer(&moins).len()
    };
    let conseil = match (0..noms.len()).map(|r| (sans(r), r)).min() {
        Some((reste, rang)) if reste < qui.len() => {
            format!("refaites le protocole sans « {} », ou réunissez des strates", noms[rang])
        }
        _ => "réunissez des strates, ou élargissez la population".to_owned(),
    };
    Err(RefusAnonymat::TropFin { masquees: qui.len(), n, conseil })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rangees(quoi: &[(&str, &str, &str, usize)]) -> Vec<Rangee> {
        let une = |(strate, mois, trait_, n): &(&str, &str, &str, usize)| {
            let r = Rangee { strate: (*strate).into(), mois: (*mois).into(), traits: vec![(*trait_).into()] };
            vec![r; *n]
        };
        quoi.iter().flat_map(une).collect()
    }

    #[test]
    fn groups_large_enough_are_left_alone() {
        let a = anonymiser(rangees(&[("A", "2017-03", "F", 5), ("A", "2017-04", "F", 6)]), &["Sexe"]).unwrap();
        assert_eq!((a.k, a.precision, a.masquees, a.groupes), (5, "mois", 0, 2));
    }

    #[test]
    fn months_become_quarters_before_anybody_is_masked() {
        let fines = rangees(&[("A", "2017-01", "F", 3), ("A", "2017-02", "F", 4), ("A", "2017-07", "F", 9)]);
        let a = anonymiser(fines, &["Sexe"]).unwrap();
        assert_eq!((a.precision, a.k, a.masquees), ("trimestre", 7, 0));
        assert_eq!(a.rangees[0].mois, "2017-T1");
    }

    #[test]
    fn whoever_is_rare_is_masked_with_as_many_as_it_takes() {
        let rares = rangees(&[("A", "2017-03", "F", 60), ("A", "2017-03", "M", 6), ("A", "2017-03", "inconnu", 2)]);
        let a = anonymiser(rares, &["Sexe"]).unwrap();
        assert_eq!((a.k, a.masquees, a.groupes), (5, 5, 3));
        assert!(a.rangees[66..].iter().all(|r| r.traits == [MASQUE] && r.mois == MASQUE && r.strate == "A"));
        let justes = rangees(&[("A", "2017-03", "F", 30), ("A", "2017-03", "M", 6), ("A", "2017-03", "X", 4)]);
        assert_eq!(anonymiser(justes, &["Sexe"]).unwrap().masquees, 5);
        // Nothing can be spared: the smallest group is masked whole.
        let serres = rangees(&[("A", "2017-03", "F", 60), ("B", "2017-03", "F", 8), ("B", "2017-03", "X", 1)]);
        assert_eq!(anonymiser(serres, &["Sexe"]).unwrap().masquees, 9);
    }

    #[test]
    fn a_refusal_says_what_to_coarsen() {
        assert_eq!(anonymiser(rangees(&[("A", "2017-03", "F", 4)]), &[]), Err(RefusAnonymat::TropPeu));
        let petite = rangees(&[("Nord", "2017-03", "F", 9), ("Sud", "2017-03", "F", 4)]);
        assert!(anonymiser(petite, &["Sexe"]).unwrap_err().to_string().contains("« Sud »"));
        let mut fines = rangees(&[("A", "2017-03", "F", 8)]);
        for (i, r) in fines.iter_mut().enumerate() {
            r.traits.push(format!("niveau {i}"));
        }
        let dit = anonymiser(fines, &["Sexe", "Niveau d'études"]).unwrap_err().to_string();
        assert!(dit.starts_with("8 lignes sur 8") && dit.contains("sans « Niveau d'études »"), "{dit}");
    }
}
