//! Numbers as French typography writes them: narrow no-break space between thousands,
//! decimal comma, no-break space before the noun.

/// U+202F, between thousands and before `%`.
pub(crate) const FINE: char = '\u{202F}';
/// U+00A0, between a number and what it counts.
pub(crate) const INSECABLE: char = '\u{A0}';
/// What stands for a number that does not exist (a share of nothing).
const SANS_VALEUR: &str = "–";

/// "1 377".
pub fn nombre(n: i64) -> String {
    let signe = if n < 0 { "-" } else { "" };
    format!("{signe}{}", milliers(&n.unsigned_abs().to_string()))
}

/// "1 jeune", "0 jeune", "1 377 contrats": the plural starts at two.
pub fn pluriel(n: i64, singulier: &str, pluriel: &str) -> String {
    let nom = if n.unsigned_abs() < 2 { singulier } else { pluriel };
    format!("{}{INSECABLE}{nom}", nombre(n))
}

/// "1 234,5", rounded half away from zero; "–" when there is no value (not a number, infinite).
pub fn decimal(v: f64, decimales: usize) -> String {
    if !v.is_finite() {
        return SANS_VALEUR.to_owned();
    }
    let texte = arrondi(v.abs(), decimales);
    let (entiers, reste) = texte.split_once('.').unwrap_or((&texte, ""));
    let negatif = v < 0.0 && texte.bytes().any(|b| matches!(b, b'1'..=b'9'));
    let mut sortie = String::from(if negatif { "-" } else { "" });
    sortie.push_str(&milliers(entiers));
    if !reste.is_empty() {
        sortie.push(',');
        sortie.push_str(reste);
    }
    sortie
}

/// "30,5 %" for 30.5; "–" when there is no value.
pub fn pourcent(v: f64, decimales: usize) -> String {
    if !v.is_finite() {
        return SANS_VALEUR.to_owned();
    }
    format!("{}{FINE}%", decimal(v, decimales))
}

/// A positive number with a point and that many decimals. The formatter alone would round
/// exact halves to the even digit ("2" for 2.5).
fn arrondi(v: f64, decimales: usize) -> String {
    let echelle = 10f64.powi(i32::try_from(decimales).unwrap_or(i32::MAX));
    let agrandi = v * echelle;
    let v = if agrandi < 9e15 { agrandi.round() / echelle } else { v };
    format!("{v:.decimales$}")
}

/// Groups digits by three from the right.
fn milliers(chiffres: &str) -> String {
    let mut sortie = String::with_capacity(chiffres.len() * 2);
    for (i, c) in chiffres.chars().enumerate() {
        if i > 0 && (chiffres.len() - i).is_multiple_of(3) {
            sortie.push(FINE);
        }
        sortie.push(c);
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_from_the_right() {
        for (n, texte) in [
            (0, "0"),
            (999, "999"),
            (1377, "1\u{202F}377"),
            (-12_345_678, "-12\u{202F}345\u{202F}678"),
            (i64::MIN, "-9\u{202F}223\u{202F}372\u{202F}036\u{202F}854\u{202F}775\u{202F}808"),
        ] {
            assert_eq!(nombre(n), texte);
        }
    }

    #[test]
    fn grouping_never_loses_a_digit() {
        for n in (0..1_000_000_000).step_by(999_983) {
            assert_eq!(nombre(n).replace(FINE, ""), n.to_string());
        }
    }

    #[test]
    fn the_plural_starts_at_two() {
        for (n, texte) in [
            (0, "0\u{A0}jeune"),
            (1, "1\u{A0}jeune"),
            (2, "2\u{A0}jeunes"),
            (-1, "-1\u{A0}jeune"),
            (1377, "1\u{202F}377\u{A0}jeunes"),
        ] {
            assert_eq!(pluriel(n, "jeune", "jeunes"), texte);
        }
    }

    #[test]
    fn decimals_have_a_comma_and_halves_go_up() {
        for (v, d, texte) in [
            (1234.5, 1, "1\u{202F}234,5"),
            (0.125, 2, "0,13"),
            (2.5, 0, "3"),
            (-2.5, 0, "-3"),
            (999.96, 1, "1\u{202F}000,0"),
            (-0.04, 1, "0,0"),
            (1e18, 0, "1\u{202F}000\u{202F}000\u{202F}000\u{202F}000\u{202F}000\u{202F}000"),
            (f64::NAN, 1, "–"),
        ] {
            assert_eq!(decimal(v, d), texte, "{v}");
        }
    }

    #[test]
    fn percentages() {
        assert_eq!(pourcent(30.5, 1), "30,5\u{202F}%");
        assert_eq!(pourcent(100.0, 0), "100\u{202F}%");
        assert_eq!(pourcent(f64::NAN, 1), "–");
    }
}
