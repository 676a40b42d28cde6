//! What the sections share: their titles, and a number that opens on its cases.

use passerelle_documents::{Bloc, Cellule, Valeur};
use passerelle_secret::Effectif;

use crate::bilans::model::Bilan;

pub(super) fn titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 2, texte: texte.into(), ancre: ancre.into() }
}

pub(super) fn sous_titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 3, texte: texte.into(), ancre: ancre.into() }
}

/// A number of people that opens on its cases, when it is said and its reader may open so short a list.
pub(super) fn compte(n: Effectif, adresse: String, bilan: &Bilan) -> Cellule {
    match n.dit() {
        Some(n) if n >= bilan.ouvre_des => Cellule::from(n).avec_lien(adresse),
        _ => valeur(n).into(),
    }
}

/// A number of people in a cell.
pub(super) fn valeur(n: Effectif) -> Valeur {
    n.dit().map_or_else(|| Valeur::Texte(n.to_string()), Valeur::Entier)
}

/// Its bar in a chart: none when it is hidden.
pub(super) fn barre(n: Effectif) -> Option<f64> {
    n.dit().map(|n| n as f64)
}

pub(super) fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}
