//! What a contract is, and how it may break.

use passerelle_socle::vocabulaire::Vocabulaire;

/// Marks the identifier of a contract.
#[derive(Debug)]
pub struct Contrat;

/// Types of contracts.
pub static TYPES: Vocabulaire<5> = Vocabulaire::nouveau([
    ("apprentissage", "Apprentissage"),
    ("professionnalisation", "Professionnalisation"),
    ("cdi", "CDI"),
    ("cdd", "CDD"),
    ("interim", "Intérim"),
]);

/// Types that count as alternance.
pub const ALTERNANCE: [&str; 2] = ["apprentissage", "professionnalisation"];

/// Reasons for a breach.
pub static MOTIFS_RUPTURE: Vocabulaire<12> = Vocabulaire::nouveau([
    ("periode_45j_employeur", "45 premiers jours, par l'employeur"),
    ("periode_45j_apprenti", "45 premiers jours, par l'apprenti"),
    ("accord_commun", "Accord des deux parties"),
    ("demission_apprenti", "Démission de l'apprenti"),
    ("faute_grave", "Faute grave"),
    ("force_majeure", "Force majeure"),
    ("inaptitude", "Inaptitude"),
    ("exclusion_cfa", "Exclusion du CFA"),
    ("obtention_diplome", "Diplôme obtenu"),
    ("liquidation_judiciaire", "Liquidation judiciaire"),
    ("deces_employeur", "Décès de l'employeur"),
    ("autre", "Autre"),
]);
