//! What an estimate says: the figure, its uncertainty, and where the formula comes from.

use crate::erreur::ErreurImpact;
use crate::loi::{quantile_student, student_bilaterale};

/// An estimate with its uncertainty. `formule` names the section of `docs/impact.md` that gives the formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimation {
    /// Section of `docs/impact.md` that gives the formula.
    pub formule: &'static str,
    /// The effect, in the unit of the outcome.
    pub estimation: f64,
    /// Its standard error, same unit.
    pub erreur_type: f64,
    /// Degrees of freedom; infinite when the normal law is used.
    pub ddl: f64,
    /// Two-sided p-value of "no effect".
    pub p: f64,
    /// 95 % interval, same unit.
    pub ic95: [f64; 2],
    /// Rows used.
    pub n: usize,
    /// Of which treated.
    pub n_traites: usize,
    /// What the reader must know.
    pub avertissements: Vec<String>,
}

impl Estimation {
    /// Refused when the standard error is zero or is not a number.
    pub(crate) fn nouvelle(
        formule: &'static str,
        estimation: f64,
        variance: f64,
        ddl: f64,
        [n, n_traites]: [usize; 2],
        echelle: f64,
    ) -> Result<Self, ErreurImpact> {
        let erreur_type = variance.sqrt();
        // Below what rounding leaves of a constant outcome.
        if erreur_type.is_nan() || erreur_type <= 1e-13 * echelle || ddl.is_nan() {
            return Err(ErreurImpact::VarianceNulle);
        }
        let demi = quantile_student(0.975, ddl) * erreur_type;
        Ok(Self {
            formule,
            estimation,
            erreur_type,
            ddl,
            p: student_bilaterale(estimation / erreur_type, ddl),
            ic95: [estimation - demi, estimation + demi],
            n,
            n_traites,
            avertissements: Vec::new(),
        })
    }

    /// The interval at another level: `seuil` is what it leaves out, 0.01 for 99 %.
    pub fn intervalle(&self, seuil: f64) -> [f64; 2] {
        let demi = quantile_student(1.0 - seuil / 2.0, self.ddl) * self.erreur_type;
        [self.estimation - demi, self.estimation + demi]
    }

    /// Whether the interval holds zero: nothing can be said of the sign of the effect.
    pub fn non_concluant(&self) -> bool {
        self.ic95[0] <= 0.0 && self.ic95[1] >= 0.0
    }
}
