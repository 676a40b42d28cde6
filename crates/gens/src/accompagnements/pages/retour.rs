//! Where one goes once a change is made.

use crate::accompagnements::GesteDossier;
use passerelle_socle::web::Page;

/// Keeps what was done, and back to « Qui suit » unless it began elsewhere.
pub(super) async fn vers_le_suivi(g: GesteDossier, dit: &str) -> Page {
    let suivi = format!("/jeunes/{}/suivi", g.jeune());
    g.conclure(suivi, dit).await
}
