//! What capabilities add to the records of others.

use passerelle_documents::Tableau;

use crate::access::Objet;
use crate::personne::Lecture;

/// The table that a capability adds to the records of another, when it has rows.
#[derive(Clone, Copy, Debug)]
pub struct Volet {
    /// Whose records.
    pub sur: Objet,
    /// What it adds.
    pub tableau: Lecture<Tableau>,
}
