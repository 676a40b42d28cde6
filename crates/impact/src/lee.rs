//! Bounds when outcomes are missing more in one arm (Lee 2009): the arm that answers more is trimmed until both answer
//! as much, from above for one bound and from below for the other.

use crate::echantillon::moments;
use crate::erreur::ErreurImpact;
use crate::loi::{dichotomie, normale, quantile_normale};

/// What "trim a share p" means on a finite sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Troncature {
    /// Drop whole people: the integer part of `p n` (pyleebounds).
    Effectif,
    /// Keep those on the right side of the `p`-quantile, ties included (Stata's leebounds).
    Quantile,
}

/// The two bounds under one convention.
#[derive(Debug, Clone, PartialEq)]
pub struct Bornes {
    /// How people were left out to make arms answer alike.
    pub troncature: Troncature,
    /// Lower and upper bound of the effect on those who always answer.
    pub bornes: [f64; 2],
    /// Their standard errors (Lee 2009, proposition 3).
    pub erreurs_types: [f64; 2],
    /// 95 % interval of the effect (Imbens and Manski 2004).
    pub ic95_effet: [f64; 2],
    /// 95 % interval of each bound, outer ends.
    pub ic95_bornes: [f64; 2],
    /// People left out of the trimmed arm, for each bound.
    pub retires: [usize; 2],
}

impl Bornes {
    /// The interval of the effect at another level: `seuil` is what it leaves out, 0.01 for 99 %.
    pub fn intervalle_effet(&self, seuil: f64) -> [f64; 2] {
        let c = imbens_manski(self.bornes, self.erreurs_types, seuil);
        [self.bornes[0] - c * self.erreurs_types[0], self.bornes[1] + c * self.erreurs_types[1]]
    }
}

/// Lee bounds with what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Lee {
    /// Section of `docs/impact.md` that gives the formula.
    pub formule: &'static str,
    /// Rows, treated rows.
    pub n: [usize; 2],
    /// Observed outcomes: controls, treated.
    pub observes: [usize; 2],
    /// Response rates: controls, treated.
    pub taux: [f64; 2],
    /// Share trimmed of the arm that answers more.
    pub part: f64,
    /// Whether the treated are the ones trimmed.
    pub traites_tronques: bool,
    /// The difference in means among those observed.
    pub sans_correction: f64,
    /// Both conventions: people, then quantile.
    pub bornes: [Bornes; 2],
}

/// `resultat` is `None` when it was not observed.
pub fn lee(resultat: &[Option<f64>], traitement: &[bool]) -> Result<Lee, ErreurImpact> {
    let (mut n, mut valeurs) = ([0usize; 2], [const { Vec::new() }; 2]);
    for (i, (y, z)) in resultat.iter().zip(traitement).enumerate() {
        n[usize::from(*z)] += 1;
        if let Some(y) = y {
            if !y.is_finite() {
                return Err(ErreurImpact::NonFini { colonne: "résultat".into(), rang: i + 1 });
            }
            valeurs[usize::from(*z)].push(*y);
        }
    }
    for (bras, nom) in ["0", "1"].iter().enumerate() {
        if n[bras] == 0 {
            return Err(ErreurImpact::TraitementConstant(if *nom == "0" { "1" } else { "0" }));
        }
        if valeurs[bras].is_empty() {
            return Err(ErreurImpact::AucunObserve(if bras == 0 { "témoins" } else { "traités" }));
        }
        if valeurs[bras].len() < 2 {
            return Err(ErreurImpact::TropPeuDeLignes { n: valeurs[0].len() + valeurs[1].len(), coefficients: 4 });
        }
        valeurs[bras].sort_unstable_by(f64::total_cmp);
    }
    let observes = [valeurs[0].len(), valeurs[1].len()];
    let taux = [0, 1].map(|b| observes[b] as f64 / n[b] as f64);
    // Compared as whole numbers: equal rates are equal.
    let traites_tronques = observes[1] * n[0] >= observes[0] * n[1];
    let (haut, bas) = if traites_tronques { (1, 0) } else { (0, 1) };
    let part = (observes[haut] * n[bas] - observes[bas] * n[haut]) as f64 / (observes[haut] * n[bas]) as f64;
    let (fixe, variance_fixe) = moments(&valeurs[bas]);
    // Of the share trimmed, by the delta method on the two rates.
    let du_taux = |b: usize| (1.0 - taux[b]) / observes[b] as f64;
    let variance_part = (1.0 - part).powi(2) * (du_taux(0) + du_taux(1));
    let calcul = |troncature| {
        let mut cotes = [false, true].map(|dessous| tronquer(&valeurs[haut], part, dessous, troncature));
        if !traites_tronques {
            // Trimming controls from below raises their mean: it gives the lower bound.
            cotes.swap(0, 1);
        }
        let signe = if traites_tronques { 1.0 } else { -1.0 };
        let bornes = [0, 1].map(|i: usize| signe * (cotes[i].moyenne - fixe));
        let erreurs_types = [0, 1].map(|i: usize| {
            let c = &cotes[i];
            let garde = observes[haut] as f64 * (1.0 - part);
            let ecart = (c.seuil - c.moyenne).powi(2);
            let tronque = (c.variance + part * ecart) / garde + ecart / (1.0 - part).powi(2) * variance_part;
            (tronque + variance_fixe / observes[bas] as f64).sqrt()
        });
        if !(erreurs_types[0] > 0.0 && erreurs_types[1] > 0.0) {
            return Err(ErreurImpact::VarianceNulle);
        }
        let z = quantile_normale(0.975);
        let c = imbens_manski(bornes, erreurs_types, 0.05);
        Ok(Bornes {
            troncature,
            bornes,
            erreurs_types,
            ic95_effet: [bornes[0] - c * erreurs_types[0], bornes[1] + c * erreurs_types[1]],
            ic95_bornes: [bornes[0] - z * erreurs_types[0], bornes[1] + z * erreurs_types[1]],
            retires: cotes.map(|c| c.retires),
        })
    };
    Ok(Lee {
        formule: "lee",
        n: [n[0] + n[1], n[1]],
        observes,
        taux,
        part,
        traites_tronques,
        sans_correction: moments(&valeurs[1]).0 - moments(&valeurs[0]).0,
        bornes: [calcul(Troncature::Effectif)?, calcul(Troncature::Quantile)?],
    })
}

struct Cote {
    moyenne: f64,
    variance: f64,
    seuil: f64,
    retires: usize,
}

/// What is left of sorted values once a share is trimmed, from below or from above.
fn tronquer(valeurs: &[f64], part: f64, dessous: bool, troncature: Troncature) -> Cote {
    let n = valeurs.len();
    // A product such as 0.15 × 20 is a hair under 3: whole numbers are taken as such.
    let produit = part * n as f64;
    let entier = produit.round();
    let exact = (produit - entier).abs() < 1e-9 * n as f64;
    let k = (if exact { entier as usize } else { produit as usize }).min(n - 1);
    let seuil = match (troncature, exact && k > 0) {
        (Troncature::Effectif, _) | (_, false) => {
            if dessous {
                valeurs[k]
            } else {
                valeurs[n - 1 - k]
            }
        }
        // A quantile that falls between two people is halfway.
        (_, true) if dessous => 0.5 * (valeurs[k - 1] + valeurs[k]),
        (_, true) => 0.5 * (valeurs[n - 1 - k] + valeurs[n - k]),
    };
    let garde: Vec<f64> = match (troncature, dessous) {
        (Troncature::Effectif, true) => valeurs[k..].to_vec(),
        (Troncature::Effectif, false) => valeurs[..n - k].to_vec(),
        (Troncature::Quantile, true) => valeurs.iter().copied().filter(|v| *v >= seuil).collect(),
        (Troncature::Quantile, false) => valeurs.iter().copied().filter(|v| *v <= seuil).collect(),
    };
    let (moyenne, variance) = moments(&garde);
    Cote { moyenne, variance: if garde.len() < 2 { 0.0 } else { variance }, seuil, retires: n - garde.len() }
}

/// How many standard errors to add outside of both bounds for the effect, not the bounds, to be covered.
fn imbens_manski(bornes: [f64; 2], erreurs: [f64; 2], seuil: f64) -> f64 {
    let largeur = (bornes[1] - bornes[0]) / erreurs[0].max(erreurs[1]);
    // Between the quantile of one side, for far bounds, and that of both, for bounds that meet.
    let (bas, haut) = (quantile_normale(1.0 - seuil) - 0.04, quantile_normale(1.0 - seuil / 2.0) + 0.04);
    dichotomie(|c| 1.0 - seuil - (normale(c + largeur) - normale(-c)), bas, haut)
}
