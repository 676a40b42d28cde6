//! The rows to analyse: outcome, treatment, strata, clusters, covariates.

use crate::erreur::ErreurImpact;
use std::collections::BTreeMap;

/// A named column of numbers, one for each row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colonne<'a> {
    /// What people call it.
    pub nom: &'a str,
    /// One a row; a value that is not finite is refused by what analyses it.
    pub valeurs: &'a [f64],
}

/// Which stratum or cluster each row belongs to. Labels are sorted: the order of the rows does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groupes {
    noms: Vec<String>,
    de: Vec<u32>,
}

impl Groupes {
    /// Groups from one label a row.
    pub fn nouveaux<T: AsRef<str>>(etiquettes: &[T]) -> Self {
        let mut rangs: BTreeMap<&str, u32> = etiquettes.iter().map(|e| (e.as_ref(), 0)).collect();
        rangs.values_mut().zip(0..).for_each(|(rang, i)| *rang = i);
        let de = etiquettes.iter().map(|e| rangs[e.as_ref()]).collect();
        Self { noms: rangs.into_keys().map(str::to_owned).collect(), de }
    }

    /// How many groups.
    pub fn nombre(&self) -> usize {
        self.noms.len()
    }

    /// The label of a group.
    pub fn nom(&self, groupe: usize) -> &str {
        &self.noms[groupe]
    }

    /// The group of each row.
    pub fn de(&self) -> &[u32] {
        &self.de
    }

    /// The rows of each group, in order.
    pub fn membres(&self) -> Vec<Vec<u32>> {
        let mut sortie = vec![Vec::new(); self.noms.len()];
        self.de.iter().zip(0u32..).for_each(|(g, i)| sortie[*g as usize].push(i));
        sortie
    }
}

/// Checked rows: same lengths, finite numbers, both arms present, in every stratum too.
#[derive(Debug, Clone)]
pub struct Echantillon<'a> {
    pub(crate) resultat: Colonne<'a>,
    pub(crate) traitement: &'a [bool],
    pub(crate) covariables: Vec<Colonne<'a>>,
    pub(crate) strates: Option<&'a Groupes>,
    pub(crate) grappes: Option<&'a Groupes>,
}

impl<'a> Echantillon<'a> {
    /// `traitement` says who was assigned to the programme. A single stratum counts as none.
    pub fn nouveau(
        resultat: Colonne<'a>,
        traitement: &'a [bool],
        covariables: &[Colonne<'a>],
        strates: Option<&'a Groupes>,
        grappes: Option<&'a Groupes>,
    ) -> Result<Self, ErreurImpact> {
        let n = traitement.len();
        for colonne in std::iter::once(&resultat).chain(covariables) {
            controler(colonne, n)?;
        }
        if let Some(groupes) = [strates, grappes].into_iter().flatten().find(|g| g.de.len() != n) {
            return Err(ErreurImpact::Longueur(groupes.noms.first().cloned().unwrap_or_default()));
        }
        match traitement.iter().filter(|z| **z).count() {
            0 => return Err(ErreurImpact::TraitementConstant("0")),
            t if t == n => return Err(ErreurImpact::TraitementConstant("1")),
            _ => {}
        }
        let strates = strates.filter(|s| s.nombre() > 1);
        if let Some(strates) = strates {
            for (g, [temoins, traites]) in effectifs(traitement, strates).into_iter().enumerate() {
                if temoins == 0 || traites == 0 {
                    let quoi = if temoins == 0 { "aucun témoin" } else { "aucun traité" };
                    return Err(ErreurImpact::StrateConstante { strate: strates.nom(g).into(), quoi });
                }
            }
        }
        Ok(Self { resultat, traitement, covariables: covariables.to_vec(), strates, grappes })
    }

    /// How many rows, both arms together.
    pub fn n(&self) -> usize {
        self.traitement.len()
    }

    /// Rows of the treated arm.
    pub fn n_traites(&self) -> usize {
        self.traitement.iter().filter(|z| **z).count()
    }
}

/// Controls and treated in each group.
pub(crate) fn effectifs(traitement: &[bool], groupes: &Groupes) -> Vec<[usize; 2]> {
    let mut sortie = vec![[0; 2]; groupes.nombre()];
    traitement.iter().zip(&groupes.de).for_each(|(z, g)| sortie[*g as usize][usize::from(*z)] += 1);
    sortie
}

/// Refuses a cluster whose rows are in both arms, or in two strata: it was not drawn whole, and the variance between
/// clusters would not be that of the draw.
///
/// # Errors
/// [`ErreurImpact::GrappeMelangee`], [`ErreurImpact::GrappePartagee`], with the label of the first such cluster.
pub fn en_blocs(traitement: &[bool], strates: Option<&Groupes>, grappes: &Groupes) -> Result<(), ErreurImpact> {
    for (g, lignes) in grappes.membres().into_iter().enumerate() {
        let premiere = lignes[0] as usize;
        if lignes.iter().any(|i| traitement[*i as usize] != traitement[premiere]) {
            return Err(ErreurImpact::GrappeMelangee(grappes.nom(g).into()));
        }
        if strates.is_some_and(|s| lignes.iter().any(|i| s.de()[*i as usize] != s.de()[premiere])) {
            return Err(ErreurImpact::GrappePartagee(grappes.nom(g).into()));
        }
    }
    Ok(())
}

/// The scale beyond which squares of squares leave what a double holds.
const ECHELLE: f64 = 1e70;

/// A column of `n` finite numbers, whose fourth powers are numbers too.
pub(crate) fn controler(colonne: &Colonne, n: usize) -> Result<(), ErreurImpact> {
    if colonne.valeurs.len() != n {
        return Err(ErreurImpact::Longueur(colonne.nom.into()));
    }
    match colonne.valeurs.iter().position(|v| !v.is_finite()) {
        Some(i) => Err(ErreurImpact::NonFini { colonne: colonne.nom.into(), rang: i + 1 }),
        None => match ampleur(colonne.valeurs) {
            trop if trop > ECHELLE || (trop > 0.0 && trop < 1.0 / ECHELLE) => {
                Err(ErreurImpact::Echelle { colonne: colonne.nom.into(), puissance: trop.log10().floor() as i32 })
            }
            _ => Ok(()),
        },
    }
}

/// 0 or 1 for each row, as numbers.
pub(crate) fn en_nombres(oui: &[bool]) -> Vec<f64> {
    oui.iter().map(|z| f64::from(u8::from(*z))).collect()
}

/// The mean, corrected once so that centred values sum to nearly nothing.
pub(crate) fn moyenne(valeurs: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = valeurs.clone().count() as f64;
    let brute = valeurs.clone().sum::<f64>() / n;
    brute + valeurs.map(|v| v - brute).sum::<f64>() / n
}

/// Mean and unbiased variance; the variance of fewer than two values is NaN, for the caller to handle.
pub(crate) fn moments(valeurs: &[f64]) -> (f64, f64) {
    let m = moyenne(valeurs.iter().copied());
    let carres: f64 = valeurs.iter().map(|v| (v - m) * (v - m)).sum();
    (m, carres / (valeurs.len() as f64 - 1.0))
}

/// The largest value, whatever its sign: the scale of a column.
pub(crate) fn ampleur(valeurs: &[f64]) -> f64 {
    valeurs.iter().fold(0.0, |m, v| f64::max(m, v.abs()))
}
