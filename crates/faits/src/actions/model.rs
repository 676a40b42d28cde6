//! What an action is.

use passerelle_socle::vocabulaire::Vocabulaire;

/// Marks the identifier of an action; `Action` is what somebody does.
#[derive(Debug)]
pub struct UneAction;

/// Types of actions.
pub static TYPES: Vocabulaire<8> = Vocabulaire::nouveau([
    ("parcours_securise", "Parcours sécurisé"),
    ("information_collective", "Information collective"),
    ("passerelle", "Passerelle"),
    ("prepa_apprentissage", "Prépa apprentissage"),
    ("formation", "Formation"),
    ("coaching", "Coaching"),
    ("atelier", "Atelier"),
    ("autre", "Autre"),
]);

/// States of an action.
pub static ETATS: Vocabulaire<3> =
    Vocabulaire::nouveau([("ouverte", "Ouverte"), ("close", "Close"), ("non_ouverte", "Jamais ouverte")]);
