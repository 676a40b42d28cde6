//! The smallest effect a design can see (Bloom 1995; Duflo, Glennerster and Kremer 2007; Cohen 1988).

use crate::erreur::ErreurImpact;
use crate::loi::{dichotomie, quantile_normale, quantile_student, racine, student_decentree};

/// A design before its outcomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dessin {
    /// People, both arms.
    pub n: f64,
    /// Share treated.
    pub part: f64,
    /// Standard deviation of the outcome.
    pub ecart_type: f64,
    /// Share of the variance that covariates explain.
    pub r2: f64,
    /// Intra-cluster correlation; 0 without clusters.
    pub icc: f64,
    /// People in a cluster; 1 without clusters.
    pub taille_grappe: f64,
    /// Level of the test.
    pub seuil: f64,
    /// Chance of seeing the effect.
    pub puissance: f64,
    /// Two-sided test.
    pub bilateral: bool,
}

impl Default for Dessin {
    fn default() -> Self {
        Self {
            n: 400.0,
            part: 0.5,
            ecart_type: 1.0,
            r2: 0.0,
            icc: 0.0,
            taille_grappe: 1.0,
            seuil: 0.05,
            puissance: 0.8,
            bilateral: true,
        }
    }
}

/// The smallest effect seen, three ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffetMinimal {
    /// Section of `docs/impact.md` that gives the formula.
    pub formule: &'static str,
    /// Standard error of the effect under the design.
    pub erreur_type: f64,
    /// Degrees of freedom.
    pub ddl: f64,
    /// Exact, with the non-central Student law.
    pub student: f64,
    /// With the normal law.
    pub normale: f64,
    /// Bloom's multiple of the standard error: two Student quantiles added.
    pub bloom: f64,
}

impl Dessin {
    fn controler(&self) -> Result<(), ErreurImpact> {
        let entre = |v: f64, a: f64, b: f64| v > a && v < b;
        let faute = if !(self.n >= 4.0 && self.n.is_finite()) {
            Some(("n", "au moins quatre personnes"))
        } else if !entre(self.part, 0.0, 1.0) {
            Some(("part", "strictement entre 0 et 1"))
        } else if !(self.ecart_type > 0.0 && self.ecart_type.is_finite()) {
            Some(("écart-type", "un nombre positif"))
        } else if !(self.r2 >= 0.0 && self.r2 < 1.0) {
            Some(("r2", "de 0 à moins de 1"))
        } else if !(self.icc >= 0.0 && self.icc <= 1.0) {
            Some(("icc", "de 0 à 1"))
        } else if !(self.taille_grappe >= 1.0 && self.taille_grappe <= self.n) {
            Some(("taille de grappe", "de 1 au nombre de personnes"))
        } else if !entre(self.seuil, 0.0, 0.5) {
            Some(("seuil", "strictement entre 0 et 0,5"))
        } else if !(self.puissance > self.seuil && self.puissance < 1.0) {
            Some(("puissance", "entre le seuil et 1"))
        } else if self.ddl() < 1.0 {
            Some(("grappes", "au moins trois grappes"))
        } else {
            None
        };
        faute.map_or(Ok(()), |(nom, attendu)| Err(ErreurImpact::Parametre { nom, attendu }))
    }

    fn ddl(&self) -> f64 {
        self.n / self.taille_grappe - 2.0
    }

    /// Standard error of the difference: variance left by the covariates, times the design effect.
    fn erreur_type(&self) -> f64 {
        let effet_grappe = 1.0 + (self.taille_grappe - 1.0) * self.icc;
        let variance = (1.0 - self.r2) * effet_grappe / (self.n * self.part * (1.0 - self.part));
        self.ecart_type * variance.sqrt()
    }

    fn queue(&self) -> f64 {
        if self.bilateral { self.seuil / 2.0 } else { self.seuil }
    }

    /// The smallest effect seen with the wanted power.
    pub fn effet_minimal(&self) -> Result<EffetMinimal, ErreurImpact> {
        self.controler()?;
        Ok(minimal("puissance-avant", self.erreur_type(), self.ddl(), self))
    }

    /// The power against an effect. A two-sided test rejects in both tails, the wrong one counted (as R's `power.t.test` with
    /// `strict = TRUE`): against no effect it is the level.
    ///
    /// # Errors
    /// A design that makes no sense ([`ErreurImpact::Parametre`]).
    pub fn puissance_contre(&self, effet: f64) -> Result<f64, ErreurImpact> {
        self.controler()?;
        let (ddl, ecart) = (self.ddl(), effet.abs() / self.erreur_type());
        let critique = quantile_student(1.0 - self.queue(), ddl);
        let autre = if self.bilateral { student_decentree(-critique, ddl, ecart) } else { 0.0 };
        Ok(1.0 - student_decentree(critique, ddl, ecart) + autre)
    }

    /// How many people it takes to see an effect; a fraction, to round up.
    pub fn effectif_pour(&self, effet: f64) -> Result<f64, ErreurImpact> {
        self.controler()?;
        if !(effet.abs() > 0.0 && effet.is_finite()) {
            return Err(ErreurImpact::Parametre { nom: "effet", attendu: "un nombre autre que zéro" });
        }
        let manque = |n: f64| {
            let ici = Self { n, ..*self };
            ici.puissance_contre(effet).map_or(1.0, |p| self.puissance - p)
        };
        let moins = (3.0 * self.taille_grappe).max(4.0);
        if manque(moins) <= 0.0 {
            return Ok(moins);
        }
        let haut = racine(manque, moins * 2.0);
        if haut.is_finite() {
            Ok(haut)
        } else {
            Err(ErreurImpact::Parametre { nom: "effet", attendu: "un effet moins petit" })
        }
    }
}

/// The smallest effect an estimate could have seen, given its standard error, at 5 % two-sided and 80 % power.
pub fn effet_minimal_apres(erreur_type: f64, ddl: f64) -> EffetMinimal {
    effet_minimal_au_seuil(erreur_type, ddl, Dessin::default().seuil)
}

/// The same at another level.
pub fn effet_minimal_au_seuil(erreur_type: f64, ddl: f64, seuil: f64) -> EffetMinimal {
    minimal("puissance-apres", erreur_type, ddl, &Dessin { seuil, ..Dessin::default() })
}

fn minimal(formule: &'static str, erreur_type: f64, ddl: f64, d: &Dessin) -> EffetMinimal {
    let critique = quantile_student(1.0 - d.queue(), ddl);
    let manque = |delta: f64| student_decentree(critique, ddl, delta) - (1.0 - d.puissance);
    // Past it the power is one to all digits.
    let student = erreur_type * dichotomie(manque, 0.0, critique + 30.0);
    EffetMinimal {
        formule,
        erreur_type,
        ddl,
        student,
        normale: erreur_type * (quantile_normale(1.0 - d.queue()) + quantile_normale(d.puissance)),
        bloom: erreur_type * (critique + quantile_student(d.puissance, ddl)),
    }
}
