//! Routes: who follows (`suivi`), opening a file (`partage`), asking for one (`demandes`), handing many over (`passation`),
//! naming of many (`nomination`).

mod demandes;
mod nomination;
mod partage;
mod passation;
mod retour;
mod suivi;

use passerelle_socle::access::{Action, Objet};
use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/suivi", Action::Consulter, Objet::Accompagnements, suivi::page_suivi)
        .post("/jeunes/{id}/suivi/ajouter", Action::Partager, Objet::Partages, partage::ajouter)
        .post("/jeunes/{id}/suivi/confier", Action::Modifier, Objet::Accompagnements, suivi::confier)
        .post("/jeunes/{id}/suivi/clore", Action::Retirer, Objet::Accompagnements, suivi::clore)
        .post("/jeunes/{id}/referent", Action::Creer, Objet::Referents, suivi::nommer)
        .post("/jeunes/{id}/referent/passer", Action::Passer, Objet::Referents, suivi::passer)
        .formulaire("/jeunes/{id}/partages/nouveau", Action::Partager, Objet::Partages, partage::nouveau)
        .post("/jeunes/{id}/partages", Action::Partager, Objet::Partages, partage::ouvrir)
        .post("/jeunes/{id}/partages/prolonger", Action::Partager, Objet::Partages, partage::prolonger)
        .post("/jeunes/{id}/partages/retirer", Action::Retirer, Objet::Partages, partage::retirer)
        .post("/jeunes/{id}/demandes/accorder", Action::Repondre, Objet::DemandesAcces, demandes::accorder)
        .post("/jeunes/{id}/demandes/refuser", Action::Repondre, Objet::DemandesAcces, demandes::refuser)
        .get("/demandes", Action::Lister, Objet::DemandesAcces, demandes::page_demandes)
        .post("/demandes", Action::Demander, Objet::DemandesAcces, demandes::demander)
        .post("/demandes/recherche", Action::Demander, Objet::DemandesAcces, demandes::rechercher)
        .get("/referents/nommer", Action::Creer, Objet::Referents, nomination::page_nomination)
        .post("/referents/nommer", Action::Creer, Objet::Referents, nomination::nommer)
        .post("/referents/nommer/reprendre", Action::Creer, Objet::Referents, nomination::reprendre)
        .get("/referents/passer", Action::Passer, Objet::Referents, passation::page_passation)
        .post("/referents/passer", Action::Passer, Objet::Referents, passation::passer)
        .post("/referents/passer/annuler", Action::Passer, Objet::Referents, passation::annuler)
}
