//! The one form of a text that looks the same: composed accents, no invisible mark, ordinary spaces in codes.

use std::borrow::Cow;

use crate::lecture::est_invisible;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text as it is kept: trimmed, accents composed (NFC), without the marks that nobody sees. The joiners that some
/// scripts need inside words stay there.
pub fn epurer(texte: &str) -> Cow<'_, str> {
    let texte = texte.trim();
    // Nearly every cell ends here.
    if texte.is_ascii() || (!texte.contains(est_invisible) && compose(texte)) {
        return Cow::Borrowed(texte);
    }
    let mut avant = None;
    let vus: String = texte
        .chars()
        .filter(|&c| {
            let garde = !est_invisible(c) || (matches!(c, '\u{200C}' | '\u{200D}') && avant.is_some_and(lie));
            avant = Some(c);
            garde
        })
        .nfc()
        .collect();
    Cow::Owned(vus.trim().to_owned())
}

/// A code, a number or a key as it is compared: like [`epurer`], every space an ordinary one, every hyphen the one of
/// the keyboard. Two codes that the eye cannot tell apart are one code.
pub fn epurer_code(texte: &str) -> Cow<'_, str> {
    let texte = texte.trim();
    if texte.is_ascii() || (compose(texte) && !texte.contains(|c| est_invisible(c) || meme_a_l_oeil(c) != c)) {
        return Cow::Borrowed(texte);
    }
    let vus: String = texte.chars().filter(|&c| !est_invisible(c)).map(meme_a_l_oeil).nfc().collect();
    Cow::Owned(vus.trim().to_owned())
}

/// A code, a number or a key in the one form under which it is kept: like [`epurer_code`], without what keeps a
/// spreadsheet from dropping its zeros (`="0107"`, `'0107`).
pub fn code_canonique(texte: &str) -> Cow<'_, str> {
    let texte = texte.trim();
    let nu = match texte.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        Some(dedans) if !dedans.contains('"') => dedans,
        _ => match texte.strip_prefix('\'') {
            Some(reste) if reste.starts_with(|c: char| c.is_alphanumeric()) => reste,
            _ => texte,
        },
    };
    epurer_code(nu)
}

fn compose(texte: &str) -> bool {
    match is_nfc_quick(texte.chars()) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => unicode_normalization::is_nfc(texte),
    }
}

/// Letters that join: the scripts of Persia and India, and beyond.
fn lie(c: char) -> bool {
    c >= '\u{600}' && c.is_alphabetic()
}

fn meme_a_l_oeil(c: char) -> char {
    match c {
        '\u{2010}' | '\u{2011}' => '-',
        c if c.is_whitespace() && !c.is_ascii() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_codes_that_look_the_same_are_the_same() {
        for (ecrit, code) in [
            ("1001\u{A0}", "1001"),
            ("1002\u{200B}", "1002"),
            ("\u{200E}1003", "1003"),
            ("A\u{AD}1004", "A1004"),
            ("\u{FEFF}1005", "1005"),
            ("E\u{301}1006", "\u{C9}1006"),
            ("ML\u{2011}NORD", "ML-NORD"),
            ("ML\u{202F}1", "ML 1"),
            ("\u{2066}1007\u{2069}", "1007"),
            (" \u{200B} 1008 ", "1008"),
            ("0107", "0107"),
        ] {
            assert_eq!(epurer_code(ecrit), code, "{ecrit:?}");
            assert_eq!(epurer_code(code), code);
        }
        assert_ne!(epurer_code("A–1"), "A-1", "a dash is seen");
        assert_ne!(epurer_code("é1"), "e1", "an accent is seen");
    }

    #[test]
    fn what_protects_the_zeros_of_a_code_is_not_part_of_it() {
        for (ecrit, code) in [
            ("=\"0107\"", "0107"),
            ("'0107", "0107"),
            (" =\" 0107 \" ", "0107"),
            ("=\"\"", ""),
            ("=A1", "=A1"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("'", "'"),
        ] {
            assert_eq!(code_canonique(ecrit), code, "{ecrit}");
        }
    }

    #[test]
    fn a_text_loses_what_nobody_sees_and_nothing_else() {
        assert_eq!(epurer(" Zoe\u{301}\u{200B} "), "Zoé");
        assert_eq!(epurer("Bois\u{A0}d’Arcy"), "Bois\u{A0}d’Arcy");
        assert_eq!(epurer("deux\nlignes"), "deux\nlignes");
        assert_eq!(epurer("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(epurer("Nguyễn Văn"), "Nguyễn Văn");
        assert!(matches!(epurer("Zoé"), Cow::Borrowed(_)));
    }
}
