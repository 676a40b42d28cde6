//! Routes of requests: the list, those of one person, those that one's structure receives.

mod du_jeune;
mod recus;

use passerelle_socle::access::{Action, Objet};
use passerelle_socle::web::Site;

use super::liste;
use du_jeune::{demander, du_jeune, reprendre_la_sienne, suivre};
use recus::{liste_recue, repondre, reprendre_la_reponse, une_recue};

/// Routes.
pub fn site() -> Site {
    liste::site()
        .get("/jeunes/{id}/positionnements", Action::Consulter, Objet::Positionnements, du_jeune)
        .post("/jeunes/{id}/positionnements", Action::Creer, Objet::Positionnements, demander)
        .post("/jeunes/{id}/positionnements/{demande}", Action::Modifier, Objet::Positionnements, suivre)
        .post(
            "/jeunes/{id}/positionnements/{demande}/reprendre",
            Action::Retirer,
            Objet::Positionnements,
            reprendre_la_sienne,
        )
        .get("/positionnements/recus", Action::Lister, Objet::DemandesRecues, liste_recue)
        .get("/positionnements/recus/{id}", Action::Consulter, Objet::DemandesRecues, une_recue)
        .post("/positionnements/recus/{id}", Action::Repondre, Objet::DemandesRecues, repondre)
        .post("/positionnements/recus/{id}/reprendre", Action::Retirer, Objet::DemandesRecues, reprendre_la_reponse)
}
