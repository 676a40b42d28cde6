//! The non-central Student law, for power.

use super::{beta_incomplete, normale};

/// `P(T <= t)` for the non-central Student law with `ddl` degrees of freedom and non-centrality `delta >= 0`
/// (Lenth 1989, algorithm AS 243); meant for `delta` under 37.
pub fn student_decentree(t: f64, ddl: f64, delta: f64) -> f64 {
    if ddl.is_infinite() {
        return normale(t - delta);
    }
    if t < 0.0 {
        // The mirror image: P(T <= t; delta) = P(T >= -t; -delta).
        return 1.0 - positive(-t, ddl, -delta);
    }
    positive(t, ddl, delta)
}

fn positive(t: f64, ddl: f64, delta: f64) -> f64 {
    let carre = t * t;
    let (x, y) = (carre / (carre + ddl), ddl / (carre + ddl));
    let moitie = 0.5 * delta * delta;
    let (mut p, mut q) = ((-moitie).exp(), delta * (-moitie).exp() / (0.5 * std::f64::consts::PI).sqrt());
    let mut somme = 0.0;
    for j in 0..2_000 {
        let j = f64::from(j);
        let terme = p * beta_incomplete(j + 0.5, 0.5 * ddl, x, y) + q * beta_incomplete(j + 1.0, 0.5 * ddl, x, y);
        somme += terme;
        p *= moitie / (j + 1.0);
        q *= moitie / (j + 1.5);
        if j > moitie && (p + q.abs()) < 1e-17 {
            break;
        }
    }
    normale(-delta) + 0.5 * somme
}
