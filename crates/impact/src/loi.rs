//! Probability laws: normal, Student, Fisher, beta and the non-central Student, with their quantiles.
//!
//! Tails are computed as tails, never as one minus the rest: a p-value of 1e-30 keeps its digits. Checked against
//! scipy and R in `tests/it/lois.rs`.

mod beta;
mod decentree;
mod dichotomie;

pub(crate) use beta::{beta_incomplete, quantile_beta};
pub use decentree::student_decentree;
pub(crate) use dichotomie::dichotomie;

use std::f64::consts::{PI, SQRT_2};

/// `P(Z <= x)` for a standard normal.
pub fn normale(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// Two-sided tail of a standard normal, `P(|Z| >= |x|)`.
pub fn normale_bilaterale(x: f64) -> f64 {
    libm::erfc(x.abs() / SQRT_2)
}

/// The `p`-quantile of a standard normal, `0 < p < 1`.
pub fn quantile_normale(p: f64) -> f64 {
    if p > 0.5 {
        return -quantile_normale(1.0 - p);
    }
    // Hastings' start (Abramowitz and Stegun 26.2.23), good to 4.5e-4, then Halley's steps on the tail.
    let t = (-2.0 * p.ln()).sqrt();
    let mut x =
        (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308))) - t;
    for _ in 0..3 {
        let ecart = (normale(x) - p) / ((-0.5 * x * x).exp() / (2.0 * PI).sqrt());
        x -= ecart / (1.0 + 0.5 * x * ecart);
    }
    x
}

/// Two-sided tail of Student's law, `P(|T| >= |t|)`; `ddl` may be infinite.
pub fn student_bilaterale(t: f64, ddl: f64) -> f64 {
    if ddl.is_infinite() {
        return normale_bilaterale(t);
    }
    if t.is_infinite() {
        return 0.0;
    }
    let carre = t * t;
    beta_incomplete(0.5 * ddl, 0.5, ddl / (ddl + carre), carre / (ddl + carre))
}

/// `P(T <= t)` for Student's law; `ddl` may be infinite.
pub fn student(t: f64, ddl: f64) -> f64 {
    let queue = 0.5 * student_bilaterale(t, ddl);
    if t < 0.0 { queue } else { 1.0 - queue }
}

/// The `p`-quantile of Student's law, `0 < p < 1`; `ddl` may be infinite.
pub fn quantile_student(p: f64, ddl: f64) -> f64 {
    if ddl.is_infinite() {
        return quantile_normale(p);
    }
    if p == 0.5 {
        return 0.0;
    }
    let queue = 2.0 * p.min(1.0 - p);
    let t = racine(|t| student_bilaterale(t, ddl) - queue, quantile_normale(1.0 - 0.5 * queue).max(1e-3));
    if p < 0.5 { -t } else { t }
}

/// Upper tail of Fisher's law, `P(F >= f)`; `d2` may be infinite.
pub fn fisher_queue(f: f64, d1: f64, d2: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    if f.is_infinite() {
        return 0.0;
    }
    beta_incomplete(0.5 * d2, 0.5 * d1, d2 / (d2 + d1 * f), d1 * f / (d2 + d1 * f))
}

/// The value Fisher's law exceeds with probability `queue`.
pub fn quantile_fisher(queue: f64, d1: f64, d2: f64) -> f64 {
    racine(|f| fisher_queue(f, d1, d2) - queue, 1.0)
}

/// Exact interval of a probability seen `k` times in `n` trials (Clopper and Pearson 1934), at 95 %.
pub fn clopper_pearson(k: u64, n: u64) -> [f64; 2] {
    let (k, n) = (k as f64, n as f64);
    let bas = if k == 0.0 { 0.0 } else { quantile_beta(0.025, k, n - k + 1.0) };
    let haut = if k == n { 1.0 } else { quantile_beta(0.975, k + 1.0, n - k) };
    [bas, haut]
}

/// The positive root of a decreasing function, from a positive start.
pub(crate) fn racine(f: impl Fn(f64) -> f64, depart: f64) -> f64 {
    let (mut bas, mut haut) = (0.0, depart);
    while f(haut) > 0.0 {
        bas = haut;
        haut *= 2.0;
        if !haut.is_finite() {
            return haut;
        }
    }
    dichotomie(f, bas, haut)
}
