//! Where a gesture ends, and what it says there: on the page where its form began, in a sentence, whatever the capability.
//!
//! What goes further does so by its nature and stands here with its reason; a new route ends where it began until it is
//! told otherwise.

use axum::http::{StatusCode, header};
use passerelle_monde::html::{dans, tous};
use passerelle_monde::porte::Reponse;
use passerelle_socle::web::Declaration;
use scraper::Html;

use super::formulaires::Envoi;

/// Gestures that go on elsewhere, and why.
const PLUS_LOIN: [&str; 24] = [
    // What is made has a page of its own, where it is gone on with.
    "/bilan/figer",
    "/comptes",
    "/etudes/nouvelle",
    "/etudes/{id}/extraits",
    "/etudes/{id}/extraits/{extrait}/analyses",
    "/gabarits/depots",
    "/gabarits/depots/{depot}",
    "/imports",
    "/jeunes/nouveau",
    "/rapprochements/fichiers",
    "/rapprochements/fichiers/gabarits/{depot}",
    "/tirages/nouveau",
    "/tirages/protocole",
    // What it was about is no more, or is not open to its author any more.
    "/etudes/{id}/supprimer",
    "/gabarits/{id}/retirer",
    "/jeunes/{id}/effacer",
    "/jeunes/{id}/fusionner/{sous_id}",
    "/jeunes/{id}/suivi/clore",
    // The next of a queue waits.
    "/rapprochements/{id}/reunir",
    "/rapprochements/{id}/separer",
    "/rapprochements/lignes/{id}/lier",
    "/rapprochements/lignes/{id}/separer",
    // Another role has another day; a second factor has two steps.
    "/mon-compte/exercer/{id}",
    "/mon-compte/second-facteur",
];

/// Signing in and out say by themselves where they lead.
fn entree(chemin: &str) -> bool {
    ["/connexion", "/entrer/", "/deconnexion"].iter().any(|e| chemin.starts_with(e))
}

/// What is wrong with where a gesture ended; nothing when it did not.
pub fn faute(d: &Declaration, envoi: &Envoi, reponse: &Reponse) -> Option<String> {
    if d.methode == "GET" || reponse.statut != StatusCode::SEE_OTHER || entree(d.chemin) {
        return None;
    }
    let (vers, debut) = (reponse.entete("location"), envoi.valeur("retour"));
    if entree(vers) {
        return None;
    }
    let dit = reponse.entetes.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
    let dit = dit.filter_map(|c| c.split(';').next()).any(|c| c.contains("passerelle-dit=p="));
    let etapes = ["/mon-compte/exercer/{id}", "/mon-compte/second-facteur"].contains(&d.chemin);
    if !dit && !etapes {
        return Some(format!("{} ends at {vers} without a word", d.chemin));
    }
    let la = |adresse: &str| adresse.split('#').next().unwrap_or_default().to_owned();
    let ailleurs = debut.is_empty() || la(vers) != la(debut);
    (ailleurs && !PLUS_LOIN.contains(&d.chemin))
        .then(|| format!("{} began at « {debut} » and ends at {vers}", d.chemin))
}

/// The forms of a page that change something and do not say where they lead once done.
pub fn sans_fin(adresse: &str, page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let mut fautes = Vec::new();
    for f in tous(&page, "main form").into_iter().filter(|f| f.value().attr("method") == Some("post")) {
        let action = f.value().attr("action").unwrap_or_default();
        let vers: Vec<&str> =
            dans(f, "input[name=\"retour\"]").iter().filter_map(|i| i.value().attr("value")).collect();
        let dit = matches!(vers[..], [v] if v.starts_with('/') && !v.starts_with("//"));
        if !dit && !entree(action) && !entree(adresse) {
            fautes.push(format!("{adresse}: the form that goes to {action} says {vers:?} of where it ends"));
        }
    }
    fautes
}
