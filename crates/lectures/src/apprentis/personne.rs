//! What `apprentis` does with a person's file: their employer reads their contract.

use passerelle_socle::access::Objet;
use passerelle_socle::personne::Personne;

/// No table of its own: it reads contracts.
pub static PERSONNE: Personne =
    Personne { journal: &[(Objet::Apprentis, "votre contrat")], ..Personne::nouvelle("apprentis", &[]) };
