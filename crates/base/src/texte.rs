//! Folding of text, for search and for matching headers.

use crate::lecture::est_invisible;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The text as it is searched: no accents, `œ` as `oe`, lower case, one space between words.
/// `L'École d’Aulnay ` gives `l ecole d aulnay`.
pub fn plier(s: &str) -> String {
    replier(s, true)
}

/// What ends a line, or makes a column, somewhere: no name and no code holds one.
pub fn change_de_ligne(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text as headers are matched: folded, and without any space.
/// `Date début` and `date_debut` both give `datedebut`.
pub fn plier_entete(s: &str) -> String {
    replier(s, false)
}

fn replier(s: &str, espaces: bool) -> String {
    let mut pli = Pli { sortie: String::with_capacity(s.len()), espaces, en_attente: false };
    if s.is_ascii() {
        // Hot path: imports and searches fold millions of plain values.
        for b in s.bytes() {
            pli.ascii(b);
        }
    } else {
        for c in s.chars() {
            pli.caractere(c);
        }
    }
    pli.sortie
}

/// A folded text being written.
struct Pli {
    sortie: String,
    espaces: bool,
    /// A gap was met since the last letter; it becomes a space only if a letter follows.
    en_attente: bool,
}

impl Pli {
    fn ascii(&mut self, b: u8) {
        if b.is_ascii_alphanumeric() {
            self.lettre(char::from(b.to_ascii_lowercase()));
        } else {
            self.en_attente = true;
        }
    }

    fn caractere(&mut self, c: char) {
        if c.is_ascii() {
            // Checked above: an ASCII character is one byte.
            self.ascii(c as u8);
        } else if let Some(lettres) = sans_decomposition(c) {
            lettres.chars().for_each(|l| self.lettre(l));
        } else if !est_invisible(c) {
            decompose_canonical(c, |d| self.decompose(d));
        }
    }

    fn decompose(&mut self, c: char) {
        if is_combining_mark(c) {
            return;
        }
        if c.is_alphanumeric() {
            c.to_lowercase().for_each(|l| self.lettre(l));
        } else {
            self.en_attente = true;
        }
    }

    fn lettre(&mut self, l: char) {
        if self.en_attente {
            self.en_attente = false;
            if self.espaces && !self.sortie.is_empty() {
                self.sortie.push(' ');
            }
        }
        self.sortie.push(l);
    }
}

/// Latin letters that Unicode does not decompose, met in the names of people and places.
fn sans_decomposition(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn folds_accents_ligatures_case_and_punctuation() {
        for (texte, attendu) in [
            ("L'École d’Aulnay ", "l ecole d aulnay"),
            ("  Cœur d'Essonne -- Agglomération", "coeur d essonne agglomeration"),
            ("Lætitia ÆØß", "laetitia aeoss"),
            ("Çà et là, NOËL", "ca et la noel"),
            ("Bois\u{A0}d’Arcy", "bois d arcy"),
            ("ren\u{AD}contre\u{FEFF}", "rencontre"),
            ("İstanbul ıŁ", "istanbul il"),
            ("N° 12 – 3ᵉ", "n 12 3ᵉ"),
            ("", ""),
            (" ' ", ""),
        ] {
            assert_eq!(plier(texte), attendu);
        }
    }

    #[test]
    fn composed_and_decomposed_accents_fold_alike() {
        let texte = "Évry-Courcouronnes, Île-de-France à Noël";
        let decompose: String = texte.nfd().collect();
        assert_ne!(texte, decompose);
        assert_eq!(plier(&decompose), plier(texte));
    }

    #[test]
    fn headers_match_whatever_their_case_accents_and_separators() {
        for texte in ["Date début", "date_debut", " DATE-DÉBUT ", "Date\u{A0}de\u{301}but :", "\u{FEFF}date debut"] {
            assert_eq!(plier_entete(texte), "datedebut", "{texte}");
        }
    }

    #[test]
    fn both_paths_agree_on_every_ascii_pair_and_folding_twice_changes_nothing() {
        for a in 0..128u8 {
            for b in 0..128u8 {
                let texte = format!("x{}{}y", char::from(a), char::from(b));
                let plie = plier(&texte);
                // A final accented letter sends the same text through the slow path.
                assert_eq!(plier(&format!("{texte}é")), format!("{plie}e"));
                assert_eq!(plier(&plie), plie);
            }
        }
    }
}
