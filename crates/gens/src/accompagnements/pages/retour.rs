//! Where one goes once a change is made.

use crate::accompagnements::GesteDossier;
use passerelle_socle::web::Page;

/// Keeps what was done, and back to « Qui suit », which says it.
pub(super) async fn vers_le_suivi(g: GesteDossier, fait: &str) -> Page {
    let suivi = format!("/jeunes/{}/suivi?fait={fait}", g.jeune());
    g.conclure(suivi).await
}
