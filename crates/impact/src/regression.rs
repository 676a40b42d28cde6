//! Least squares on an orthonormal basis of the design.
//!
//! Columns are centred and scaled; their Gram matrix is summed in blocks of rows, always the same and always added in
//! the same order, so that the number of threads changes no bit. Its Cholesky factor gives the basis; when the columns
//! are nearly dependent, the basis is made orthonormal once more (CholeskyQR2: Yamamoto, Nakatsukasa, Yanagisawa and
//! Fukaya 2015), which brings the accuracy of a QR decomposition without keeping the rows.

mod cholesky;
mod grappes;
mod sandwich;

pub(crate) use grappes::cr2;
pub use sandwich::Variance;
pub(crate) use sandwich::sandwich;

use crate::echantillon::moyenne;
use crate::erreur::ErreurImpact;
use crate::parallele::blocs;
use std::borrow::Cow;

/// Rows summed together.
const BLOC: usize = 4096;
/// Share of a column left unexplained by the previous ones under which it is called redundant.
const REDONDANTE: f64 = 1e-11;
/// Same share, under which the basis is made orthonormal twice.
const DELICATE: f64 = 1e-3;

/// A design: a constant, then named columns.
pub(crate) struct Modele<'a> {
    pub noms: Vec<String>,
    pub colonnes: Vec<Cow<'a, [f64]>>,
    /// Rows to use; all when absent.
    pub lignes: Option<Vec<u32>>,
}

impl Modele<'_> {
    fn ligne(&self, i: usize) -> usize {
        self.lignes.as_ref().map_or(i, |l| l[i] as usize)
    }
}

/// An orthonormal basis of a design: row `i` is `(1/√n, q_i)`.
pub(crate) struct Base<'a> {
    pub modele: Modele<'a>,
    n: usize,
    centres: Vec<f64>,
    echelles: Vec<f64>,
    /// Inverse of the triangular factor, by rows: `q = t' x`.
    t: Vec<f64>,
}

/// Something linear in the coefficients, written on the basis.
#[derive(Clone)]
pub(crate) struct Contraste {
    pub constante: f64,
    pub pentes: Vec<f64>,
}

/// A fit: coordinates of the outcome on the basis, residuals, leverages.
pub(crate) struct Ajustement {
    pub moyenne: f64,
    pub gamma: Vec<f64>,
    pub residus: Vec<f64>,
    pub leviers: Vec<f64>,
}

impl<'a> Base<'a> {
    /// Fails when a column is constant or follows from the previous ones, and names it.
    pub fn nouvelle(modele: Modele<'a>, n: usize) -> Result<Self, ErreurImpact> {
        let k = modele.colonnes.len();
        if n <= k + 1 {
            return Err(ErreurImpact::TropPeuDeLignes { n, coefficients: k + 1 });
        }
        let mesures = blocs(k, usize::from(n < BLOC), |j| {
            let colonne = &modele.colonnes[j];
            let valeurs = (0..n).map(|i| colonne[modele.ligne(i)]);
            let centre = moyenne(valeurs.clone());
            let norme = valeurs.map(|v| (v - centre) * (v - centre)).sum::<f64>().sqrt();
            (centre, norme)
        });
        for (j, (centre, norme)) in mesures.iter().enumerate() {
            if *norme <= 1e-12 * centre.abs() * (n as f64).sqrt() {
                return Err(ErreurImpact::ColonneConstante(modele.noms[j].clone()));
            }
        }
        let (centres, echelles) = mesures.into_iter().unzip();
        let mut base = Self { modele, n, centres, echelles, t: cholesky::identite(k) };
        let (pivots, t) = cholesky::inverse(base.gram(), k, REDONDANTE).map_err(|r| base.redondance(r))?;
        base.t = t;
        if pivots < DELICATE {
            let (_, encore) = cholesky::inverse(base.gram(), k, 0.5).map_err(|r| base.redondance(r))?;
            base.t = cholesky::produit(&base.t, &encore, k);
        }
        Ok(base)
    }

    fn redondance(&self, r: cholesky::Redondance) -> ErreurImpact {
        let noms = &self.modele.noms;
        let de = r.coefficients.iter().enumerate().filter(|(_, c)| c.abs() > 1e-6).map(|(i, _)| noms[i].clone());
        ErreurImpact::Colineaire { colonne: noms[r.colonne].clone(), de: de.collect() }
    }

    pub fn n(&self) -> usize {
        self.n
    }

    /// Columns besides the constant.
    pub fn k(&self) -> usize {
        self.centres.len()
    }

    /// Coefficients, constant included.
    pub fn p(&self) -> usize {
        self.k() + 1
    }

    /// Row `i` of the basis, without its constant part.
    pub fn rangee(&self, i: usize, q: &mut [f64]) {
        let (k, ligne) = (self.k(), self.modele.ligne(i));
        q.fill(0.0);
        for a in 0..k {
            let x = (self.modele.colonnes[a][ligne] - self.centres[a]) / self.echelles[a];
            let (t, q) = (&self.t[a * k + a..(a + 1) * k], &mut q[a..k]);
            q.iter_mut().zip(t).for_each(|(q, t)| *q += x * t);
        }
    }

    /// Sums something over the rows: each block starts from zeros of that size, blocks are added in order.
    pub fn sommer(&self, taille: usize, faire: impl Fn(usize, &[f64], &mut [f64]) + Sync) -> Vec<f64> {
        let sommes = blocs(self.n.div_ceil(BLOC), 0, |b| {
            let (mut somme, mut q) = (vec![0.0; taille], vec![0.0; self.k()]);
            for i in b * BLOC..((b + 1) * BLOC).min(self.n) {
                self.rangee(i, &mut q);
                faire(i, &q, &mut somme);
            }
            somme
        });
        let mut total = vec![0.0; taille];
        sommes.iter().for_each(|s| total.iter_mut().zip(s).for_each(|(t, v)| *t += v));
        total
    }

    /// Upper part of `Q'Q`.
    fn gram(&self) -> Vec<f64> {
        let k = self.k();
        self.sommer(k * k, |_, q, somme| {
            for a in 0..k {
                let (qa, ligne) = (q[a], &mut somme[a * k + a..(a + 1) * k]);
                ligne.iter_mut().zip(&q[a..]).for_each(|(s, qb)| *s += qa * qb);
            }
        })
    }

    /// Projects an outcome, given for all rows of the columns.
    pub fn ajuster(&self, y: &[f64]) -> Ajustement {
        let y = |i: usize| y[self.modele.ligne(i)];
        let m = moyenne((0..self.n).map(y));
        let gamma = self.sommer(self.k(), |i, q, somme| {
            let ecart = y(i) - m;
            somme.iter_mut().zip(q).for_each(|(s, q)| *s += q * ecart);
        });
        let inverse = 1.0 / self.n as f64;
        let lignes = blocs(self.n.div_ceil(BLOC), 0, |b| {
            let mut q = vec![0.0; self.k()];
            let bornes = b * BLOC..((b + 1) * BLOC).min(self.n);
            bornes
                .map(|i| {
                    self.rangee(i, &mut q);
                    let ajuste: f64 = q.iter().zip(&gamma).map(|(q, g)| q * g).sum();
                    let levier = inverse + q.iter().map(|q| q * q).sum::<f64>();
                    (y(i) - m - ajuste, levier)
                })
                .collect::<Vec<_>>()
        });
        let (residus, leviers) = lignes.into_iter().flatten().unzip();
        Ajustement { moyenne: m, gamma, residus, leviers }
    }

    /// The coefficient of column `j`.
    pub fn coefficient(&self, j: usize) -> Contraste {
        let k = self.k();
        let pentes = self.t[j * k..(j + 1) * k].iter().map(|t| t / self.echelles[j]).collect();
        Contraste { constante: 0.0, pentes }
    }

    /// The fitted value at a point of the columns.
    pub fn point(&self, x: &[f64]) -> Contraste {
        let mut pentes = vec![0.0; self.k()];
        for (j, (x, centre)) in x.iter().zip(&self.centres).enumerate() {
            let coefficient = self.coefficient(j);
            let ecart = x - centre;
            pentes.iter_mut().zip(coefficient.pentes).for_each(|(p, c)| *p += ecart * c);
        }
        Contraste { constante: 1.0 / (self.n as f64).sqrt(), pentes }
    }

    /// `a' q_i` for each row: how much the outcome of that row weighs in the contrast.
    pub fn influences(&self, a: &Contraste) -> Vec<f64> {
        let constante = a.constante / (self.n as f64).sqrt();
        let lignes = blocs(self.n.div_ceil(BLOC), 0, |b| {
            let mut q = vec![0.0; self.k()];
            let bornes = b * BLOC..((b + 1) * BLOC).min(self.n);
            bornes
                .map(|i| {
                    self.rangee(i, &mut q);
                    constante + q.iter().zip(&a.pentes).map(|(q, a)| q * a).sum::<f64>()
                })
                .collect::<Vec<_>>()
        });
        lignes.into_iter().flatten().collect()
    }
}

impl Ajustement {
    /// The estimate of a contrast.
    pub fn estimer(&self, a: &Contraste) -> f64 {
        let n = self.residus.len() as f64;
        a.constante * n.sqrt() * self.moyenne + a.pentes.iter().zip(&self.gamma).map(|(a, g)| a * g).sum::<f64>()
    }

    /// Sum of squared residuals.
    pub fn carres(&self) -> f64 {
        self.residus.iter().map(|e| e * e).sum()
    }
}
