//! What the sections share: their titles, and a number that opens on its cases.

use passerelle_documents::{Bloc, Cellule};

use crate::bilans::model::Bilan;
use passerelle_socle::figure::Coupe;

pub(super) fn titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 2, texte: texte.into(), ancre: ancre.into() }
}

pub(super) fn sous_titre(texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau: 3, texte: texte.into(), ancre: ancre.into() }
}

/// A number that opens on its cases.
pub(super) fn compte(n: i64, coupe: &Coupe, bilan: &Bilan) -> Cellule {
    Cellule::from(n).avec_lien(coupe.adresse(&bilan.periode))
}

pub(super) fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}
