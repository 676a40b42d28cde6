//! One cell: from the text of a file to a value, or a sentence that says what is wrong.

use passerelle_base::{CodeCommune, CodePostal, Courriel, Siret, Telephone, Uai, change_de_ligne, lire_date};
use sea_orm::Value;

use super::nature::{Forme, Lu};
use super::valeur::{abime, abrege, sans_valeur};
use crate::texte::{expurger, se_garde};
use crate::vocabulaire::{Codes, NIVEAUX};

/// The longest text a cell may hold; more is a damaged file, not a name.
const LONGUEUR_MAX: usize = 2_000;

/// The cells of a row that is kept to be mended, at most.
pub(super) const CELLULES_MAX: usize = 500;

/// A cell as it is kept to be mended: without a number nor what no keyboard types; what is left of one too long shows where it stood.
pub(super) fn gardee(mut cellule: String) -> String {
    if cellule.len() > LONGUEUR_MAX
        && let Some((place, _)) = cellule.char_indices().nth(LONGUEUR_MAX)
    {
        cellule.truncate(place);
        cellule.push('…');
    }
    if se_garde(&cellule) { cellule } else { expurger(&cellule) }
}

impl Forme {
    /// Whether its cells are compared: codes, numbers, dates, and not free text.
    pub(super) fn code(self) -> bool {
        !matches!(self, Self::Texte | Self::Nom)
    }

    /// Reads a cell, already cleaned. Empty is not known; what is no value is refused, not unknown.
    pub(super) fn lire(self, texte: &str) -> Result<Lu, String> {
        if texte.is_empty() {
            return Ok(Lu::Inconnu);
        }
        if texte.len() > LONGUEUR_MAX && texte.chars().count() > LONGUEUR_MAX {
            return Err(format!("plus de {LONGUEUR_MAX} caractères : vérifiez que le fichier n'est pas abîmé"));
        }
        let faute = sans_valeur(texte).or_else(|| abime(texte, self == Self::Nom));
        if let Some(faute) = faute {
            return Err(faute.into());
        }
        let valeur: Value = match self {
            Self::Texte => texte.into(),
            Self::Nom => nom(texte)?.into(),
            Self::Code => code(texte)?.into(),
            Self::Date => lire_date(texte).map_err(|e| e.to_string())?.into(),
            Self::Heure => heure(texte)?.into(),
            Self::Booleen => booleen(texte)?.into(),
            Self::Entier => entier(texte)?.into(),
            Self::Decimal => decimal(texte)?.into(),
            Self::Parmi(codes) => parmi(texte, codes)?.into(),
            Self::Niveau => niveau(texte)?.into(),
            Self::Siret => canonique::<Siret>(texte)?.as_str().into(),
            Self::Uai => canonique::<Uai>(texte)?.as_str().into(),
            Self::Commune => canonique::<CodeCommune>(texte)?.as_str().into(),
            Self::CodePostal => canonique::<CodePostal>(texte)?.as_str().into(),
            Self::Telephone => telephone(texte)?.as_str().into(),
            Self::Courriel => canonique::<Courriel>(texte)?.as_str().into(),
            Self::NonConservee(_) => {
                booleen(texte)?;
                return Ok(Lu::Inconnu);
            }
            Self::Structure | Self::Action | Self::Jeune => return Ok(Lu::Codes(vec![code(texte)?.to_owned()])),
            Self::Structures(..) => {
                let mut codes: Vec<String> =
                    texte.split('|').map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect();
                codes.sort_unstable();
                codes.dedup();
                return Ok(Lu::Codes(codes));
            }
        };
        Ok(Lu::Valeur(valeur))
    }
}

/// One line: a line break in a name is another cell that came with it.
fn nom(texte: &str) -> Result<&str, String> {
    if texte.contains(change_de_ligne) {
        return Err("un nom tient sur une ligne : retirez le retour à la ligne ou la tabulation".into());
    }
    Ok(texte)
}

fn code(texte: &str) -> Result<&str, String> {
    if texte.contains(change_de_ligne) {
        return Err("un code tient sur une ligne : retirez le retour à la ligne ou la tabulation".into());
    }
    entier_au_tableur(texte)?;
    Ok(texte)
}

/// Digits that the spreadsheet did not shorten.
fn entier_au_tableur(texte: &str) -> Result<(), String> {
    match abrege(texte) {
        true => Err("le tableur a abrégé ce nombre, ses chiffres sont perdus : mettez la colonne au format Texte, puis enregistrez de nouveau".into()),
        false => Ok(()),
    }
}

fn canonique<T: std::str::FromStr<Err: std::fmt::Display>>(texte: &str) -> Result<T, String> {
    entier_au_tableur(texte)?;
    texte.parse().map_err(|e: T::Err| e.to_string())
}

/// A spreadsheet drops the leading zero of a number it takes for a quantity; it is put back.
fn telephone(texte: &str) -> Result<Telephone, String> {
    let neuf_chiffres = texte.len() == 9 && !texte.starts_with('0') && texte.bytes().all(|o| o.is_ascii_digit());
    if neuf_chiffres { canonique(&format!("0{texte}")) } else { canonique(texte) }
}

fn booleen(texte: &str) -> Result<bool, String> {
    match texte.to_lowercase().as_str() {
        "oui" | "o" | "1" | "vrai" | "true" => Ok(true),
        "non" | "n" | "0" | "faux" | "false" => Ok(false),
        _ => Err(format!("« {texte} » n'est ni oui ni non : écrivez oui, non, o, n, 1, 0, vrai ou faux")),
    }
}

fn entier(texte: &str) -> Result<i64, String> {
    let chiffres: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
    match chiffres.parse::<i64>() {
        Ok(n) if (0..=1_000_000_000).contains(&n) => Ok(n),
        _ => Err(format!("« {texte} » n'est pas un nombre entier positif")),
    }
}

fn decimal(texte: &str) -> Result<f64, String> {
    let epure: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
    match epure.replace(',', ".").parse::<f64>() {
        Ok(n) if n.is_finite() => Ok(n),
        _ => Err(format!("« {texte} » n'est pas un nombre")),
    }
}

fn heure(texte: &str) -> Result<String, String> {
    let lue = texte.replace(['h', 'H'], ":");
    let (h, m) = lue.split_once(':').unwrap_or((&lue, ""));
    // A spreadsheet writes seconds; they are dropped.
    let m = m.split(':').next().unwrap_or("");
    match (h.trim().parse::<u8>(), if m.trim().is_empty() { Ok(0) } else { m.trim().parse::<u8>() }) {
        (Ok(h @ 0..=23), Ok(m @ 0..=59)) => Ok(format!("{h:02}:{m:02}")),
        _ => Err(format!("« {texte} » n'est pas une heure : écrivez par exemple 09:30")),
    }
}

fn parmi(texte: &str, Codes { codes, .. }: Codes) -> Result<&'static str, String> {
    lue_parmi(texte, codes)
        .ok_or_else(|| format!("« {texte} » n'est pas un code connu : choisissez parmi {}", codes.join(", ")))
}

impl Forme {
    /// What is said of a value to whoever can give it a code, and has no code before their eyes.
    pub(super) fn sans_code(self, texte: &str, phrase: String) -> String {
        let Self::Parmi(Codes { libelles, .. }) = self else { return phrase };
        match sans_valeur(texte).or_else(|| abime(texte, false)) {
            Some(_) => phrase,
            None => format!(
                "« {texte} » n'est pas une valeur connue : dites, dans les valeurs de cette colonne, ce que c'est parmi {}",
                libelles.join(", ")
            ),
        }
    }
}

/// The code that this text is, whatever its case, accents and signs.
pub(super) fn lue_parmi(texte: &str, codes: &'static [&'static str]) -> Option<&'static str> {
    // Most cells are the code to the letter.
    if let Some(code) = codes.iter().find(|c| **c == texte) {
        return Some(code);
    }
    let plie = passerelle_base::plier_entete(texte);
    codes.iter().find(|c| passerelle_base::plier_entete(c) == plie).copied()
}

/// Old scale (VI … I) and European scale (1 … 8) are kept as they were declared.
fn niveau(texte: &str) -> Result<String, String> {
    let sans_espace = |t: &str| t.replace([' ', '\u{a0}'], "").to_uppercase();
    let cherche = sans_espace(texte);
    NIVEAUX
        .iter()
        .find(|n| sans_espace(n) == cherche)
        .map(|n| (*n).to_owned())
        .ok_or_else(|| format!("« {texte} » n'est pas un niveau : écrivez VI, V bis, V, IV, III, II, I, ou 1 à 8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texte::NIR_RETIRE;

    #[test]
    fn what_is_kept_of_a_cell_without_end_shows_where_it_stood() {
        let coupe = |texte: &str| gardee(texte.to_owned());
        assert_eq!(coupe("Beladour"), "Beladour");
        assert_eq!(coupe(&"é".repeat(2_000)), "é".repeat(2_000));
        assert_eq!(coupe(&"é".repeat(60_000)), format!("{}…", "é".repeat(2_000)));
        assert_eq!(coupe("Bela\u{202e}dour\u{1b}[2J"), "Beladour[2J");
        assert_eq!(coupe("N° 2 99 05 93 001 001 56"), NIR_RETIRE);
    }

    fn lu(forme: Forme, texte: &str) -> Lu {
        forme.lire(texte).unwrap()
    }

    #[test]
    fn empty_is_not_known_and_never_zero() {
        assert_eq!(lu(Forme::Entier, ""), Lu::Inconnu);
        assert_eq!(lu(Forme::Entier, "0"), Lu::Valeur(0i64.into()));
    }

    #[test]
    fn codes_keep_their_zeros_and_levels_their_scale() {
        assert_eq!(lu(Forme::Texte, "007"), Lu::Valeur("007".into()));
        assert_eq!(lu(Forme::Niveau, "v BIS"), Lu::Valeur("V bis".into()));
        assert_eq!(lu(Forme::Niveau, "3"), Lu::Valeur("3".into()));
        assert!(Forme::Niveau.lire("9").is_err());
    }

    #[test]
    fn a_refused_cell_says_what_to_write() {
        assert!(Forme::Booleen.lire("peut-être").unwrap_err().contains("écrivez oui, non"));
        let motif = Forme::Parmi(Codes { codes: &["F", "M"], libelles: &["Femme", "Homme"] }).lire("X").unwrap_err();
        assert!(motif.contains("F, M"), "{motif}");
        assert!(Forme::Entier.lire("-3").is_err());
        assert!(Forme::Heure.lire("25:00").is_err());
    }

    #[test]
    fn hours_and_partner_lists_are_made_canonical() {
        assert_eq!(lu(Forme::Heure, "9h30"), Lu::Valeur("09:30".into()));
        assert_eq!(lu(Forme::Heure, "14 h"), Lu::Valeur("14:00".into()));
        let partenaires = Forme::Structures("t", "a", "b");
        assert_eq!(lu(partenaires, "B | A|B"), Lu::Codes(vec!["A".into(), "B".into()]));
    }
}
