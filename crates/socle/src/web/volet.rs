//! What capabilities add to the records of others.

use passerelle_documents::Tableau;
use uuid::Uuid;

use crate::access::{Accorde, Objet};
use crate::db::{Base, Promesse};

/// The table that a capability adds to the records of another, when it has rows.
#[derive(Clone, Copy, Debug)]
pub struct Volet {
    /// Whose records.
    pub sur: Objet,
    /// What it adds; the identifier is of whatever `sur` names.
    pub tableau: for<'a> fn(&'a Base, &'a Accorde, Uuid) -> Promesse<'a, Tableau>,
}
