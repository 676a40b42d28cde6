//! Headers on two rows: groups above, names under them. Both make one name: « Début » under « Contrat » is « Début Contrat ».

use crate::echanges::valeur::FUSIONNEE;

/// What a cell of headers says; nothing when a merged one covers it.
fn dit(rangee: &[String], rang: usize) -> &str {
    rangee.get(rang).map(|c| c.trim()).filter(|c| *c != FUSIONNEE).unwrap_or_default()
}

/// The names that two rows make together.
pub(super) fn joindre(haut: &[String], bas: &[String]) -> Vec<String> {
    let mut groupe = "";
    let nom = |rang| {
        let (dessus, dessous) = (dit(haut, rang), dit(bas, rang));
        if !dessus.is_empty() {
            groupe = dessus;
        }
        match (dessus.is_empty(), dessous.is_empty()) {
            (_, true) => dessus.to_owned(),
            (true, false) if groupe.is_empty() => dessous.to_owned(),
            _ => format!("{dessous} {groupe}"),
        }
    };
    (0..haut.len().max(bas.len())).map(nom).collect()
}

/// Whether the first row holds groups for the names of the second: each name stands under a group, and what is no group has
/// no name under it.
pub(super) fn deux_etages(haut: &[String], bas: &[String]) -> bool {
    let large = haut.len().max(bas.len());
    // A group goes on to the right, over cells that it covers or that are empty.
    let groupe = |rang: usize| !dit(haut, rang).is_empty() && rang + 1 < large && dit(haut, rang + 1).is_empty();
    let mut sous_un_groupe = false;
    let (mut noms, mut seuls) = (0, 0);
    for rang in 0..large {
        if !dit(haut, rang).is_empty() {
            sous_un_groupe = groupe(rang);
        }
        match (dit(bas, rang).is_empty(), sous_un_groupe) {
            (false, true) => noms += 1,
            (false, false) => return false,
            (true, true) => {}
            (true, false) => seuls += usize::from(!dit(haut, rang).is_empty()),
        }
    }
    let noms_dits: Vec<&str> = (0..bas.len()).map(|r| dit(bas, r)).filter(|n| !n.is_empty()).collect();
    let repetes = noms_dits.iter().enumerate().any(|(i, n)| noms_dits[..i].contains(n));
    // A title stands above headers that say enough by themselves: it is no group.
    noms >= 2 && (seuls > 0 || repetes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rangee(t: &[&str]) -> Vec<String> {
        t.iter().map(|t| (*t).to_owned()).collect()
    }

    #[test]
    fn groups_and_names_make_one_header() {
        let haut = rangee(&["Matricule", "Apprenti", FUSIONNEE, "Contrat", FUSIONNEE]);
        let bas = rangee(&[FUSIONNEE, "Nom", "Prénom", "Début", "Fin"]);
        assert!(deux_etages(&haut, &bas));
        let noms = rangee(&["Matricule", "Nom Apprenti", "Prénom Apprenti", "Début Contrat", "Fin Contrat"]);
        assert_eq!(joindre(&haut, &bas), noms);
        // The same in a CSV, where what is covered is empty.
        let vides = |r: &[String]| r.iter().map(|c| c.replace(FUSIONNEE, "")).collect::<Vec<_>>();
        assert!(deux_etages(&vides(&haut), &vides(&bas)));
        assert_eq!(joindre(&vides(&haut), &vides(&bas)), noms);
    }

    #[test]
    fn a_title_and_a_row_of_data_are_no_floor() {
        let entetes = rangee(&["Nom", "Prénom", "Ville"]);
        assert!(!deux_etages(&rangee(&["Liste du mois", FUSIONNEE, FUSIONNEE]), &entetes));
        assert!(!deux_etages(&rangee(&["Liste du mois"]), &entetes));
        assert!(!deux_etages(
            &rangee(&["CFA des Trois Lunes", "", "Mars", ""]),
            &rangee(&["Nom", "Prénom", "Ville", "Tél"])
        ));
        let repetes = rangee(&["Nom", "Tél", "Nom", "Tél"]);
        assert!(deux_etages(&rangee(&["Apprenti", "", "Tuteur", ""]), &repetes));
        assert!(!deux_etages(&entetes, &rangee(&["BÉZARD", "Zoé", "Pantin"])));
        assert!(!deux_etages(&rangee(&["Nom", "Prénom", "", ""]), &rangee(&["BÉZARD", "Zoé", "", ""])));
    }
}
