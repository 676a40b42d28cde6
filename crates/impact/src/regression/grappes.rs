//! Cluster-robust variance CR2 with its degrees of freedom (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018).
//!
//! The adjustment of cluster g is the symmetric inverse square root of `I - Q_g Q_g'`. It is found on the small matrix
//! `Q_g'Q_g`, so that a cluster of thousands costs no more than its rows.

use super::{Base, Contraste};
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// Under this, a direction of a cluster is fitted exactly and carries no information on the variance.
const NUL: f64 = 1e-10;

/// Variance and Satterthwaite degrees of freedom of a contrast; the covariance of two outcomes when their residuals
/// differ. `membres` are the rows of the clusters.
pub(crate) fn cr2(base: &Base, a: &Contraste, residus: [&[f64]; 2], membres: &[Vec<u32>]) -> (f64, f64) {
    let p = base.p();
    let racine = 1.0 / (base.n() as f64).sqrt();
    let direction = DVector::from_iterator(p, std::iter::once(a.constante).chain(a.pentes.iter().copied()));
    let mut variance = 0.0;
    let (mut trace, mut diagonale, mut quatre) = (0.0, 0.0, 0.0);
    let mut croises = DMatrix::zeros(p, p);
    for lignes in membres {
        let mut q = DMatrix::zeros(lignes.len(), p);
        let mut tampon = vec![0.0; base.k()];
        for (r, ligne) in lignes.iter().enumerate() {
            base.rangee(*ligne as usize, &mut tampon);
            q[(r, 0)] = racine;
            (0..base.k()).for_each(|j| q[(r, j + 1)] = tampon[j]);
        }
        let u = redresser(&q, &(&q * &direction));
        // u'e: the adjustment is symmetric, it is enough to apply it to one side.
        let [x, y] = residus.map(|e| u.iter().zip(lignes).map(|(u, i)| u * e[*i as usize]).sum::<f64>());
        variance += x * y;
        let v = q.transpose() * &u;
        let propre = u.norm_squared() - v.norm_squared();
        trace += propre;
        diagonale += propre * propre;
        quatre += v.norm_squared().powi(2);
        croises += &v * v.transpose();
    }
    let carres = diagonale + croises.norm_squared() - quatre;
    (variance, trace * trace / carres)
}

/// `(I - QQ')^{-1/2} x`, the inverse taken where it exists.
fn redresser(q: &DMatrix<f64>, x: &DVector<f64>) -> DVector<f64> {
    let propres = SymmetricEigen::new(q.transpose() * q);
    let mut poids = propres.eigenvectors.transpose() * (q.transpose() * x);
    for (poids, s) in poids.iter_mut().zip(propres.eigenvalues.iter()) {
        let reste = 1.0 - s;
        *poids *= if reste < NUL {
            -1.0 / s
        } else if s.abs() < 1e-6 {
            0.5 + 0.375 * s
        } else {
            (1.0 / reste.sqrt() - 1.0) / s
        };
    }
    x + q * (&propres.eigenvectors * poids)
}
