//! Effect when each person had their own known probability (Horvitz and Thompson 1952; Aronow and Samii 2017).

use crate::echantillon::{Echantillon, ampleur};
use crate::erreur::ErreurImpact;
use crate::resultat::Estimation;

/// Horvitz–Thompson estimate for independent assignments; `probabilites` are those of being treated. The variance is
/// conservative (Young's inequality on the covariance of both potential outcomes); the normal law is used.
pub fn horvitz_thompson(e: &Echantillon, probabilites: &[f64]) -> Result<Estimation, ErreurImpact> {
    if probabilites.len() != e.n() {
        return Err(ErreurImpact::Longueur("probabilités".into()));
    }
    if let Some(i) = probabilites.iter().position(|p| !(*p > 0.0 && *p < 1.0)) {
        return Err(ErreurImpact::Probabilite { rang: i + 1 });
    }
    let n = e.n() as f64;
    let (mut total, mut carres) = (0.0, 0.0);
    for ((y, z), p) in e.resultat.valeurs.iter().zip(e.traitement).zip(probabilites) {
        let pese = if *z { y / p } else { -y / (1.0 - p) };
        total += pese;
        carres += pese * pese;
    }
    let echelle = ampleur(e.resultat.valeurs);
    Estimation::nouvelle(
        "horvitz-thompson",
        total / n,
        carres / (n * n),
        f64::INFINITY,
        [e.n(), e.n_traites()],
        echelle,
    )
}
