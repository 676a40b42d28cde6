//! The shape and the key of a social security number.

/// True for thirteen symbols of a valid shape, or fifteen with the right key.
/// Symbols are ASCII digits, and the upper case letter of a Corsican département.
pub(super) fn est_nir(symboles: &[u8]) -> bool {
    match symboles.len() {
        // Without the key, only the months of the calendar count: the others, given when the civil status is
        // incomplete, would make a number of every counter that begins with a year (2017031400012).
        13 => forme_valide(symboles) && deux_chiffres(&symboles[3..5]).is_some_and(|mois| mois <= 12),
        15 => forme_valide(&symboles[..13]) && cle_juste(symboles),
        _ => false,
    }
}

/// The same, of a number cut anywhere: fifteen symbols by their key, thirteen by the sex and the month alone.
pub(super) fn est_nir_mal_coupe(symboles: &[u8]) -> bool {
    est_nir(symboles) && (symboles.len() == 15 || matches!(symboles[0], b'1' | b'2'))
}

fn forme_valide(s: &[u8]) -> bool {
    // Sex: 1 and 2; 3 and 4 while being registered as foreigners; 7 and 8 for temporary numbers.
    let sexe = matches!(s[0], b'1'..=b'4' | b'7' | b'8');
    sexe && deux_chiffres(&s[1..3]).is_some()
        && deux_chiffres(&s[3..5]).is_some_and(mois_valide)
        && departement_valide(&s[5..7])
        && s[7..].iter().all(u8::is_ascii_digit)
        // The order of registration in the month starts at 001.
        && s[10..] != *b"000"
}

/// A month; or 20, 30 to 42, 50 to 99 when the civil status document is incomplete.
fn mois_valide(mois: u8) -> bool {
    matches!(mois, 1..=12 | 20 | 30..=42 | 50..=99)
}

/// 01 to 95, 2A and 2B, 96 to 98 (former départements and overseas), 99 (abroad).
fn departement_valide(s: &[u8]) -> bool {
    matches!(s, b"2A" | b"2B") || deux_chiffres(s).is_some_and(|n| n > 0)
}

fn deux_chiffres(s: &[u8]) -> Option<u8> {
    match s {
        [d, u] if d.is_ascii_digit() && u.is_ascii_digit() => Some((d - b'0') * 10 + (u - b'0')),
        _ => None,
    }
}

/// The key is the complement to 97 of the number, where 2A counts as 19 and 2B as 18.
fn cle_juste(s: &[u8]) -> bool {
    let departement: &[u8] = match &s[5..7] {
        b"2A" => b"19",
        b"2B" => b"18",
        autre => autre,
    };
    let reste =
        s[..5].iter().chain(departement).chain(&s[7..13]).fold(0u64, |n, c| (n * 10 + u64::from(c - b'0')) % 97);
    deux_chiffres(&s[13..]).is_some_and(|cle| u64::from(cle) == 97 - reste)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example number of public documentation, and its key.
    const NIR: &str = "2550814168025";

    fn juste(texte: &str) -> bool {
        est_nir(texte.as_bytes())
    }

    #[test]
    fn one_key_out_of_a_hundred_is_right() {
        let cles: Vec<u32> = (0..100).filter(|k| juste(&format!("{NIR}{k:02}"))).collect();
        assert_eq!(cles, [38]);
    }

    #[test]
    fn corsican_numbers_have_the_key_of_19_and_18() {
        for (corse, compte) in [("2A", "19"), ("2B", "18")] {
            let cle = (1..=97).find(|k| juste(&format!("25508{compte}168025{k:02}"))).unwrap();
            let cles: Vec<u32> = (0..100).filter(|k| juste(&format!("25508{corse}168025{k:02}"))).collect();
            assert_eq!(cles, [cle]);
            assert!(juste(&format!("25508{corse}168025")));
        }
        for faux in ["255082C168025", "255083A168025", "25508A2168025", "2A50814168025"] {
            assert!(!juste(faux), "{faux}");
        }
    }

    #[test]
    fn each_field_has_its_values() {
        let avec = |debut: usize, champ: &str| {
            let mut texte = NIR.to_owned();
            texte.replace_range(debut..debut + champ.len(), champ);
            juste(&texte)
        };
        let sexes: Vec<u32> = (0..10).filter(|n| avec(0, &n.to_string())).collect();
        assert_eq!(sexes, [1, 2, 3, 4, 7, 8]);
        let mois: Vec<u32> = (0..100).filter(|n| avec(3, &format!("{n:02}"))).collect();
        assert_eq!(mois, (1..=12).collect::<Vec<u32>>(), "without the key");
        let avec_cle = |mois: u32| {
            let nir = format!("255{mois:02}14168025");
            (1..=97).any(|cle| juste(&format!("{nir}{cle:02}")))
        };
        let mois: Vec<u32> = (0..100).filter(|n| avec_cle(*n)).collect();
        let attendus: Vec<u32> = (1..=12).chain([20]).chain(30..=42).chain(50..=99).collect();
        assert_eq!(mois, attendus, "with the key");
        let departements = (0..100).filter(|n| avec(5, &format!("{n:02}"))).count();
        assert_eq!(departements, 99);
        assert!(!avec(10, "000") && avec(10, "001"));
    }

    #[test]
    fn no_other_length() {
        for n in [0, 12, 14, 16] {
            assert!(!juste(&"25508141680253825508"[..n]));
        }
    }
}
