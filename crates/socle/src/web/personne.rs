//! A young person in a row: the name for who may read it, nothing for the others.

use passerelle_documents::{Cellule, Colonne};
use sea_orm::{DbErr, QueryResult};

use crate::access::{Accorde, Jeune};
use crate::ident::Id;

/// The column, when this reader may know who it is.
pub fn colonne_jeune(accorde: &Accorde) -> Option<Colonne> {
    accorde.vue().identite().then(|| Colonne::texte("jeune", "Jeune"))
}

/// The cell, when this reader may know who it is; reads `jeune_id`, `prenom` and `nom`.
pub fn cellule_jeune(ligne: &QueryResult, accorde: &Accorde) -> Result<Option<Cellule>, DbErr> {
    if !accorde.vue().identite() {
        return Ok(None);
    }
    let id: Id<Jeune> = ligne.try_get_by("jeune_id")?;
    let nom: String = ligne.try_get_by("nom")?;
    let prenom: String = ligne.try_get_by("prenom")?;
    Ok(Some(Cellule::from(nom_complet(&prenom, &nom)).avec_lien(format!("/jeunes/{id}"))))
}

/// « Amina BELADOUR »: the family name told apart from the given one.
pub fn nom_complet(prenom: &str, nom: &str) -> String {
    format!("{prenom} {}", nom.to_uppercase())
}
