//! Routes of young people.

use super::fiche::fiche;
use super::liste::Jeunes;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .repertoire(["/jeunes", "/jeunes.xlsx", "/jeunes.csv"], Objet::Jeunes, async |etat, p| {
            Ok(Jeunes::demandes(&etat, &p).await?)
        })
        .get("/jeunes/{id}", Action::Consulter, Objet::Jeunes, fiche)
}
