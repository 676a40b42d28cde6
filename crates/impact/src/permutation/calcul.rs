//! A statistic as a function of the assignment. Whatever depends on the treatment (interactions, studentisation, the
//! fit of each arm) is computed again at each re-draw: keeping the observed columns would test another hypothesis.

use crate::difference::{cellules, ecart, precision};
use crate::echantillon::{Colonne, Echantillon, Groupes};
use crate::erreur::ErreurImpact;
use crate::lineaire::regresseurs;
use crate::regression::{Base, Contraste};
use nalgebra::{DMatrix, DVector};

/// What is compared between the assignment that happened and those that could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistique {
    /// Difference in means, strata weighted by size.
    Difference,
    /// The same over its Neyman standard error.
    Studentisee,
    /// Coefficient of the treatment in `Y ~ Z + X`.
    MoindresCarres,
    /// Lin's interacted estimate, `Y ~ Z * X` at the mean of the covariates.
    Lin,
    /// Coefficient of `Z × X` in `Y ~ Z * X`, for the covariate of that rank.
    Interaction(usize),
}

/// The statistic, ready to be computed on any assignment; `None` where an assignment makes it impossible.
pub(crate) enum Calcul<'a> {
    Moyennes { y: &'a [f64], strates: Option<&'a Groupes>, studentisee: bool },
    Regression(Regression),
}

pub(crate) struct Regression {
    y: Vec<f64>,
    /// Rows of the basis, one after the other.
    q: Vec<f64>,
    k: usize,
    quoi: Quoi,
}

enum Quoi {
    Coefficient,
    Lin,
    Interaction(Contraste),
}

impl<'a> Calcul<'a> {
    pub fn nouveau(e: &Echantillon<'a>, statistique: Statistique) -> Result<Self, ErreurImpact> {
        let (y, strates) = (e.resultat.valeurs, e.strates);
        let rang = match statistique {
            Statistique::Difference => return Ok(Self::Moyennes { y, strates, studentisee: false }),
            Statistique::Studentisee => return Ok(Self::Moyennes { y, strates, studentisee: true }),
            Statistique::MoindresCarres | Statistique::Lin => None,
            Statistique::Interaction(j) => Some(j),
        };
        if rang.is_some_and(|j| j >= e.covariables.len()) {
            return Err(ErreurImpact::Option("l’interaction demande une covariable d’ajustement"));
        }
        let base = Base::nouvelle(regresseurs(&e.covariables, strates), e.n())?;
        let k = base.k();
        let mut q = vec![0.0; e.n() * k];
        // Without covariates nor strata there is nothing to project on.
        if k > 0 {
            q.chunks_mut(k).enumerate().for_each(|(i, ligne)| base.rangee(i, ligne));
        }
        let (y, quoi) = match statistique {
            Statistique::MoindresCarres => (base.ajuster(y).residus, Quoi::Coefficient),
            Statistique::Interaction(j) => (y.to_vec(), Quoi::Interaction(base.coefficient(j))),
            _ => (y.to_vec(), Quoi::Lin),
        };
        Ok(Self::Regression(Regression { y, q, k, quoi }))
    }

    pub fn faire(&self, z: &[bool]) -> Option<f64> {
        match self {
            Self::Moyennes { y, strates, studentisee } => {
                let cellules = cellules(y, z, *strates);
                if cellules.iter().any(|c| c.n.contains(&0)) {
                    return None;
                }
                let ecart = ecart(&cellules);
                if !studentisee {
                    return Some(ecart);
                }
                let erreur = precision(&cellules).ok()?.variance.sqrt();
                Some(if erreur > 0.0 {
                    ecart / erreur
                } else if ecart == 0.0 {
                    0.0
                } else {
                    f64::INFINITY.copysign(ecart)
                })
            }
            Self::Regression(r) => r.faire(z),
        }
    }
}

impl Regression {
    fn faire(&self, z: &[bool]) -> Option<f64> {
        if let Quoi::Coefficient = self.quoi {
            return self.coefficient(z);
        }
        // The rows (1, q) are orthogonal over everybody: the controls' matrix is what the treated leave.
        let p = self.k + 1;
        let mut gram = [DMatrix::zeros(p, p), DMatrix::zeros(p, p)];
        let mut produits = [DVector::zeros(p), DVector::zeros(p)];
        let mut ligne = DVector::from_element(p, 1.0);
        for (i, (z, y)) in z.iter().zip(&self.y).enumerate() {
            ligne.as_mut_slice()[1..].copy_from_slice(&self.q[i * self.k..(i + 1) * self.k]);
            let bras = usize::from(*z);
            gram[bras].ger(1.0, &ligne, &ligne, 1.0);
            produits[bras].axpy(*y, &ligne, 1.0);
        }
        let mut coefficients = Vec::with_capacity(2);
        for (gram, produit) in gram.into_iter().zip(produits) {
            let diagonale = gram.diagonal();
            let facteur = gram.cholesky()?;
            // An arm that does not tell the covariates apart has no coefficients, only rounding.
            let pivots = facteur.l_dirty().diagonal();
            if pivots.iter().zip(diagonale.iter()).any(|(l, d)| l * l < 1e-10 * d) {
                return None;
            }
            coefficients.push(facteur.solve(&produit));
        }
        let ecart = &coefficients[1] - &coefficients[0];
        let valeur = match &self.quoi {
            Quoi::Interaction(c) => c.pentes.iter().zip(ecart.iter().skip(1)).map(|(a, b)| a * b).sum(),
            _ => ecart[0],
        };
        f64::is_finite(valeur).then_some(valeur)
    }

    /// Frisch, Waugh and Lovell: the treatment is cleared of the covariates, the outcome already is.
    fn coefficient(&self, z: &[bool]) -> Option<f64> {
        let (mut n1, mut produit, mut projete) = (0.0, 0.0, vec![0.0; self.k]);
        for (i, (z, y)) in z.iter().zip(&self.y).enumerate() {
            if *z {
                n1 += 1.0;
                produit += y;
                projete.iter_mut().zip(&self.q[i * self.k..]).for_each(|(p, q)| *p += q);
            }
        }
        let reste = n1 - n1 * n1 / z.len() as f64 - projete.iter().map(|p| p * p).sum::<f64>();
        (reste > 1e-10).then(|| produit / reste)
    }
}

/// Share of the treatment that the covariates explain beyond the strata: what the joint balance test ranks.
pub(crate) struct Explique {
    base: Vec<f64>,
    k: usize,
    depuis: usize,
}

impl Explique {
    /// Strata first, then covariates.
    pub fn nouveau(covariables: &[Colonne], strates: Option<&Groupes>, n: usize) -> Result<Self, ErreurImpact> {
        let mut modele = regresseurs(&[], strates);
        let depuis = modele.colonnes.len();
        let suite = regresseurs(covariables, None);
        modele.noms.extend(suite.noms);
        modele.colonnes.extend(suite.colonnes);
        let base = Base::nouvelle(modele, n)?;
        let k = base.k();
        let mut lignes = vec![0.0; n * k];
        lignes.chunks_mut(k.max(1)).enumerate().for_each(|(i, ligne)| base.rangee(i, ligne));
        Ok(Self { base: lignes, k, depuis })
    }

    /// F of the covariates and its degrees of freedom.
    pub fn f(&self, z: &[bool]) -> (f64, [f64; 2]) {
        let mut projete = vec![0.0; self.k];
        let mut n1 = 0.0;
        for (i, _) in z.iter().enumerate().filter(|(_, z)| **z) {
            n1 += 1.0;
            projete.iter_mut().zip(&self.base[i * self.k..]).for_each(|(p, q)| *p += q);
        }
        let n = z.len() as f64;
        let carre = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
        let (m, ddl) = ((self.k - self.depuis) as f64, n - self.k as f64 - 1.0);
        let total = n1 - n1 * n1 / n;
        let reste = total - carre(&projete);
        if reste < 1e-12 * total {
            return (f64::INFINITY, [m, ddl]);
        }
        (carre(&projete[self.depuis..]) / m / (reste / ddl), [m, ddl])
    }
}
