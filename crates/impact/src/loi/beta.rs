//! The regularised incomplete beta function and its inverse.

use std::f64::consts::PI;

/// `I_x(a, b)`, with `y = 1 - x` given apart so that neither tail loses its digits.
pub(crate) fn beta_incomplete(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // The continued fraction converges fast on this side of the mean only; next to x = 1 its first terms cancel, and
    // the complement is not small enough to lose anything.
    if x <= (a + 1.0) / (a + b + 2.0) && !(y < 1e-3 && y * (a + b) < 8.0) {
        facteur(a, b, x, y) * fraction(a, b, x) / a
    } else {
        1.0 - facteur(b, a, y, x) * fraction(b, a, y) / b
    }
}

/// `x^a y^b / B(a, b)`.
fn facteur(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let ln_x = if x > 0.5 { (-y).ln_1p() } else { x.ln() };
    let ln_y = if y > 0.5 { (-x).ln_1p() } else { y.ln() };
    (a * ln_x + b * ln_y - ln_beta(a, b)).exp()
}

/// Lentz's evaluation of the continued fraction (Numerical Recipes, 6.4).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const PETIT: f64 = 1e-300;
    let non_nul = |v: f64| if v.abs() < PETIT { PETIT } else { v };
    let (mut c, mut d) = (1.0, 1.0 / non_nul(1.0 - (a + b) * x / (a + 1.0)));
    let mut h = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let pair = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / non_nul(1.0 + pair * d);
        c = non_nul(1.0 + pair / c);
        h *= d * c;
        let impair = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / non_nul(1.0 + impair * d);
        c = non_nul(1.0 + impair / c);
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

/// `ln B(a, b)`, without the cancellation of three large log-gammas (the cases of R's `lbeta`).
fn ln_beta(a: f64, b: f64) -> f64 {
    let (p, q) = (a.min(b), a.max(b));
    if p >= 10.0 {
        let reste = stirling(p) + stirling(q) - stirling(p + q);
        -0.5 * q.ln() + 0.5 * (2.0 * PI).ln() + reste + (p - 0.5) * (p / (p + q)).ln() + q * (-p / (p + q)).ln_1p()
    } else if q >= 10.0 {
        let reste = stirling(q) - stirling(p + q);
        libm::lgamma(p) + reste + p - p * (p + q).ln() + (q - 0.5) * (-p / (p + q)).ln_1p()
    } else {
        libm::lgamma(p) + libm::lgamma(q) - libm::lgamma(p + q)
    }
}

/// What Stirling's formula lacks: `ln Γ(x) - ((x - 1/2) ln x - x + ln(2π)/2)`, for `x >= 10`.
fn stirling(x: f64) -> f64 {
    const TERMES: [f64; 7] =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    let inverse = 1.0 / (x * x);
    TERMES.iter().rev().fold(0.0, |somme, terme| somme * inverse + terme) / x
}

/// The `p`-quantile of the beta law.
pub(crate) fn quantile_beta(p: f64, a: f64, b: f64) -> f64 {
    super::dichotomie::dichotomie(|x| p - beta_incomplete(a, b, x, 1.0 - x), 0.0, 1.0)
}
