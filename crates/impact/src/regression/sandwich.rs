//! Heteroskedasticity-robust variances: HC0 (White 1980), HC1, HC2, HC3 (MacKinnon and White 1985).

use crate::erreur::ErreurImpact;

/// How the variance of a coefficient is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variance {
    /// By arm and stratum, after the draw (Neyman 1923).
    Neyman,
    /// Same variance for everybody.
    Classique,
    /// White's.
    Hc0,
    /// HC0 times n / (n - p).
    Hc1,
    /// Squared residuals over 1 - leverage: unbiased under equal variances.
    Hc2,
    /// Squared residuals over (1 - leverage)²: close to the jackknife.
    Hc3,
    /// By cluster, bias-reduced (Bell and McCaffrey 2002).
    Cr2,
}

impl Variance {
    /// Its code, as the command line says it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Neyman => "neyman",
            Self::Classique => "classique",
            Self::Hc0 => "hc0",
            Self::Hc1 => "hc1",
            Self::Hc2 => "hc2",
            Self::Hc3 => "hc3",
            Self::Cr2 => "cr2",
        }
    }
}

/// `Σ w_i a_i b_i e_i f_i`: covariance of two contrasts whose influences are `a` and `b`, residuals `e` and `f`.
/// `p` is the number of coefficients of the whole design, `n` its rows.
pub(crate) fn sandwich(
    variance: Variance,
    [a, b]: [&[f64]; 2],
    [e, f]: [&[f64]; 2],
    leviers: &[f64],
    [n, p]: [usize; 2],
) -> Result<f64, ErreurImpact> {
    let puissance = match variance {
        Variance::Hc2 => 1,
        Variance::Hc3 => 2,
        _ => 0,
    };
    if variance == Variance::Classique {
        let carres: f64 = e.iter().zip(f).map(|(e, f)| e * f).sum();
        let poids: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        return Ok(poids * carres / (n - p) as f64);
    }
    let mut somme = 0.0;
    for i in 0..a.len() {
        let reste = 1.0 - leviers[i];
        if puissance > 0 && reste < 1e-10 {
            return Err(ErreurImpact::LevierUn { rang: i + 1, variance: variance.code() });
        }
        somme += a[i] * b[i] * e[i] * f[i] / reste.powi(puissance);
    }
    Ok(if variance == Variance::Hc1 { somme * n as f64 / (n - p) as f64 } else { somme })
}
