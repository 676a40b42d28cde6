//! The site map: one line per capability, and what surrounds them all.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::public;
use passerelle_faits::{actions, contrats, evenements, participations, pistes, positionnements, tirages};
use passerelle_gens::{
    acces, accompagnements, comptes, conservation, contacts, contestations, documents, freins, gabarits, jeunes,
    journal, notes, partenariats, structures,
};
use passerelle_lectures::{apprentis, bilans, indicateurs, journee, mon_espace, statistiques};
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::echanges;
use passerelle_socle::web::{self, EntreeMenu, Etat, Site, Volet};

/// Every route, with what it does to what.
pub fn site() -> Site {
    Site::nouveau()
        .avec(public::site())
        .avec(comptes::site())
        .avec(journee::site())
        .avec(accompagnements::site())
        .avec(acces::site())
        .avec(indicateurs::site())
        .avec(bilans::site())
        .avec(passerelle_etudes::site())
        .avec(apprentis::site())
        .avec(mon_espace::site())
        .avec(jeunes::site())
        .avec(contacts::site())
        .avec(freins::site())
        .avec(notes::site())
        .avec(contestations::site())
        .avec(documents::site())
        .avec(structures::site())
        .avec(actions::site())
        .avec(positionnements::site())
        .avec(participations::site())
        .avec(pistes::site())
        .avec(contrats::site())
        .avec(evenements::site())
        .avec(tirages::site())
        .avec(partenariats::site())
        .avec(statistiques::site())
        .avec(passerelle_rapprochements::site())
        .avec(echanges::site())
        .avec(gabarits::site())
        .avec(journal::site())
        .avec(conservation::site())
}

/// What capabilities add to the records of others.
pub static VOLETS: [Volet; 2] = [actions::VOLET, evenements::VOLET];

/// The main menu; each reader sees what they may open.
pub static MENU: [EntreeMenu; 25] = [
    entree("Pilotage", "Mon espace", "/mon-espace", Action::Consulter, Objet::MonEspace),
    entree("Pilotage", "Mes apprentis", "/apprentis", Action::Lister, Objet::Apprentis),
    entree("Pilotage", "Ma journée", "/journee", Action::Consulter, Objet::Journee),
    entree("Pilotage", "Tableau de bord", "/tableau-de-bord", Action::Consulter, Objet::TableauDeBord),
    entree("Pilotage", "Bilan", "/bilan", Action::Consulter, Objet::Bilans),
    entree("Pilotage", "Études", "/etudes", Action::Lister, Objet::Etudes),
    entree("Jeunes", "Jeunes", "/jeunes", Action::Lister, Objet::Jeunes),
    entree("Jeunes", "Rapprochements", "/rapprochements", Action::Lister, Objet::Rapprochements),
    entree("Jeunes", "Demandes d'accès", "/demandes", Action::Lister, Objet::DemandesAcces),
    entree("Jeunes", "Positionnements", "/positionnements", Action::Lister, Objet::Positionnements),
    entree("Jeunes", "Demandes reçues", "/positionnements/recus", Action::Lister, Objet::DemandesRecues),
    entree("Jeunes", "Pistes", "/pistes", Action::Lister, Objet::Pistes),
    entree("Jeunes", "Contrats", "/contrats", Action::Lister, Objet::Contrats),
    entree("Offre", "Actions", "/actions", Action::Lister, Objet::Actions),
    entree("Offre", "Événements", "/evenements", Action::Lister, Objet::Evenements),
    entree("Offre", "Tirages au sort", "/tirages", Action::Lister, Objet::Tirages),
    entree("Territoire", "Structures", "/structures", Action::Lister, Objet::Structures),
    entree("Territoire", "Partenariats", "/partenariats", Action::Lister, Objet::Partenariats),
    entree("Territoire", "Statistiques", "/statistiques", Action::Lister, Objet::Statistiques),
    entree("Administration", "Imports", "/imports", Action::Lister, Objet::Imports),
    entree("Administration", "Gabarits", "/gabarits", Action::Lister, Objet::Gabarits),
    entree("Administration", "Comptes", "/comptes", Action::Lister, Objet::Comptes),
    entree("Administration", "Courriers", "/courriers", Action::Lister, Objet::Courriers),
    entree("Administration", "Journal", "/journal", Action::Lister, Objet::Journal),
    entree("Administration", "Conservation", "/conservation", Action::Consulter, Objet::Conservation),
];

const fn entree(
    partie: &'static str,
    libelle: &'static str,
    chemin: &'static str,
    action: Action,
    objet: Objet,
) -> EntreeMenu {
    EntreeMenu { partie, libelle, chemin, action, objet }
}

/// The whole service.
pub fn service(etat: Etat) -> Router {
    let moderation = web::Moderation::nouvelle(etat.reglages.mandataire);
    site()
        .routeur()
        .route("/assets/{*chemin}", axum::routing::get(web::servir_assets))
        .fallback(async || web::Erreur::Introuvable)
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(CsrfLayer::new())
        // Inside what dresses errors: a panic too ends as a page that says what to do.
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(etat.clone(), web::habiller))
        .layer(from_fn_with_state(etat.clone(), comptes::reconnaitre))
        .layer(CompressionLayer::new())
        // Before anything is asked of the base.
        .layer(from_fn_with_state(moderation, web::moderer))
        .layer(from_fn(web::proteger))
        .with_state(etat)
}

/// How long a stopping server waits for the requests under way.
pub const DELAI_ARRET: Duration = Duration::from_secs(10);
