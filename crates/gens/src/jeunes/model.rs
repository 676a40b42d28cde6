//! What a young person's file is made of.

use passerelle_socle::vocabulaire::Vocabulaire;

pub use passerelle_socle::access::Jeune;

/// Sexes, as the civil status says them.
pub static SEXES: Vocabulaire<2> = Vocabulaire::nouveau([("F", "Femme"), ("M", "Homme")]);

/// Situations on the labour market or at school.
pub static SITUATIONS: Vocabulaire<7> = Vocabulaire::nouveau([
    ("scolarise", "À l'école"),
    ("decrocheur", "Sorti de l'école sans solution"),
    ("demandeur_emploi", "En recherche d'emploi"),
    ("inactif", "Sans activité"),
    ("salarie", "En emploi"),
    ("apprenti", "En apprentissage"),
    ("autre", "Autre"),
]);
