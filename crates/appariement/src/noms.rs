//! Names of people: particles, double surnames, writings of the same given name.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use passerelle_base::plier;

static PARTICULES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../donnees/particules.txt").split_whitespace().collect());

/// Given names of their own: two of them are never two writings of one, unless they are said alike.
static DISTINCTS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../donnees/prenoms_distincts.txt").split_whitespace().collect());

/// Writings of one given name; a writing may belong to several families.
static FAMILLES: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    let mut familles: HashMap<&'static str, u64> = HashMap::new();
    for (rang, ligne) in include_str!("../donnees/prenoms.csv").lines().enumerate() {
        for ecrit in ligne.split(';').filter(|e| !e.is_empty()) {
            // Two families a writing at most: their numbers side by side.
            let deja = familles.entry(ecrit).or_default();
            let numero = rang as u64 + 1;
            if *deja == 0 {
                *deja = numero;
            } else if *deja >> 32 == 0 && *deja != numero {
                *deja |= numero << 32;
            }
        }
    }
    familles
});

/// A name as it is compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lu {
    /// Folded, without spaces, particles kept: `De La Croix` gives `delacroix`.
    pub compact: String,
    /// The words that can stand for it, particles left out, when there are several or some were left out.
    pub parties: Vec<String>,
}

/// Reads a surname or given names.
pub(crate) fn lire(brut: &str) -> Lu {
    let plie = plier(brut);
    let mots: Vec<&str> = plie.split(' ').filter(|m| !m.is_empty()).collect();
    let parties: Vec<String> = if mots.len() < 2 {
        Vec::new()
    } else {
        mots.iter().filter(|m| m.len() > 2 && !PARTICULES.contains(*m)).map(|m| (*m).to_owned()).collect()
    };
    Lu { compact: mots.concat(), parties }
}

/// The families of writings a given name belongs to, 0 for none: two numbers in one.
pub(crate) fn familles(compact: &str) -> u64 {
    FAMILLES.get(compact).copied().unwrap_or(0)
}

/// Whether a given name is of its own, and not a writing of another.
pub(crate) fn distinct(compact: &str) -> bool {
    DISTINCTS.contains(compact)
}

/// Whether one given name is the other with a woman's ending: Louis and Louise, Gabriel and Gabrielle.
pub(crate) fn au_feminin(a: &str, b: &str) -> bool {
    let (court, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some(radical) = long.strip_suffix('e').filter(|_| court.len() > 2) else { return false };
    let consonne = !court.ends_with(['a', 'i', 'o', 'u', 'y']);
    // « Gabrielle », « Adrienne »: the last letter said twice; « Frédérique ».
    let double = || radical.strip_suffix(court.chars().next_back().unwrap_or_default()) == Some(court);
    let que = || court.strip_suffix('c').is_some_and(|c| radical.strip_suffix("qu") == Some(c));
    consonne && (radical == court || double() || que())
}

/// Whether two sets of families have one in common.
pub(crate) fn meme_famille(a: u64, b: u64) -> bool {
    let (a1, a2, b1, b2) = (a & 0xffff_ffff, a >> 32, b & 0xffff_ffff, b >> 32);
    let commun = |x: u64| x != 0 && (x == b1 || x == b2);
    commun(a1) || commun(a2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_and_double_names() {
        assert_eq!(lire("de la Croix"), Lu { compact: "delacroix".into(), parties: vec!["croix".into()] });
        assert_eq!(lire("Martin-Dupré").parties, ["martin", "dupre"]);
        assert_eq!(lire("BEN ALI").parties, ["ali"]);
        assert_eq!(lire("Benali"), Lu { compact: "benali".into(), parties: vec![] });
        assert_eq!(lire("  "), Lu { compact: String::new(), parties: vec![] });
    }

    #[test]
    fn a_woman_s_ending_is_told_from_a_letter_forgotten() {
        for (a, b) in [
            ("louis", "louise"),
            ("gabriel", "gabrielle"),
            ("adrien", "adrienne"),
            ("jean", "jeanne"),
            ("frederic", "frederique"),
            ("rene", "renee"),
        ] {
            assert!(au_feminin(a, b) && au_feminin(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("jeremi", "jeremie"),
            ("remi", "remie"),
            ("marie", "marin"),
            ("louis", "louison"),
            ("al", "ale"),
            ("lea", "leae"),
        ] {
            assert!(!au_feminin(a, b), "{a} {b}");
        }
    }

    #[test]
    fn writings_of_a_given_name() {
        let m = |a: &str, b: &str| meme_famille(familles(a), familles(b));
        assert!(m("mohamed", "mouhamadou") && m("fatoumata", "fatima") && m("mathieu", "matthieu"));
        // "joseph" is met among the writings of Youssef and of José.
        assert!(m("joseph", "youssef") && m("joseph", "jose") && !m("youssef", "jose"));
        assert!(!m("martin", "martin") && !m("paul", "jacques"));
    }
}
