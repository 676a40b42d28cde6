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

/// Why somebody did not enter an action, or left it. Nothing of health.
pub static MOTIFS: Vocabulaire<12> = Vocabulaire::nouveau([
    ("frein_financier", "Raison d'argent"),
    ("transport", "Trajet"),
    ("horaires", "Horaires"),
    ("garde_enfant", "Garde d'enfant"),
    ("projet", "Projet différent"),
    ("emploi", "Emploi trouvé"),
    ("formation", "Autre formation"),
    ("prerequis", "Prérequis manquants"),
    ("hors_public", "Hors du public de l'action"),
    ("complet", "Action complète"),
    ("sans_nouvelles", "Sans nouvelles"),
    ("autre", "Autre raison"),
]);
