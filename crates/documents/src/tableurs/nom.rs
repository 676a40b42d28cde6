//! Names of worksheets, as Excel accepts them.

/// Excel counts UTF-16 units.
const LONGUEUR_MAX: usize = 31;

/// A valid name close to `titre` that none of `pris` already bears; the caller adds it to `pris`.
pub fn nom_de_feuille(titre: &str, pris: &[String]) -> String {
    let propre: String =
        titre.chars().map(|c| if c.is_control() || "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
    let propre = propre.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut base = couper(propre.trim_matches(['\'', ' ']), LONGUEUR_MAX);
    // Excel keeps these two names for itself.
    if base.is_empty() || ["history", "historique"].contains(&base.to_lowercase().as_str()) {
        base = format!("Feuille {base}").trim_end().to_owned();
    }
    let libre = |nom: &str| !pris.iter().any(|p| p.to_lowercase() == nom.to_lowercase());
    let mut nom = base.clone();
    for rang in 2.. {
        if libre(&nom) {
            break;
        }
        let suffixe = format!(" ({rang})");
        nom = couper(&base, LONGUEUR_MAX - suffixe.len()) + &suffixe;
    }
    nom
}

/// The start of `texte` that fits in `max` UTF-16 units, never ending on a space or an apostrophe.
fn couper(texte: &str, max: usize) -> String {
    super::cellule::debut_utf16(texte, max).trim_end_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_caracteres_interdits_disparaissent() {
        assert_eq!(nom_de_feuille("CFA: [93]/Bobigny\\?*", &[]), "CFA 93 Bobigny");
        assert_eq!(nom_de_feuille("'citation'", &[]), "citation");
        assert_eq!(nom_de_feuille(" \t[]", &[]), "Feuille");
        assert_eq!(nom_de_feuille("Historique", &[]), "Feuille Historique");
    }

    #[test]
    fn les_noms_sont_courts_et_uniques() {
        let titre = "Nombre de jeunes accompagnés par mission locale";
        let mut pris = Vec::new();
        for _ in 0..12 {
            let nom = nom_de_feuille(titre, &pris);
            assert!(nom.encode_utf16().count() <= LONGUEUR_MAX, "{nom}");
            assert!(!pris.contains(&nom), "{nom}");
            pris.push(nom);
        }
        assert_eq!(nom_de_feuille("ÉTÉ", &["été".into()]), "ÉTÉ (2)");
        assert_eq!(nom_de_feuille(&"😀".repeat(20), &[]).encode_utf16().count(), 30);
    }
}
