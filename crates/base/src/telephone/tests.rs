//! The many ways to write a telephone number, and the ones refused.

use super::*;

fn lire(texte: &str) -> Telephone {
    texte.parse().unwrap()
}

#[test]
fn every_writing_of_a_french_number_gives_one() {
    for texte in [
        "+33 6 39 98 01 02",
        "06.39.98.01.02",
        "06-39-98-01-02",
        "0033639980102",
        "00 33 (0)6 39 98 01 02",
        "+33 (0) 6 39 98 01 02",
        "+33 06 39 98 01 02",
        "06\u{A0}39\u{202F}98 01 02",
        "639980102",
        "33639980102",
    ] {
        assert_eq!(lire(texte).as_str(), "+33639980102", "{texte}");
        assert_eq!(lire(texte).affiche(), "06 39 98 01 02");
    }
}

#[test]
fn overseas_numbers_have_their_own_code_and_the_same_look() {
    for (texte, canonique, affiche) in [
        ("+262 692 12 34 56", "+262692123456", "06 92 12 34 56"),
        ("0692 12 34 56", "+262692123456", "06 92 12 34 56"),
        ("0262 12 34 56", "+262262123456", "02 62 12 34 56"),
        ("0590123456", "+590590123456", "05 90 12 34 56"),
        ("00594 0694 12 34 56", "+594694123456", "06 94 12 34 56"),
        ("0596123456", "+596596123456", "05 96 12 34 56"),
        ("0639123456", "+262639123456", "06 39 12 34 56"),
    ] {
        assert_eq!(lire(texte).as_str(), canonique);
        assert_eq!(lire(texte).affiche(), affiche);
        assert_eq!(lire(canonique).as_str(), canonique);
    }
}

#[test]
fn foreign_numbers_are_kept() {
    for (texte, canonique) in [
        ("+41 22 917 12 34", "+41229171234"),
        ("+41 (0)22 917 12 34", "+41229171234"),
        ("0032 2 123 45 67", "+3221234567"),
        ("+508 41 12 34", "+508411234"),
    ] {
        assert_eq!(lire(texte).as_str(), canonique);
        assert_eq!(lire(texte).affiche(), canonique);
    }
}

#[test]
fn mistakes_are_told_apart() {
    use ErreurTelephone::{Caractere, Etranger, Francais, Vide};
    for (texte, erreur) in [
        (" ", Vide),
        ("06 39 98 01 02 poste 12", Caractere),
        ("06 39 98 01 02 ; 06 39 98 01 03", Caractere),
        ("06+39980102", Caractere),
        ("+", Caractere),
        ("06 39 98 01", Francais),
        ("06 39 98 01 02 03", Francais),
        ("06 39 98 01 02 / 06 39 98 01 03", Francais),
        ("00 06 39 98 01 02", Etranger),
        ("+33 6 39 98 01", Francais),
        ("2550814168025", Francais),
        ("3949", Francais),
        ("+41 22 9", Etranger),
        ("+1234567890123456", Etranger),
    ] {
        assert_eq!(texte.parse::<Telephone>(), Err(erreur), "{texte}");
    }
}

#[test]
fn every_metropolitan_number_shows_as_it_was_typed() {
    for n in (100_000_000..200_000_000u32).step_by(999_983) {
        let tape = format!("0{n}");
        assert_eq!(lire(&tape).affiche().replace(' ', ""), tape);
    }
}
