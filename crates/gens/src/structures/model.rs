//! What a structure is.

use passerelle_socle::vocabulaire::Vocabulaire;

/// Types of structures.
pub static TYPES: Vocabulaire<23> = Vocabulaire::nouveau([
    ("mission_locale", "Mission locale"),
    ("france_travail", "France Travail"),
    ("cap_emploi", "Cap emploi"),
    ("e2c", "École de la 2e chance"),
    ("edi", "Espace de dynamique d'insertion"),
    ("epide", "EPIDE"),
    ("mlds", "Mission de lutte contre le décrochage scolaire"),
    ("greta", "GRETA"),
    ("cio", "Centre d'information et d'orientation"),
    ("pjj", "Protection judiciaire de la jeunesse"),
    ("cfa", "CFA"),
    ("organisme_formation", "Organisme de formation"),
    ("employeur", "Employeur"),
    ("chambre_cci", "Chambre de commerce et d'industrie"),
    ("chambre_cma", "Chambre de métiers et de l'artisanat"),
    ("collectivite", "Collectivité"),
    ("departement", "Département"),
    ("region", "Région"),
    ("etat", "Service de l'État"),
    ("association", "Association"),
    ("coordination", "Coordination"),
    ("evaluateur", "Évaluateur"),
    ("autre", "Autre"),
]);

/// Types whose trade is to accompany people, social obstacles included. The others train, employ,
/// coordinate or pay: they never read obstacles.
const ACCOMPAGNENT: [&str; 10] =
    ["mission_locale", "france_travail", "cap_emploi", "e2c", "edi", "epide", "mlds", "cio", "pjj", "departement"];

/// Whether structures of this type accompany people.
pub fn accompagne(genre: &str) -> bool {
    ACCOMPAGNENT.contains(&genre)
}
