//! Text that a spreadsheet would take for a formula, and the apostrophe that prevents it.

use std::borrow::Cow;

/// Whether `texte`, once its leading apostrophes are put aside, would be read as a formula.
fn ressemble_a_une_formule(texte: &str) -> bool {
    texte.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\0'])
}

/// Prefixes one apostrophe to text that a spreadsheet would run. Text that already carries
/// apostrophes gets one more, so that [`restaurer`] always gives the original back.
pub fn neutraliser(texte: &str) -> Cow<'_, str> {
    if ressemble_a_une_formule(texte) { Cow::Owned(format!("'{texte}")) } else { Cow::Borrowed(texte) }
}

/// The inverse of [`neutraliser`], for importers.
pub fn restaurer(texte: &str) -> &str {
    match texte.strip_prefix('\'') {
        Some(reste) if ressemble_a_une_formule(reste) => reste,
        _ => texte,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every string of up to five of the characters that matter.
    fn toutes() -> Vec<String> {
        let lettres = ['\'', '=', '+', '-', '@', '\t', '\r', '\0', 'a', ' ', '\n', 'é'];
        let mut toutes = vec![String::new()];
        let mut debut = 0;
        for _ in 0..4 {
            let fin = toutes.len();
            for i in debut..fin {
                for lettre in lettres {
                    toutes.push(format!("{}{lettre}", toutes[i]));
                }
            }
            debut = fin;
        }
        toutes
    }

    #[test]
    fn restaurer_rend_toujours_le_texte_neutralise() {
        for texte in toutes() {
            assert_eq!(restaurer(&neutraliser(&texte)), texte, "{texte:?}");
        }
    }

    #[test]
    fn rien_de_neutralise_ne_commence_comme_une_formule() {
        for texte in toutes() {
            let neutre = neutraliser(&texte).into_owned();
            assert!(!neutre.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']), "{texte:?}");
        }
    }

    #[test]
    fn le_texte_ordinaire_ne_change_pas() {
        for texte in ["", "Léa", "'", "l'été", "'ah", "a=b", "12", "''x"] {
            assert!(matches!(neutraliser(texte), Cow::Borrowed(t) if t == texte), "{texte:?}");
            assert_eq!(restaurer(texte), texte);
        }
        assert_eq!(neutraliser("=1+1"), "'=1+1");
        assert_eq!(neutraliser("'=1+1"), "''=1+1");
        assert_eq!(restaurer("'=1+1"), "=1+1");
    }
}
