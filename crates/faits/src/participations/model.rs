//! How a young person leaves an action.

use passerelle_socle::vocabulaire::Vocabulaire;

/// What follows an entry in an action.
pub static ISSUES: Vocabulaire<13> = Vocabulaire::nouveau([
    ("contrat_apprentissage", "Contrat d'apprentissage"),
    ("contrat_professionnalisation", "Contrat de professionnalisation"),
    ("emploi", "Emploi"),
    ("emploi_durable", "Emploi durable"),
    ("formation", "Formation"),
    ("scolarite", "Retour à l'école"),
    ("creation_entreprise", "Création d'entreprise"),
    ("service_civique", "Service civique"),
    ("reorientation", "Réorientation"),
    ("abandon", "Abandon"),
    ("sans_solution", "Sans solution"),
    ("motif_non_maitrisable", "Motif non maîtrisable"),
    ("autre", "Autre"),
]);
