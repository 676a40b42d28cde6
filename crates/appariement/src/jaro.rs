//! Similarity of two texts: Jaro–Winkler, and one typing error.

/// Jaro similarity of two texts of at most 64 characters, between 0 and 1.
/// Source: M. A. Jaro, JASA 84 (1989).
pub(crate) fn jaro<T: PartialEq + Copy>(a: &[T], b: &[T]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() && b.is_empty() { 1.0 } else { 0.0 };
    }
    let (a, b) = (&a[..a.len().min(64)], &b[..b.len().min(64)]);
    let portee = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut pris_a, mut pris_b) = (0u64, 0u64);
    for (i, x) in a.iter().enumerate() {
        let debut = i.saturating_sub(portee).min(b.len());
        for (j, y) in b[debut..(i + portee + 1).min(b.len())].iter().enumerate() {
            let j = debut + j;
            if pris_b >> j & 1 == 0 && y == x {
                pris_a |= 1 << i;
                pris_b |= 1 << j;
                break;
            }
        }
    }
    let communs = pris_a.count_ones();
    if communs == 0 {
        return 0.0;
    }
    let (mut reste_a, mut reste_b, mut deplaces) = (pris_a, pris_b, 0u32);
    while reste_a != 0 {
        if a[reste_a.trailing_zeros() as usize] != b[reste_b.trailing_zeros() as usize] {
            deplaces += 1;
        }
        reste_a &= reste_a - 1;
        reste_b &= reste_b - 1;
    }
    let m = f64::from(communs);
    (m / a.len() as f64 + m / b.len() as f64 + (m - f64::from(deplaces / 2)) / m) / 3.0
}

/// Jaro–Winkler similarity on Unicode scalar values: a common prefix of up to four characters adds to a Jaro similarity
/// above 0.7 (scale 0.1), and to no other. Source: W. E. Winkler, 1990.
pub fn jaro_winkler(a: &str, b: &str) -> f64 {
    if a.is_ascii() && b.is_ascii() {
        winkler(a.as_bytes(), b.as_bytes())
    } else {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        winkler(&a, &b)
    }
}

fn winkler<T: PartialEq + Copy>(a: &[T], b: &[T]) -> f64 {
    let j = jaro(a, b);
    if j <= 0.7 {
        return j;
    }
    let prefixe = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    j + prefixe as f64 * 0.1 * (1.0 - j)
}

/// Whether one typing error leads from one text to the other: a character added, taken away, replaced, or two
/// neighbours exchanged. Equal texts are not one error apart.
pub fn une_faute(a: &[u8], b: &[u8]) -> bool {
    let (court, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - court.len() > 1 {
        return false;
    }
    let debut = court.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (c, l) = (&court[debut..], &long[debut..]);
    if court.len() < long.len() {
        return c == &l[1..];
    }
    match (c, l) {
        ([_, fin_c @ ..], [_, fin_l @ ..]) if fin_c == fin_l => true,
        ([x, y, fin_c @ ..], [z, t, fin_l @ ..]) => x == t && y == z && fin_c == fin_l,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // Winkler's classic pairs, and pairs that tell bytes from characters and boosts apart (rapidfuzz, jellyfish).
        for (a, b, attendu) in [
            ("MARTHA", "MARHTA", 0.961_111),
            ("DWAYNE", "DUANE", 0.84),
            ("DIXON", "DICKSONX", 0.813_333),
            ("TRAORE", "TRAORÉ", 0.933_333),
            ("abcvwxyz", "cabvwxyz", 0.958_333),
            ("", "", 1.0),
            ("a", "", 0.0),
        ] {
            assert!((jaro_winkler(a, b) - attendu).abs() < 1e-6, "{a} {b} {}", jaro_winkler(a, b));
        }
        // A Jaro similarity of 0.7 or less gets no prefix.
        let j = jaro(b"abcdefgh", b"abzyxwvu");
        assert!(j < 0.7 && (jaro_winkler("abcdefgh", "abzyxwvu") - j).abs() < 1e-12);
    }

    #[test]
    fn one_error_is_one_error() {
        for (a, b) in [("chat", "chats"), ("chat", "hat"), ("chat", "chut"), ("chat", "caht"), ("a", "b"), ("", "a")] {
            assert!(une_faute(a.as_bytes(), b.as_bytes()) && une_faute(b.as_bytes(), a.as_bytes()), "{a} {b}");
        }
        for (a, b) in [("chat", "chat"), ("chat", "ch"), ("chat", "htac"), ("ab", "cd"), ("abcd", "badc")] {
            assert!(!une_faute(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }
}
