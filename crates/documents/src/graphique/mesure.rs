//! How much room text takes, without any font at hand.

use super::toile::CORPS;

/// A generous estimate of the width of `texte` in regular weight.
pub fn largeur(texte: &str) -> f64 {
    texte.chars().map(cadratins).sum::<f64>() * CORPS
}

/// The width of a character, in ems.
fn cadratins(c: char) -> f64 {
    match c {
        '\u{202f}' | '\u{2009}' => 0.2,
        'i' | 'j' | 'l' | 'I' | '\'' | '’' | '.' | ',' | ':' | ';' | '|' | '!' | 'ı' | 'î' | 'ï' | ' ' | '\u{a0}' => {
            0.29
        }
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '[' | ']' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | 'œ' | 'Œ' | '…' | '—' | '→' => 0.9,
        '0'..='9' => 0.62,
        c if c.is_uppercase() => 0.68,
        c if u32::from(c) < 0x2e80 => 0.57,
        _ => 1.1,
    }
}

/// `texte` in lines no wider than `max`, cut with an ellipsis after `lignes` lines.
pub fn lignes(texte: &str, max: f64, lignes: usize) -> Vec<String> {
    let mut sortie: Vec<String> = Vec::new();
    for mot in mots(texte) {
        let pleine = sortie.len() == lignes;
        match sortie.last_mut() {
            Some(derniere) if largeur(derniere) + largeur(" ") + largeur(mot) <= max => {
                derniere.push(' ');
                derniere.push_str(mot);
            }
            _ if pleine => {
                let derniere = sortie.pop().unwrap_or_default();
                sortie.push(format!("{derniere} {mot}…"));
                break;
            }
            _ => sortie.push(mot.to_owned()),
        }
    }
    sortie.iter().map(|ligne| tronquer(ligne, max)).collect()
}

/// The start of `texte` no wider than `max`, with an ellipsis when something is missing.
pub fn tronquer(texte: &str, max: f64) -> String {
    if largeur(texte) <= max {
        return texte.to_owned();
    }
    let mut debut = texte.trim_end_matches('…').to_owned();
    while !debut.is_empty() && largeur(&debut) + largeur("…") > max {
        debut.pop();
    }
    format!("{}…", debut.trim_end())
}

/// The words of `texte`, split where a line may break: never at a no-break space.
fn mots(texte: &str) -> impl Iterator<Item = &str> {
    let secable = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    texte.split(secable).filter(|mot| !mot.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_lignes_tiennent_dans_la_largeur_et_ne_perdent_rien_sans_le_dire() {
        let texte = "Développement de l’accès à l’apprentissage et sécurisation des parcours";
        for max in [60.0, 120.0, 250.0, 700.0] {
            for nombre in 1..4 {
                let sortie = lignes(texte, max, nombre);
                assert!(sortie.len() <= nombre);
                assert!(sortie.iter().all(|l| largeur(l) <= max), "{sortie:?}");
                assert!(sortie.join(" ") == texte || sortie.iter().any(|l| l.ends_with('…')), "{sortie:?}");
            }
        }
    }

    #[test]
    fn un_espace_insecable_ne_se_coupe_pas() {
        assert_eq!(lignes("1\u{202f}377 jeunes", 60.0, 3), ["1\u{202f}377", "jeunes"]);
        assert_eq!(lignes("", 60.0, 3), Vec::<String>::new());
    }
}
