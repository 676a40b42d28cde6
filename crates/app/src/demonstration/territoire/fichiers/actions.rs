//! actions.csv: the parcours securises and the other actions.

use crate::demonstration::territoire::actions::ACTIONS;
use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne};

const ENTETE: &str =
    "code;type;intitule;porteur;date_debut;date_fin;heures_centre;heures_entreprise;places;etat;domaine;partenaires";

pub fn fichier() -> Fichier {
    let lignes = ACTIONS
        .iter()
        .map(|a| {
            ligne![
                a.code,
                a.genre,
                a.intitule,
                a.porteur,
                iso(a.debut),
                iso(a.fin),
                a.heures[0],
                a.heures[1],
                a.places,
                a.etat,
                a.domaine,
                a.partenaires,
            ]
        })
        .collect();
    ecriture::fichier("actions.csv", ENTETE, lignes)
}
