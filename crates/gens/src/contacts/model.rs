//! What a contact is, and whether the young person came.

use passerelle_socle::vocabulaire::Vocabulaire;

/// Types of contacts.
pub static TYPES: Vocabulaire<5> = Vocabulaire::nouveau([
    ("rendez_vous", "Rendez-vous"),
    ("appel", "Appel"),
    ("visite_entreprise", "Visite en entreprise"),
    ("mediation", "Médiation tripartite"),
    ("atelier", "Atelier"),
]);

/// What is known of presence.
pub static PRESENCES: Vocabulaire<4> =
    Vocabulaire::nouveau([("present", "présent"), ("absent", "absent"), ("excuse", "excusé"), ("annule", "annulé")]);

/// What is said of presence in one gesture, beside the appointment.
pub const POINTEES: [&str; 3] = ["present", "absent", "excuse"];

/// Types that are a meeting: somebody is there.
const RENCONTRES: [&str; 4] = ["rendez_vous", "visite_entreprise", "mediation", "atelier"];

/// Whether a contact is a meeting, and was held.
pub(super) fn rencontre_tenue(genre: &str, presence: Option<&str>) -> bool {
    presence == Some("present") && RENCONTRES.contains(&genre)
}

/// « présente », « excusé »: presence agrees with the person; a meeting called off does not.
pub fn presence_dite(code: &str, feminin: bool) -> String {
    let mot = PRESENCES.libelle(code);
    if feminin && code != "annule" { format!("{mot}e") } else { mot.to_owned() }
}
