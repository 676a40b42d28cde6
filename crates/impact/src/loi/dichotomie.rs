//! Turning a distribution function round.

/// The root of a decreasing function between two bounds: secant steps kept inside a bracket that halves.
pub(crate) fn dichotomie(f: impl Fn(f64) -> f64, mut bas: f64, mut haut: f64) -> f64 {
    let (mut f_bas, mut f_haut) = (f(bas), f(haut));
    for tour in 0..200 {
        let secante = bas + (haut - bas) * f_bas / (f_bas - f_haut);
        let milieu = 0.5 * (bas + haut);
        let x = if tour % 3 != 2 && secante > bas && secante < haut { secante } else { milieu };
        if x <= bas || x >= haut {
            return x;
        }
        let fx = f(x);
        if fx == 0.0 {
            return x;
        }
        if fx > 0.0 {
            (bas, f_bas) = (x, fx);
        } else {
            (haut, f_haut) = (x, fx);
        }
        if haut - bas <= 1e-15 * haut.abs() {
            break;
        }
    }
    0.5 * (bas + haut)
}
