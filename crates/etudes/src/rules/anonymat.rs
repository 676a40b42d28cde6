//! At least `K_MIN` people share each combination of what could tell who somebody is, or it is masked.
//!
//! Many people know who was treated, and who entered the programme: groups are counted within each arm. Strata and arms
//! are kept as they are, since the analysis needs them: too small an arm refuses the extract. Entries too rare in an arm
//! are hidden, or refuse the extract when the analysis needs them: hidden, they would move its result. Within an arm,
//! months become quarters, then years, then nothing; then whoever is still too rare loses all their characteristics.

use std::collections::BTreeMap;

use crate::model::K_MIN;

/// What stands for a characteristic that is not given.
pub const MASQUE: &str = "masque";

/// Share of the rows that may be masked, in percent, before another way is looked for.
const MASQUES_MAX: usize = 20;

/// One row: its strata together, its arm, its month (`2017-03`), its characteristics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rangee {
    /// Kept as it is.
    pub strate: String,
    /// Kept as it is.
    pub traite: bool,
    /// Whether the programme was entered, when the extract says so; `None` once hidden, or never told.
    pub prise: Option<bool>,
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
    /// `mois`, `trimestre`, `annee`, or `periode` when no date is left.
    pub precision: &'static str,
    /// Size of the smallest group.
    pub k: usize,
    /// Rows that lost their characteristics.
    pub masquees: usize,
    /// Rows whose entry was hidden.
    pub prises_masquees: usize,
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
    /// An arm is too small.
    #[error(
        "{0} compte moins de {K_MIN} personnes dans un des bras, et beaucoup de gens savent qui est dans quel bras : regroupez des strates, ou élargissez la population"
    )]
    Bras(String),
    /// Entries that the analysis needs are too rare to be shown.
    #[error(
        "dans {0}, moins de {K_MIN} personnes d'un bras sont entrées dans l'action, ou n'y sont pas entrées : les montrer les désignerait, les cacher fausserait les variables instrumentales ; refaites le protocole avec la différence entre les bras, ou avec moins de strates"
    )]
    Prise(String),
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
        ("periode", _) => "periode".to_owned(),
        _ => annee.to_owned(),
    }
}

/// What is kept as it is.
type Bloc = (String, bool, Option<bool>);
type Cle = (Bloc, Vec<String>);

fn bloc(r: &Rangee) -> Bloc {
    (r.strate.clone(), r.traite, r.prise)
}

fn groupes(rangees: &[Rangee]) -> BTreeMap<Cle, Vec<usize>> {
    let mut groupes: BTreeMap<Cle, Vec<usize>> = BTreeMap::new();
    for (i, r) in rangees.iter().enumerate() {
        let cle = std::iter::once(r.mois.clone()).chain(r.traits.iter().cloned()).collect();
        groupes.entry((bloc(r), cle)).or_default().push(i);
    }
    groupes
}

/// Those of groups too small, and as many more as their own group needs, taken where they leave enough people behind.
fn rares(groupes: Vec<Vec<usize>>) -> Vec<usize> {
    let (rares, mut grands): (Vec<_>, Vec<_>) = groupes.into_iter().partition(|g| g.len() < K_MIN);
    let mut pris: Vec<usize> = rares.into_iter().flatten().collect();
    let manque = K_MIN.saturating_sub(pris.len());
    if pris.is_empty() || manque == 0 {
        return pris;
    }
    grands.sort_by_key(Vec::len);
    match grands.last().filter(|g| g.len() >= K_MIN + manque) {
        Some(plus_grand) => pris.extend(&plus_grand[..manque]),
        None => pris.extend(grands.into_iter().next().into_iter().flatten()),
    }
    pris
}

/// The rows whose characteristics must be masked.
fn a_masquer(rangees: &[Rangee]) -> Vec<usize> {
    let mut blocs: BTreeMap<Bloc, Vec<Vec<usize>>> = BTreeMap::new();
    for ((bloc, _), membres) in groupes(rangees) {
        blocs.entry(bloc).or_default().push(membres);
    }
    blocs.into_values().flat_map(rares).collect()
}

fn dire_strate(strate: &str) -> String {
    if strate.is_empty() { "la population".to_owned() } else { format!("la strate « {strate} »") }
}

/// Hides the entries too rare within an arm; how many. Refused when they are needed.
fn cacher_prises(rangees: &mut [Rangee], necessaires: bool) -> Result<usize, RefusAnonymat> {
    let mut par_bras: BTreeMap<(String, bool), BTreeMap<bool, Vec<usize>>> = BTreeMap::new();
    for (i, r) in rangees.iter().enumerate() {
        if let Some(prise) = r.prise {
            let bras = par_bras.entry((r.strate.clone(), r.traite)).or_default();
            bras.entry(prise).or_default().push(i);
        }
    }
    let mut cachees = 0;
    for ((strate, _), prises) in par_bras {
        let qui = rares(prises.into_values().collect());
        if necessaires && !qui.is_empty() {
            return Err(RefusAnonymat::Prise(dire_strate(&strate)));
        }
        cachees += qui.len();
        qui.into_iter().for_each(|i| rangees[i].prise = None);
    }
    Ok(cachees)
}

fn masquer(mut rangees: Vec<Rangee>, qui: &[usize]) -> Vec<Rangee> {
    for i in qui {
        rangees[*i].mois = MASQUE.to_owned();
        rangees[*i].traits.iter_mut().for_each(|t| *t = MASQUE.to_owned());
    }
    rangees
}

/// Makes the rows safe; `noms` are the words of their characteristics, `prises` says whether the analysis needs entries.
pub fn anonymiser(mut rangees: Vec<Rangee>, noms: &[&str], prises: bool) -> Result<Anonymat, RefusAnonymat> {
    let n = rangees.len();
    if n < K_MIN {
        return Err(RefusAnonymat::TropPeu);
    }
    let mut strates: BTreeMap<&str, usize> = BTreeMap::new();
    rangees.iter().for_each(|r| *strates.entry(&r.strate).or_default() += 1);
    if let Some((strate, _)) = strates.iter().find(|(_, n)| **n < K_MIN) {
        return Err(RefusAnonymat::Strate((*strate).to_owned()));
    }
    let mut bras: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    rangees.iter().for_each(|r| *bras.entry((&r.strate, r.traite)).or_default() += 1);
    if let Some(((strate, _), _)) = bras.iter().find(|(_, n)| **n < K_MIN) {
        return Err(RefusAnonymat::Bras(dire_strate(strate)));
    }
    let prises_masquees = cacher_prises(&mut rangees, prises)?;
    let a = |precision: &'static str| -> (Vec<Rangee>, Vec<usize>) {
        let mois = |r: &Rangee| Rangee { mois: generaliser(&r.mois, precision), ..r.clone() };
        let g: Vec<Rangee> = rangees.iter().map(mois).collect();
        let masquees = a_masquer(&g);
        (g, masquees)
    };
    for precision in ["mois", "trimestre", "annee", "periode"] {
        let (generales, qui) = a(precision);
        if qui.len() * 100 <= n * MASQUES_MAX {
            let rangees = masquer(generales, &qui);
            let groupes = groupes(&rangees);
            let k = groupes.values().map(Vec::len).min().unwrap_or(0);
            let groupes = groupes.len();
            return Ok(Anonymat { rangees, precision, k, masquees: qui.len(), prises_masquees, groupes });
        }
    }
    let (generales, qui) = a("periode");
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
            let r = Rangee {
                strate: (*strate).into(),
                traite: false,
                prise: None,
                mois: (*mois).into(),
                traits: vec![(*trait_).into()],
            };
            vec![r; *n]
        };
        quoi.iter().flat_map(une).collect()
    }

    #[test]
    fn groups_large_enough_are_left_alone() {
        let a = anonymiser(rangees(&[("A", "2017-03", "F", 5), ("A", "2017-04", "F", 6)]), &["Sexe"], false).unwrap();
        assert_eq!((a.k, a.precision, a.masquees, a.groupes), (5, "mois", 0, 2));
    }

    #[test]
    fn months_become_quarters_before_anybody_is_masked() {
        let fines = rangees(&[("A", "2017-01", "F", 3), ("A", "2017-02", "F", 4), ("A", "2017-07", "F", 9)]);
        let a = anonymiser(fines, &["Sexe"], false).unwrap();
        assert_eq!((a.precision, a.k, a.masquees), ("trimestre", 7, 0));
        assert_eq!(a.rangees[0].mois, "2017-T1");
    }

    #[test]
    fn whoever_is_rare_is_masked_with_as_many_as_it_takes() {
        let rares = rangees(&[("A", "2017-03", "F", 60), ("A", "2017-03", "M", 6), ("A", "2017-03", "inconnu", 2)]);
        let a = anonymiser(rares, &["Sexe"], false).unwrap();
        assert_eq!((a.k, a.masquees, a.groupes), (5, 5, 3));
        assert!(a.rangees[66..].iter().all(|r| r.traits == [MASQUE] && r.mois == MASQUE && r.strate == "A"));
        let justes = rangees(&[("A", "2017-03", "F", 30), ("A", "2017-03", "M", 6), ("A", "2017-03", "X", 4)]);
        assert_eq!(anonymiser(justes, &["Sexe"], false).unwrap().masquees, 5);
        // Nothing can be spared: the smallest group is masked whole.
        let serres = rangees(&[("A", "2017-03", "F", 60), ("B", "2017-03", "F", 8), ("B", "2017-03", "X", 1)]);
        assert_eq!(anonymiser(serres, &["Sexe"], false).unwrap().masquees, 9);
    }

    #[test]
    fn a_refusal_says_what_to_coarsen() {
        assert_eq!(anonymiser(rangees(&[("A", "2017-03", "F", 4)]), &[], false), Err(RefusAnonymat::TropPeu));
        let petite = rangees(&[("Nord", "2017-03", "F", 9), ("Sud", "2017-03", "F", 4)]);
        assert!(anonymiser(petite, &["Sexe"], false).unwrap_err().to_string().contains("« Sud »"));
        let mut fines = rangees(&[("A", "2017-03", "F", 8)]);
        for (i, r) in fines.iter_mut().enumerate() {
            r.traits.push(format!("niveau {i}"));
        }
        let dit = anonymiser(fines, &["Sexe", "Niveau d'études"], false).unwrap_err().to_string();
        assert!(dit.starts_with("8 lignes sur 8") && dit.contains("sans « Niveau d'études »"), "{dit}");
    }

    /// People of one stratum and one month, by arm, entry and characteristic.
    fn tires(quoi: &[(bool, bool, &str, usize)]) -> Vec<Rangee> {
        let une = |(traite, prise, trait_, n): &(bool, bool, &str, usize)| {
            let r = Rangee {
                strate: String::new(),
                traite: *traite,
                prise: Some(*prise),
                mois: "2017-03".into(),
                traits: vec![(*trait_).into()],
            };
            vec![r; *n]
        };
        quoi.iter().flat_map(une).collect()
    }

    #[test]
    fn whoever_is_rare_within_an_arm_is_masked_there() {
        // Six men in all, of whom two treated: the treatment would tell them apart.
        let a = anonymiser(
            tires(&[(true, true, "F", 40), (true, true, "M", 2), (false, false, "F", 40), (false, false, "M", 6)]),
            &["Sexe"],
            true,
        );
        let a = a.unwrap();
        assert_eq!((a.k, a.masquees, a.prises_masquees), (5, 5, 0));
        assert!(a.rangees.iter().filter(|r| r.traits == [MASQUE]).all(|r| r.traite));
        let seuls = tires(&[(true, true, "F", 4), (false, false, "F", 40)]);
        assert!(
            anonymiser(seuls, &["Sexe"], false).unwrap_err().to_string().starts_with("la population compte moins de 5")
        );
    }

    #[test]
    fn entries_too_rare_are_hidden_or_refuse_what_needs_them() {
        let quelques =
            tires(&[(true, true, "F", 20), (true, false, "F", 6), (false, true, "F", 2), (false, false, "F", 30)]);
        let a = anonymiser(quelques.clone(), &["Sexe"], false).unwrap();
        assert_eq!((a.k, a.masquees, a.prises_masquees), (5, 0, 5));
        assert!(a.rangees.iter().filter(|r| r.prise.is_none()).all(|r| !r.traite));
        let dit = anonymiser(quelques, &["Sexe"], true).unwrap_err().to_string();
        assert!(dit.contains("fausserait les variables instrumentales"), "{dit}");
    }

    #[test]
    fn dates_go_before_people_are_masked_in_number() {
        let mut dates = rangees(&[("A", "2016-03", "F", 3), ("A", "2017-03", "F", 3), ("A", "2018-03", "F", 3)]);
        dates.iter_mut().for_each(|r| r.traite = true);
        let a = anonymiser(dates, &["Sexe"], false).unwrap();
        assert_eq!((a.precision, a.k, a.masquees), ("periode", 9, 0));
    }
}
