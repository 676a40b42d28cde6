//! Bounds when an outcome is the person's own with a known probability only (Horowitz and Manski 1995, corrupted
//! sampling): with probability `1 - p` it may be anything the outcome can be, whatever the arm and whoever it is.
//!
//! Nothing is assumed of wrong links: neither that they fall alike in both arms, nor that what they bring belongs to
//! somebody else of the sample. A weighted mean would assume that they do not depend on the outcome; the estimator of
//! Lahiri and Larsen (2005) needs, for each person, the probability that each outcome of a second file is theirs.

use crate::difference::difference;
use crate::echantillon::{Colonne, Echantillon, controler};
use crate::erreur::ErreurImpact;
use crate::lineaire::{lin, moindres_carres};
use crate::loi::quantile_student;
use crate::regression::Variance;
use crate::resultat::Estimation;

/// The two ends of the difference between arms, and what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct BornesLien {
    /// Section of `docs/impact.md` that gives the formula.
    pub formule: &'static str,
    /// Lower and upper bound.
    pub bornes: [f64; 2],
    /// Their standard errors.
    pub erreurs_types: [f64; 2],
    /// Their degrees of freedom.
    pub ddl: [f64; 2],
    /// From the lower end of the interval of the lower bound to the upper end of the other's.
    pub ic95: [f64; 2],
    /// The difference when every link is taken as right.
    pub sans_correction: f64,
    /// Rows, treated rows.
    pub n: [usize; 2],
    /// Rows whose probability is under one: controls, treated.
    pub incertaines: [usize; 2],
    /// What the reader must know.
    pub avertissements: Vec<String>,
}

impl BornesLien {
    /// The interval at another level: `seuil` is what it leaves out, 0.01 for 99 %.
    pub fn intervalle(&self, seuil: f64) -> [f64; 2] {
        let demi = |i: usize| quantile_student(1.0 - seuil / 2.0, self.ddl[i]) * self.erreurs_types[i];
        [self.bornes[0] - demi(0), self.bornes[1] + demi(1)]
    }
}

/// Bounds of the difference in means, stratum by stratum, with the variance of `difference` (of clusters: CR2).
/// `probabilites` says of each row how probably its outcome is its own; `etendue` is the least and the most the outcome
/// can be. Covariates are not used: weights of an adjusted estimate may be negative, and bounds would not be bounds.
pub fn bornes_lien(e: &Echantillon, probabilites: &[f64], etendue: [f64; 2]) -> Result<BornesLien, ErreurImpact> {
    let [bas, haut] = etendue;
    controler(&Colonne { nom: "lien", valeurs: probabilites }, e.n())?;
    if let Some(rang) = probabilites.iter().position(|p| !(0.0..=1.0).contains(p)) {
        return Err(ErreurImpact::ProbabiliteLien { rang: rang + 1 });
    }
    let y = e.resultat.valeurs;
    if bas.is_nan() || haut.is_nan() || bas >= haut || y.iter().any(|y| *y < bas || *y > haut) {
        return Err(ErreurImpact::Etendue { resultat: e.resultat.nom.to_owned() });
    }
    // What is expected of each outcome when the wrong ones are worth `autre`.
    let attendus = |traites: f64, temoins: f64| -> Vec<f64> {
        let un = |i: usize| {
            let (p, autre) = (probabilites[i], if e.traitement[i] { traites } else { temoins });
            p * y[i] + (1.0 - p) * autre
        };
        (0..y.len()).map(un).collect()
    };
    let estimer = |valeurs: &[f64]| -> Result<Estimation, ErreurImpact> {
        let e = Echantillon {
            resultat: Colonne { nom: e.resultat.nom, valeurs },
            traitement: e.traitement,
            covariables: vec![],
            strates: e.strates,
            grappes: e.grappes,
        };
        match (e.grappes, e.strates) {
            (None, _) => difference(&e),
            (Some(_), None) => moindres_carres(&e, Variance::Cr2),
            (Some(_), Some(_)) => lin(&e, Variance::Cr2),
        }
    };
    let (basse, haute) = (estimer(&attendus(bas, haut))?, estimer(&attendus(haut, bas))?);
    let mut incertaines = [0; 2];
    for (p, z) in probabilites.iter().zip(e.traitement) {
        incertaines[usize::from(*z)] += usize::from(*p < 1.0);
    }
    let mut avertissements = basse.avertissements;
    avertissements.extend(haute.avertissements);
    avertissements.dedup();
    Ok(BornesLien {
        formule: "lien",
        bornes: [basse.estimation, haute.estimation],
        erreurs_types: [basse.erreur_type, haute.erreur_type],
        ddl: [basse.ddl, haute.ddl],
        ic95: [basse.ic95[0], haute.ic95[1]],
        sans_correction: estimer(y)?.estimation,
        n: [e.n(), e.n_traites()],
        incertaines,
        avertissements,
    })
}
