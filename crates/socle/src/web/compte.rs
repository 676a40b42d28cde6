//! A count that opens its list.

use super::{Parametres, Repertoire, choisir};
use crate::access::{Action, Faits, may};
use crate::db::Resultat;
use crate::personne::Matin;

/// A count and the list that holds exactly what it counts.
#[derive(Clone, Debug)]
pub struct Compte {
    /// How many.
    pub nombre: i64,
    /// Where they are.
    pub adresse: String,
}

/// Counts the rows of a list, as an address asks for it; nothing is counted of what may not be listed.
pub async fn compter(matin: &Matin<'_>, liste: &dyn Repertoire, demande: &Parametres) -> Resultat<Option<Compte>> {
    let Ok(accorde) = may(matin.acteur, Action::Lister, liste.objet(), &Faits::default()) else { return Ok(None) };
    let nombre = choisir(liste, &accorde, Action::Lister, matin.jour)?.compter(matin.base.lecture()).await?;
    Ok(Some(Compte { nombre, adresse: demande.avec(&liste.chemin(), "page", "") }))
}
