//! What an event is.

use passerelle_socle::vocabulaire::Vocabulaire;

/// Marks the identifier of an event.
#[derive(Debug)]
pub struct Evenement;

/// What concerns those who steer the territory, and nobody else, whatever its row says.
pub const INTERNE: &str = "comite_pilotage";

/// Types of events.
pub static TYPES: Vocabulaire<11> = Vocabulaire::nouveau([
    ("rencontre_cfa_prescripteurs", "Rencontre CFA / prescripteurs"),
    ("reunion_referents", "Réunion des référents"),
    ("coordination", "Réunion de coordination"),
    ("information_collective", "Information collective"),
    ("promotion", "Promotion de l'apprentissage"),
    ("coaching", "Coaching"),
    ("forum", "Forum"),
    ("portes_ouvertes", "Portes ouvertes"),
    ("comite_pilotage", "Comité de pilotage"),
    ("visite_cfa", "Visite de CFA"),
    ("autre", "Autre"),
]);
