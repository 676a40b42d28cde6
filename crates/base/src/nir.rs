//! Finding social security numbers (NIR) in a cell, so that the row is refused and nothing kept.
//!
//! A number counts when it stands alone between its neighbours: thirteen digits of a valid shape,
//! or fifteen whose key is right. Written in groups, it counts when the groups follow the fields
//! of the number (`2 55 08 14 168 025 38`, `255 08 14 168025`): telephone numbers, SIRET, IBAN,
//! dates and amounts are cut elsewhere. Cut anywhere (`255 081 416 802 538`), it counts when it is all
//! that its groups make, with one separator throughout.

mod forme;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::lecture::est_invisible;
use forme::{est_nir, est_nir_mal_coupe};

/// True when the cell is, or contains, a social security number.
pub fn contient_nir(cellule: &str) -> bool {
    // Nearly every cell ends here. Twelve digits: a Corsican number has a letter for the thirteenth.
    let cellule = &*chiffres_ordinaires(cellule);
    let octets = cellule.as_bytes();
    if octets.len() < 13 {
        return false;
    }
    let chiffres = octets.iter().filter(|o| o.is_ascii_digit()).count();
    if chiffres < 12 {
        return false;
    }
    // A bare number, such as a SIRET, needs no cutting.
    if chiffres == octets.len() {
        return est_nir(octets);
    }
    Decoupage::nouveau(cellule).contient_nir()
}

/// The cell with the digits of other keyboards and typefaces (`１`, `𝟏`, `¹`, `١`, `۱`) as everybody's: the eye reads a number in them.
fn chiffres_ordinaires(cellule: &str) -> Cow<'_, str> {
    let autre = |c: char| !c.is_ascii() && c.is_numeric();
    if cellule.is_ascii() || !cellule.contains(autre) {
        return Cow::Borrowed(cellule);
    }
    let ordinaire = |c: char| match c {
        // Arabic digits are letters of their own for Unicode, not another drawing of ours.
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        _ if autre(c) => {
            let mut repliee = std::iter::once(c).nfkc();
            repliee.next().filter(|_| repliee.next().is_none()).and_then(|r| r.to_digit(10))
        }
        _ => None,
    };
    cellule.chars().map(|c| ordinaire(c).and_then(|n| char::from_digit(n, 10)).unwrap_or(c)).collect()
}

/// The cell cut into runs of digits.
#[derive(Default)]
struct Decoupage {
    /// The digits of all runs one after the other, with the letter of `2A` and `2B`.
    symboles: Vec<u8>,
    suites: Vec<Suite>,
}

/// A run of digits.
struct Suite {
    /// Where it is in the symbols.
    debut: usize,
    fin: usize,
    /// Only separators lie between it and the run before.
    liee: bool,
    /// That separator, when it is one: any white space counts as a space.
    separateur: Option<char>,
    /// It touches letters that may be hexadecimal digits: it may be a piece of something else.
    soudee: bool,
    /// Letters and digits, the word it is in is longer than a number with a mark glued to it.
    mot_long: bool,
    /// A `+` comes just before: a telephone number.
    plus: bool,
}

impl Decoupage {
    fn nouveau(cellule: &str) -> Self {
        let cars: Vec<char> = cellule.chars().filter(|&c| !est_invisible(c)).collect();
        let mut decoupage = Self::default();
        let mut fin_precedente = None;
        let mut i = 0;
        while i < cars.len() {
            if !cars[i].is_ascii_digit() {
                i += 1;
                continue;
            }
            let (debut, debut_symboles) = (i, decoupage.symboles.len());
            while i < cars.len() && (cars[i].is_ascii_digit() || lettre_corse(&cars, debut, i)) {
                decoupage.symboles.push(cars[i].to_ascii_uppercase() as u8);
                i += 1;
            }
            let (avant, apres) = (lettres_avant(&cars[..debut]), lettres_apres(&cars[i..]));
            decoupage.suites.push(Suite {
                debut: debut_symboles,
                fin: decoupage.symboles.len(),
                liee: fin_precedente.is_some_and(|fin| separent(&cars[fin..debut])),
                separateur: fin_precedente.and_then(|fin| separateur(&cars[fin..debut])),
                soudee: hexadecimales(avant) || hexadecimales(apres),
                mot_long: est_d_un_mot_long(&cars, debut, i),
                plus: debut > 0 && cars[debut - 1] == '+',
            });
            fin_precedente = Some(i);
        }
        decoupage
    }

    fn contient_nir(&self) -> bool {
        (0..self.suites.len())
            .any(|i| !self.suites[i].plus && (self.nir_commence_a(i) || (!self.suites[i].liee && self.mal_coupe(i))))
    }

    /// The runs linked to run `i`, which begins them, make one number together, wherever they are cut.
    fn mal_coupe(&self, i: usize) -> bool {
        let chaine = 1 + self.suites[i + 1..].iter().take_while(|s| s.liee).count();
        let [premiere, suivantes @ ..] = &self.suites[i..i + chaine] else { return false };
        // A single cut without a key may be chance ("75001 06123456").
        let Some(derniere) = suivantes.last() else { return false };
        let symboles = &self.symboles[premiere.debut..derniere.fin];
        est_nir_mal_coupe(symboles)
            && (suivantes.len() >= 2 || symboles.len() == 15)
            && suivantes.iter().all(|s| s.separateur.is_some() && s.separateur == suivantes[0].separateur)
            && self.suites[i..i + chaine].iter().all(|s| !s.soudee)
    }

    /// Tries the number that starts with run `i`, taking in the runs linked to it.
    fn nir_commence_a(&self, i: usize) -> bool {
        let debut = self.suites[i].debut;
        for j in i..self.suites.len() {
            let fin = self.suites[j].fin;
            if (j > i && !self.suites[j].liee) || fin - debut > 15 {
                return false;
            }
            if est_nir(&self.symboles[debut..fin]) && coupe_comme_un_nir(&self.suites[i..=j]) {
                return true;
            }
        }
        false
    }
}

/// Where the fields of the number end: sex, year, month, département, commune, order.
const CHAMPS: [usize; 6] = [1, 3, 5, 7, 10, 13];

fn coupe_comme_un_nir(suites: &[Suite]) -> bool {
    let [premiere, suivantes @ ..] = suites else {
        return false;
    };
    if suivantes.is_empty() {
        return !(premiere.soudee && premiere.mot_long);
    }
    let coupure = |s: &Suite| s.debut - premiere.debut;
    // A single cut may be chance ("75001 06123456"), unless it sets the sex apart.
    (suivantes.len() >= 2 || coupure(&suivantes[0]) == 1)
        && suites.iter().all(|s| !s.soudee)
        && suivantes.iter().all(|s| CHAMPS.contains(&coupure(s)))
}

/// True for the letter of `2A` or `2B` inside or at the end of a run.
fn lettre_corse(cars: &[char], debut: usize, i: usize) -> bool {
    matches!(cars[i], 'A' | 'a' | 'B' | 'b')
        && i > debut
        && cars[i - 1] == '2'
        && !cars.get(i + 1).is_some_and(|c| c.is_alphabetic())
}

fn lettres_avant(cars: &[char]) -> &[char] {
    let n = cars.iter().rev().take_while(|c| c.is_alphabetic()).count();
    &cars[cars.len() - n..]
}

fn lettres_apres(cars: &[char]) -> &[char] {
    let n = cars.iter().take_while(|c| c.is_alphabetic()).count();
    &cars[..n]
}

fn hexadecimales(lettres: &[char]) -> bool {
    !lettres.is_empty() && lettres.iter().all(char::is_ascii_hexdigit)
}

/// A number with a mark glued to it.
const MOT_MAX: usize = 17;

/// Looks no further than it needs: a word of thousands of letters and digits holds as many runs.
fn est_d_un_mot_long(cars: &[char], debut: usize, fin: usize) -> bool {
    let du_mot = |c: &&char| c.is_alphanumeric();
    let avant = cars[..debut].iter().rev().take(MOT_MAX + 1).take_while(du_mot).count();
    let apres = cars[fin..].iter().take(MOT_MAX + 1).take_while(du_mot).count();
    avant + (fin - debut) + apres > MOT_MAX
}

/// One to three of the characters people put between groups; a new line starts something else.
fn separent(entre: &[char]) -> bool {
    (1..=3).contains(&entre.len())
        && entre.iter().all(|&c| {
            (c.is_whitespace() && !matches!(c, '\n' | '\r'))
                || matches!(c, '.' | '-' | '‐' | '‑' | '‒' | '–' | '—' | '−' | '/' | '_')
        })
}

/// The one character between two runs; white space, however long, is one space. Slashes cut dates.
fn separateur(entre: &[char]) -> Option<char> {
    match entre {
        _ if !entre.is_empty() && entre.iter().all(|c| c.is_whitespace()) => Some(' '),
        [c @ ('.' | '-' | '_')] => Some(*c),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
