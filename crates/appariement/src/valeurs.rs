//! Cells put in the form in which they are compared. An unreadable cell is a missing value.

use std::fmt::Write as _;

use passerelle_base::{Telephone, plier};

use crate::colonne::Nature;

/// Writes the canonical form of a cell; names are read by `noms`.
pub(crate) fn canonique(nature: Nature, brut: &str, sortie: &mut String) {
    sortie.clear();
    let brut = brut.trim();
    if brut.is_empty() {
        return;
    }
    match nature {
        Nature::DateNaissance => {
            if let Some(date) = date(brut) {
                let _ = write!(sortie, "{date:08}");
            }
        }
        Nature::Sexe => sortie.push_str(sexe(brut)),
        Nature::CodePostal | Nature::Commune => lieu(nature, brut, sortie),
        Nature::Telephone => telephone(brut, sortie),
        Nature::Courriel => courriel(brut, sortie),
        _ => sortie.push_str(&plier(brut)),
    }
    if VIDES.contains(&sortie.as_str()) {
        sortie.clear();
    }
}

/// What people type to say that they do not know.
const VIDES: [&str; 10] = ["nan", "null", "none", "nc", "n c", "na", "inconnu", "inconnue", "non renseigne", "xxx"];

/// A date as the number YYYYMMDD. Read: `2001-03-14`, `14/03/2001`, `14-3-01`, `14.03.2001`, `20010314`, each followed
/// or not by an hour. Impossible days are kept as typed: they still resemble the true one.
pub(crate) fn date(brut: &str) -> Option<u32> {
    let jour = brut.split([' ', 'T']).next().unwrap_or_default();
    let mut nombres = [(0u32, 0usize); 3];
    let mut combien = 0;
    for morceau in jour.split(['-', '/', '.']) {
        if combien == 3 || morceau.is_empty() || !morceau.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        nombres[combien] = (morceau.parse().ok()?, morceau.len());
        combien += 1;
    }
    let (annee, mois, jour) = match (combien, nombres) {
        (1, [(n, 8), ..]) => (n / 10_000, n / 100 % 100, n % 100),
        (3, [(a, 4), (m, 1..=2), (j, 1..=2)]) | (3, [(j, 1..=2), (m, 1..=2), (a, 4)]) => (a, m, j),
        (3, [(j, 1..=2), (m, 1..=2), (a, 2)]) => (if a > 30 { 1900 + a } else { 2000 + a }, m, j),
        _ => return None,
    };
    ((1..=9999).contains(&annee) && mois + jour > 0).then_some(annee * 10_000 + mois * 100 + jour)
}

fn sexe(brut: &str) -> &'static str {
    match plier(brut).as_str() {
        "m" | "h" | "1" | "masculin" | "homme" | "garcon" | "monsieur" | "mr" | "male" | "man" => "m",
        "f" | "2" | "feminin" | "femme" | "fille" | "madame" | "mme" | "mademoiselle" | "mlle" | "female" | "woman" => {
            "f"
        }
        _ => "",
    }
}

/// A code of place: without spaces; the zero that a spreadsheet takes away is given back to French codes.
fn lieu(nature: Nature, brut: &str, sortie: &mut String) {
    sortie.extend(plier(brut).chars().filter(|c| *c != ' '));
    let chiffres = sortie.bytes().all(|b| b.is_ascii_digit());
    if nature == Nature::Commune && chiffres && sortie.len() == 4 {
        sortie.insert(0, '0');
    }
}

/// The digits of a number, without the country of a French one.
fn telephone(brut: &str, sortie: &mut String) {
    let octets = brut.as_bytes();
    if octets.len() == 10 && octets[0] == b'0' && octets[1] != b'0' && octets.iter().all(u8::is_ascii_digit) {
        sortie.push_str(&brut[1..]);
        return;
    }
    if let Ok(lu) = brut.parse::<Telephone>() {
        let lu = lu.as_str();
        let national = ["+33", "+262", "+590", "+594", "+596"].iter().find_map(|pays| lu.strip_prefix(pays));
        sortie.push_str(national.unwrap_or(&lu[1..]));
        return;
    }
    sortie.extend(brut.chars().filter(char::is_ascii_digit));
    if sortie.len() < 6 {
        sortie.clear();
    }
}

fn courriel(brut: &str, sortie: &mut String) {
    if brut.contains('@') && !brut.contains(' ') {
        if brut.is_ascii() {
            sortie.push_str(brut);
            sortie.make_ascii_lowercase();
        } else {
            sortie.extend(brut.chars().flat_map(char::to_lowercase));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lu(nature: Nature, brut: &str) -> String {
        let mut sortie = String::from("avant");
        canonique(nature, brut, &mut sortie);
        sortie
    }

    #[test]
    fn dates_in_the_forms_met_in_files() {
        for brut in
            ["2001-03-14", "14/03/2001", " 14/3/01 ", "14.03.2001", "20010314", "2001-03-14 00:00:00", "14-03-2001"]
        {
            assert_eq!(lu(Nature::DateNaissance, brut), "20010314", "{brut}");
        }
        assert_eq!(lu(Nature::DateNaissance, "14/03/78"), "19780314");
        assert_eq!(lu(Nature::DateNaissance, "31/02/2001"), "20010231");
        for brut in ["", "mars 2001", "14/03", "42808", "1/2/3/2004", "//2001"] {
            assert_eq!(lu(Nature::DateNaissance, brut), "", "{brut}");
        }
    }

    #[test]
    fn the_rest_of_the_cells() {
        assert_eq!(
            (lu(Nature::Sexe, "Mme"), lu(Nature::Sexe, "Homme"), lu(Nature::Sexe, "?")),
            ("f".into(), "m".into(), String::new())
        );
        for brut in ["0639980102", "06 39 98 01 02", "+33 6 39 98 01 02", "0033639980102", "639980102"] {
            assert_eq!(lu(Nature::Telephone, brut), "639980102", "{brut}");
        }
        assert_eq!(lu(Nature::Telephone, "0692123456"), lu(Nature::Telephone, "+262 692 12 34 56"));
        assert_eq!((lu(Nature::Telephone, "02 9876"), lu(Nature::Telephone, "12")), ("029876".into(), String::new()));
        assert_eq!(lu(Nature::Courriel, " Jeanne@Exemple.FR "), "jeanne@exemple.fr");
        assert_eq!(
            (lu(Nature::CodePostal, "93 600"), lu(Nature::Commune, "1004"), lu(Nature::Commune, "2a004")),
            ("93600".into(), "01004".into(), "2a004".into())
        );
        assert_eq!(
            (lu(Nature::Texte, "12, rue de l’Église"), lu(Nature::Exacte, "NC")),
            ("12 rue de l eglise".into(), String::new())
        );
    }
}
