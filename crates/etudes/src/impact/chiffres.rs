//! Figures: for programs, and in French.

use passerelle_base::decimal;
use passerelle_impact::TestF;
use serde_json::{Value, json};

/// A number, or null for what has no end.
pub(super) fn fini(v: f64) -> Value {
    if v.is_finite() { json!(v) } else { Value::Null }
}

pub(super) fn intervalle([bas, haut]: [f64; 2]) -> Value {
    json!([fini(bas), fini(haut)])
}

/// Four significant digits, and whole numbers whole.
pub fn chiffre(v: f64) -> String {
    if v.is_infinite() {
        return if v > 0.0 { "plus l'infini".into() } else { "moins l'infini".into() };
    }
    if v == 0.0 {
        return "0".into();
    }
    let grandeur = v.abs().log10().floor();
    if grandeur < -8.0 {
        return format!("{v:.3e}").replace('.', ",");
    }
    let decimales = (3.0 - grandeur).clamp(0.0, 12.0) as usize;
    let texte = decimal(v, decimales);
    if texte.contains(',') { texte.trim_end_matches('0').trim_end_matches(',').to_owned() } else { texte }
}

/// « p = 0,0312 ».
pub fn dire_p(p: f64) -> String {
    if p < 0.0001 { "p < 0,0001".into() } else { format!("p = {}", decimal(p, 4)) }
}

/// A joint test, for programs.
pub(super) fn test(t: &TestF) -> Value {
    json!({"f": fini(t.f), "ddl": [t.d1, t.d2], "p": fini(t.p)})
}

/// A number as people type it: with a point or a comma, as a fraction, or in a hundred.
pub fn lire_nombre(texte: &str) -> Result<f64, String> {
    let lu = match (texte.split_once('/'), texte.trim_end().strip_suffix('%')) {
        (Some((n, d)), _) => decimal_lu(n).zip(decimal_lu(d).filter(|d| *d != 0.0)).map(|(n, d)| n / d),
        (None, Some(cent)) => decimal_lu(cent).map(|x| x / 100.0),
        (None, None) => decimal_lu(texte),
    };
    lu.ok_or_else(|| "écrivez un nombre, comme 0,3, 1/3 ou 30 %".to_owned())
}

/// With a point or a French comma, spaces between thousands allowed.
pub(super) fn decimal_lu(texte: &str) -> Option<f64> {
    // A name such as "infini" is no number, whatever the parser thinks of "inf".
    if !texte.bytes().any(|o| o.is_ascii_digit()) {
        return None;
    }
    let lu = texte.parse().or_else(|_| {
        let epure: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
        epure.replace(',', ".").parse()
    });
    lu.ok().filter(|x: &f64| x.is_finite())
}
