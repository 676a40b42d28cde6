//! A cell as its column means it: what programs put around a value taken off, what nobody sees taken out, and what is
//! not a value told apart from what is not known.

use std::borrow::Cow;

use passerelle_base::{code_canonique, epurer};
use passerelle_documents::restaurer;

use super::nature::Forme;

/// What stands for a cell whose formula was never computed. As the errors of Excel, it is not « not known ».
pub(super) const SANS_RESULTAT: &str = "#FORMULE?";
/// What stands for a cell that a merged one covers.
pub(super) const FUSIONNEE: &str = "#FUSION?";

/// The errors that spreadsheets write in a cell, in French and in English.
const ERREURS: [&str; 30] = [
    "#N/A",
    "#NA",
    "#REF!",
    "#VALEUR!",
    "#VALUE!",
    "#NOM?",
    "#NAME?",
    "#DIV/0!",
    "#NUL!",
    "#NULL!",
    "#NOMBRE!",
    "#NUM!",
    "#EN_ATTENTE",
    "#GETTING_DATA",
    "#PROPAGATION!",
    "#EPARS!",
    "#ÉPARS!",
    "#SPILL!",
    "#CALC!",
    "#CALCUL!",
    "#CHAMP!",
    "#FIELD!",
    "#BLOQUÉ!",
    "#BLOCKED!",
    "#CONNEXION!",
    "#CONNECT!",
    "#INCONNU!",
    "#UNKNOWN!",
    "#ERREUR!",
    "#ERROR!",
];

/// The text of a cell, for a column of this form.
pub(super) fn nettoyer(forme: Forme, brut: &str) -> Cow<'_, str> {
    let brut = brut.trim();
    if forme.code() {
        return code_canonique(restaurer(brut));
    }
    let lu = match brut.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
        Some(dedans) if !dedans.contains('"') => epurer(dedans),
        _ => epurer(restaurer(brut)),
    };
    // A line ends in one way: the base keeps no other, and the same cell is the same the next time.
    match lu.contains('\r') {
        true => Cow::Owned(lu.replace("\r\n", "\n").replace('\r', "\n")),
        false => lu,
    }
}

/// Why this is not a value, and what to do; nothing to say of most cells.
pub(super) fn sans_valeur(texte: &str) -> Option<&'static str> {
    if !texte.starts_with('#') {
        return None;
    }
    match texte {
        SANS_RESULTAT => Some(
            "cette formule n'a jamais été calculée : ouvrez le classeur dans votre tableur, enregistrez-le, puis redonnez-le",
        ),
        FUSIONNEE => {
            Some("cette cellule est fusionnée avec une autre : défusionnez-les, et écrivez la valeur sur chaque ligne")
        }
        t if ERREURS.contains(&t.to_uppercase().as_str()) => Some(
            "cette cellule contient une erreur du tableur : corrigez sa formule, ou videz-la si la valeur n'est pas connue",
        ),
        t if t.len() >= 3 && t.bytes().all(|o| o == b'#') => {
            Some("la colonne était trop étroite pour afficher la valeur : élargissez-la, puis enregistrez de nouveau")
        }
        _ => None,
    }
}

/// What was lost on the way: a letter, digits. `nom` asks for more: no question mark stands in a name.
pub(super) fn abime(texte: &str, nom: bool) -> Option<&'static str> {
    // U+FFFD stands where a byte was no character.
    if texte.contains('\u{fffd}') || texte.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Some("un caractère illisible : enregistrez de nouveau le fichier en CSV UTF-8");
    }
    let perdue = "une lettre semble perdue (« ? ») : exportez de nouveau en CSV UTF-8, ou corrigez le texte";
    if !texte.contains('?') {
        return None;
    }
    (nom || texte.split_whitespace().any(lettre_perdue)).then_some(perdue)
}

/// A question mark between two letters: « H?l?ne », but no address nor « vraiment ? ».
fn lettre_perdue(mot: &str) -> bool {
    let lettres: Vec<char> = mot.chars().collect();
    !mot.contains(['/', '=', '&'])
        && lettres.windows(3).any(|l| l[0].is_alphabetic() && l[1] == '?' && l[2].is_lowercase())
}

/// A long number shortened by a spreadsheet: `1,23457E+12`. Its digits are gone.
pub(super) fn abrege(texte: &str) -> bool {
    let Some((mantisse, exposant)) = texte.split_once(['E', 'e']) else { return false };
    let chiffres = |t: &str| !t.is_empty() && t.bytes().all(|o| o.is_ascii_digit());
    let Some((entier, decimales)) = mantisse.split_once([',', '.']) else { return false };
    chiffres(entier) && chiffres(decimales) && exposant.strip_prefix('+').is_some_and(chiffres)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_protects_the_zeros_of_a_code_is_not_part_of_it() {
        for (ecrit, code) in [
            ("=\"0107\"", "0107"),
            ("'0107", "0107"),
            (" =\" 0107 \" ", "0107"),
            ("=\"\"", ""),
            ("0107\u{a0}", "0107"),
            ("=A1", "=A1"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
        ] {
            assert_eq!(nettoyer(Forme::Code, ecrit), code, "{ecrit}");
        }
        assert_eq!(nettoyer(Forme::Date, "'14/03/2017"), "14/03/2017");
        assert_eq!(nettoyer(Forme::Texte, "=\"14, rue\""), "14, rue");
        assert_eq!(nettoyer(Forme::Nom, "'t Hooft"), "'t Hooft");
        assert_eq!(nettoyer(Forme::Texte, "'=\"0107\""), "=\"0107\"", "our own export of that very text");
    }

    #[test]
    fn what_is_no_value_is_not_unknown() {
        for texte in ["#N/A", "#REF!", "#VALEUR!", "#value!", "#NOM?", "#DIV/0!", "#NUL!", "#NOMBRE!", "#####"] {
            assert!(sans_valeur(texte).is_some(), "{texte}");
        }
        for texte in ["", "#1", "n°3", "#jeunesse", "N/A"] {
            assert_eq!(sans_valeur(texte), None, "{texte}");
        }
    }

    #[test]
    fn a_lost_letter_is_told_from_a_question() {
        for texte in ["H?l?ne", "Fran?ois", "Saint-?tienne?t", "L?o"] {
            assert!(abime(texte, false).is_some(), "{texte}");
        }
        for texte in ["vraiment ?", "oui?", "https://exemple.fr/?a=b", "A?B", "Zoé", "deux\nlignes"] {
            assert_eq!(abime(texte, false), None, "{texte}");
        }
        assert!(abime("Ren?", true).is_some() && abime("?milie", true).is_some());
        assert!(abime("a\u{85}b", false).is_some() && abime("a\u{fffd}b", false).is_some());
    }

    #[test]
    fn a_number_that_lost_its_digits_is_seen() {
        assert!(abrege("1,23457E+12") && abrege("3.56e+13"));
        assert!(!abrege("E+12") && !abrege("12E+3") && !abrege("1,5") && !abrege("FE-12"));
    }
}
