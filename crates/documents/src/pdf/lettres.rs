//! Text that our fonts draw entirely: a missing glyph would make the PDF inaccessible.

use super::polices::POLICES;
use typst::foundations::{Str, UnicodeNormalForm};

/// What stands for a character that cannot be drawn.
const INDESSINABLE: char = '?';

/// `texte` with composed accents and without any character the fonts lack. Lines are kept.
pub fn dessinable(texte: &str) -> String {
    if texte.is_ascii() && !texte.contains(|c: char| c.is_ascii_control()) {
        return texte.to_owned();
    }
    let compose = Str::from(texte).normalize(UnicodeNormalForm::Nfc);
    let mut sortie = String::with_capacity(compose.len());
    for c in compose.chars() {
        match c {
            '\n' => sortie.push('\n'),
            '\r' => {}
            '\u{2028}' | '\u{2029}' => sortie.push('\n'),
            c if c.is_control() => sortie.push(' '),
            c if sans_trace(c) => {}
            c if POLICES.dessine(c) => sortie.push(c),
            c if c.is_whitespace() => sortie.push(' '),
            c => sortie.push(sans_accent(c)),
        }
    }
    sortie
}

/// The same on a single line.
pub fn dessinable_en_ligne(texte: &str) -> String {
    dessinable(texte).replace('\n', " ")
}

/// Longest word that needs no help to hold in its place; French has none longer.
pub const MOT_MAX: usize = 28;

/// Text to be typeset: drawable, and whose endless words (addresses, keys) may break. Invisible
/// break marks come after punctuation, or else regularly.
pub fn composable(texte: &str) -> String {
    let texte = dessinable(texte);
    if !texte.split(char::is_whitespace).any(|mot| mot.chars().count() > MOT_MAX) {
        return texte;
    }
    texte.split_inclusive(char::is_whitespace).map(coupable).collect()
}

fn coupable(mot: &str) -> String {
    if mot.chars().count() <= MOT_MAX {
        return mot.to_owned();
    }
    let mut sortie = String::with_capacity(mot.len() + 8);
    let mut suite = 0;
    for c in mot.chars() {
        sortie.push(c);
        suite += 1;
        if "@./_?&=".contains(c) || suite == MOT_MAX - 4 {
            sortie.push('\u{200b}');
            suite = 0;
        }
    }
    sortie
}

/// Marks that only steer the layout: joiners, directions, byte order, variants, soft hyphen.
fn sans_trace(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

/// The letter under the accents, when the fonts have it.
fn sans_accent(c: char) -> char {
    let decompose = Str::from(c.to_string()).normalize(UnicodeNormalForm::Nfkd);
    decompose.chars().next().filter(|b| POLICES.dessine(*b)).unwrap_or(INDESSINABLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_texte_francais_ne_change_pas() {
        let texte = "L’œuvre d’été : « 1\u{202f}377 € »\u{a0}– 30\u{202f}% → ≥ 12\n#import *x* $y$";
        assert_eq!(dessinable(texte), texte);
    }

    #[test]
    fn ce_que_les_polices_n_ont_pas_est_remplace() {
        assert_eq!(dessinable("Noe\u{308}l"), "Noël");
        assert_eq!(dessinable("Nguyễn"), "Nguyễn");
        assert_eq!(dessinable("Юлия Ελένη"), "Юлия Ελένη");
        assert_eq!(dessinable("a\0b\tc\r\nd"), "a b c\nd");
        assert_eq!(dessinable("z\u{200b}w\u{ad}x"), "zwx");
        assert_eq!(dessinable("محمد 😀"), "محمد ?");
        assert_eq!(dessinable("ｅｎ"), "en", "the letter under what no font has");
        assert_eq!(dessinable_en_ligne("a\nb"), "a b");
    }

    #[test]
    fn seuls_les_mots_sans_fin_recoivent_des_coupures() {
        let texte = "Anticonstitutionnellement, l’été\nprenom.nom@exemple.fr";
        assert_eq!(composable(texte), texte);
        let courriel = "prenom-compose.nom-de-famille@exemple.fr";
        assert_eq!(composable(courriel).replace('\u{200b}', ""), courriel);
        assert!(composable(courriel).contains("@\u{200b}exemple"));
        let mots = composable(&"x".repeat(300));
        assert!(mots.split('\u{200b}').all(|mot| mot.len() <= MOT_MAX));
    }
}
