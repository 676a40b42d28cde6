//! One cell that holds two fields, cut without guessing: what could be cut in two ways is refused.

use super::modele::Ordre;

/// Family name and first name, told by capitals or by a comma; `None` when nothing tells where one ends.
pub fn separer_nom(texte: &str) -> Option<(String, String)> {
    let texte = texte.trim();
    // « DUPONT, Marie » is a library's habit, in that order whatever the rest of the file does.
    if let Some((nom, prenom)) = texte.split_once(',') {
        let (nom, prenom) = (nom.trim(), prenom.trim());
        return (!nom.is_empty() && !prenom.is_empty() && !prenom.contains(',')).then(|| (nom.into(), prenom.into()));
    }
    let mots: Vec<&str> = texte.split_whitespace().collect();
    let capitales: Vec<bool> = mots.iter().map(|m| en_capitales(m)).collect();
    let dits = |a: &[&str], b: &[&str]| Some((a.join(" "), b.join(" ")));
    let coupe = capitales.iter().position(|c| *c != capitales[0])?;
    // Capitals, then the rest, or the other way round; capitals that come back tell nothing.
    if capitales[coupe..].iter().all(|c| *c != capitales[0]) {
        let (debut, fin) = mots.split_at(coupe);
        return if capitales[0] { dits(debut, fin) } else { dits(fin, debut) };
    }
    None
}

/// The same, trusting the order that the gabarit says when there are only two words.
pub(super) fn nom_et_prenom(texte: &str, ordre: Ordre) -> Result<(String, String), String> {
    if let Some(separes) = separer_nom(texte) {
        return Ok(separes);
    }
    match texte.split_whitespace().collect::<Vec<_>>()[..] {
        [a, b] if !texte.contains(',') => Ok(match ordre {
            Ordre::NomPrenom => (a.into(), b.into()),
            Ordre::PrenomNom => (b.into(), a.into()),
        }),
        _ => Err(format!(
            "« {texte} » ne dit pas où finit le nom : écrivez-le en capitales (« LE GALL Anne Marie »), ou séparez-les d'une virgule"
        )),
    }
}

/// A word without any small letter, and more than an initial.
fn en_capitales(mot: &str) -> bool {
    mot.chars().any(char::is_uppercase)
        && !mot.chars().any(char::is_lowercase)
        && mot.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// Postal code and town of « 93300 Aubervilliers », in either order.
pub(super) fn code_postal_et_ville(texte: &str) -> Result<(String, String), String> {
    let est_code = |m: &str| m.len() == 5 && m.bytes().all(|o| o.is_ascii_digit());
    let mots: Vec<&str> = texte.split([' ', '\u{a0}', ',', '(', ')']).filter(|m| !m.is_empty()).collect();
    let codes: Vec<usize> = (0..mots.len()).filter(|i| est_code(mots[*i])).collect();
    match codes[..] {
        [place] if place == 0 || place + 1 == mots.len() => {
            let ville: Vec<&str> = mots.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, m)| *m).collect();
            Ok((mots[place].to_owned(), ville.join(" ")))
        }
        _ => {
            Err(format!("« {texte} » n'est pas un code postal et une ville : écrivez par exemple 93300 Aubervilliers"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_tell_the_name_in_either_order() {
        for (texte, nom, prenom) in [
            ("LE GALL Anne Marie", "LE GALL", "Anne Marie"),
            ("Zoé MARTIN-DUPRÉ", "MARTIN-DUPRÉ", "Zoé"),
            ("De Souza, Léa", "De Souza", "Léa"),
            ("N'GUESSAN Aya", "N'GUESSAN", "Aya"),
        ] {
            assert_eq!(separer_nom(texte), Some((nom.into(), prenom.into())), "{texte}");
        }
    }

    #[test]
    fn what_could_be_cut_in_two_ways_is_not_cut() {
        for texte in ["DE LA TOUR MARIE", "Le Gall Anne Marie", "MARTIN", "", "MARTIN Zoé DUPRÉ"] {
            assert!(nom_et_prenom(texte, Ordre::NomPrenom).is_err(), "{texte}");
        }
        assert_eq!(nom_et_prenom("MARTIN ZOE", Ordre::NomPrenom), Ok(("MARTIN".into(), "ZOE".into())));
        assert_eq!(nom_et_prenom("Zoé Martin", Ordre::PrenomNom), Ok(("Martin".into(), "Zoé".into())));
    }

    #[test]
    fn a_town_gives_its_code() {
        for texte in ["93300 Aubervilliers", "Aubervilliers (93300)", "Aubervilliers 93300"] {
            assert_eq!(code_postal_et_ville(texte), Ok(("93300".into(), "Aubervilliers".into())), "{texte}");
        }
        for texte in ["Aubervilliers", "93300 93400", "12 rue 93300 Aubervilliers", ""] {
            assert!(code_postal_et_ville(texte).is_err(), "{texte}");
        }
    }
}
