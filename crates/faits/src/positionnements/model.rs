//! The states of a positionnement.

use passerelle_socle::vocabulaire::Vocabulaire;

/// States, each held since a date.
pub static ETATS: Vocabulaire<8> = Vocabulaire::nouveau([
    ("propose", "Proposé"),
    ("vu", "Vu"),
    ("accepte", "Accepté"),
    ("refuse", "Refusé"),
    ("expire", "Sans réponse"),
    ("annule", "Annulé"),
    ("entre", "Entré"),
    ("non_presente", "Non présenté"),
]);
