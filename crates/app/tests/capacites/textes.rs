//! Every field of every form of a capability, filled with what nothing may keep: a social security number, an escape, marks that
//! turn the reading order, a text without end. Whatever the answer, the base keeps none of it, in any column.

use std::collections::HashMap;

use passerelle_monde::interdits::{MARQUES, NIRS, sans_fin};
use passerelle_monde::porte::{Porte, apres};
use passerelle_monde::{Monde, Regard};
use passerelle_socle::access::{Faits, may};
use passerelle_socle::db::Moteur;
use passerelle_socle::web::Declaration;

use super::acces::appeler;
use super::essais::essais;
use super::formulaires::Chercheur;
use super::scenes::{self, Scene};
use super::siennes;

/// Changes whose form is not sent here, and why.
const SANS_FORMULAIRE: [(&str, &str); 10] = [
    // Without a field of words, and shown for a moment: beside what was just done, or beside today's appointment.
    (
        "/jeunes/{id}/contacts/{contact}/presence",
        "one button each, beside the appointment of the day (`fiche::presence`)",
    ),
    ("/jeunes/{id}/contacts/{contact}/presence/reprendre", "one button, beside what was just said (`fiche::presence`)"),
    ("/jeunes/{id}/documents/{document}/remettre", "one button, beside what was just withdrawn (`fiche::documents`)"),
    ("/jeunes/{id}/notes/{note}/remettre", "one button, beside what was just withdrawn (`fiche::notes`)"),
    (
        "/positionnements/recus/{id}/reprendre",
        "one button, once one's structure has answered (`positionnements::pages`)",
    ),
    ("/rapprochements/fichiers/{id}/accepter", "one button, once rows are sure (`fichiers`)"),
    ("/rapprochements/fichiers/gabarits/{depot}", "rows without number of a file tried (`gabarits`)"),
    ("/etudes/{id}/enquete", "a study with a survey: its one field is a day, `etudes` tells it"),
    ("/etudes/{id}/enquete/relances", "a survey that is open: a form without a field"),
    (
        "/etudes/{id}/proces-verbal",
        "a study by a draw made elsewhere: a file of minutes, drawn again before it is kept",
    ),
];

/// Sends every form of the capability with every field hostile in turn, then looks at the whole base.
pub async fn verifier(capacite: &'static str, moteur: Moteur) {
    let mut siennes: Vec<Declaration> = siennes(capacite).into_iter().filter(|d| d.methode == "POST").collect();
    siennes.retain(|d| SANS_FORMULAIRE.iter().all(|(tu, _)| *tu != d.chemin));
    // What a form did may hide that of another: those are looked for once more, each in a world of its own.
    let cachees = essayer(capacite, moteur, &siennes).await;
    let mut muettes = Vec::new();
    for d in cachees {
        muettes.extend(essayer(capacite, moteur, &[d]).await);
    }
    let muettes: Vec<&str> = muettes.iter().map(|d| d.chemin).collect();
    assert!(muettes.is_empty(), "no page shows the form of {muettes:?}, and no scene brings it about");
}

/// These forms in one world; those that nobody was shown.
async fn essayer(capacite: &str, moteur: Moteur, declarations: &[Declaration]) -> Vec<Declaration> {
    let monde = Monde::habitee(&format!("textes_{capacite}"), moteur).await;
    let porte = Porte::a(&monde, apres(0), true, false);
    let regards = monde.regards().await;
    let sans_fin = sans_fin();
    // What is refused leaves the form as it was: it comes first.
    let hostiles: Vec<&str> = NIRS.into_iter().chain([sans_fin.as_str(), MARQUES]).collect();
    let (mut pages, mut muettes) = (HashMap::new(), Vec::new());
    for d in declarations {
        let Some(scene) = montree(&monde, &porte, &regards, d, &mut pages).await else {
            muettes.push(*d);
            continue;
        };
        for hostile in &hostiles {
            envoyer(&porte, d, &scene, hostile).await;
        }
    }
    monde.ne_garde_rien_d_interdit(capacite).await;
    muettes
}

/// Sends a form as many times as it has fields and files, one of them hostile each time.
async fn envoyer(porte: &Porte, d: &Declaration, scene: &Scene, hostile: &str) {
    let Scene { cookie, chemin, envoi } = scene;
    let champs = (0..envoi.champs()).map(|rang| (rang, envoi.avec(rang, hostile)));
    let fichiers = (0..envoi.fichiers()).flat_map(|rang| {
        [envoi.fichier_hostile(rang, hostile), envoi.fichier_renomme(rang, hostile)].map(|e| (rang, e))
    });
    for (rang, envoi) in champs.chain(fichiers) {
        let reponse = appeler(porte, d, chemin, cookie.as_deref(), Some(&envoi)).await;
        let attendre = reponse.statut == 503 && reponse.entetes.contains_key("retry-after");
        let cas = format!("{} {chemin}, field {rang}: {hostile:.60}", d.methode);
        assert!(attendre || !reponse.statut.is_server_error(), "{cas}: {}", reponse.texte());
    }
}

/// The form that a page shows somebody for this change: found by walking, or brought about.
async fn montree(
    monde: &Monde,
    porte: &Porte,
    regards: &[Regard],
    d: &Declaration,
    pages: &mut HashMap<(String, String), Option<String>>,
) -> Option<Scene> {
    let mut cherche = Chercheur::nouveau(porte, pages);
    for regard in regards {
        let permis = regard
            .role
            .is_some_and(|r| may(&passerelle_monde::acteurs::compte(r), d.action, d.objet, &Faits::default()).is_ok());
        let Some(cookie) = regard.cookie.as_deref().filter(|_| permis) else { continue };
        for (_, chemin) in essais(monde, d, regard).await {
            if let Some(envoi) = cherche.chercher(d, &chemin, cookie).await {
                return Some(Scene { cookie: Some(cookie.to_owned()), chemin, envoi });
            }
        }
    }
    scenes::mettre(monde, porte, d).await
}
