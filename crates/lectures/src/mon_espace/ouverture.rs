//! One's own file, opened to its person.

use passerelle_gens::accompagnements::{Dossier, lire_dossier};
use passerelle_socle::access::{Accorde, Perimetre};
use passerelle_socle::db::Tx;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat};

/// Opens one's own file; the reading is journalled like any other.
pub(super) async fn ouvrir(etat: &Etat, accorde: &Accorde) -> Result<(Tx, Dossier), Erreur> {
    match accorde.perimetre() {
        Perimetre::Jeune(id) => lire_dossier(etat, accorde, id).await,
        _ => Err(Erreur::Introuvable),
    }
}

/// The frame of a page of the space.
pub(super) fn ici(cadre: Cadre, titre: &str) -> Cadre {
    cadre.fil([Etape::vers("Mon espace", "/mon-espace"), Etape::ici(titre)])
}
