//! The pages of a capability, as each role reaches them: from the home page, link by link, each well made.
//!
//! The golden file says which roles a chain of links leads to each page, and which page no link leads to.

use std::collections::{BTreeMap, BTreeSet};

use passerelle::routes;
use passerelle_monde::acteurs::compte;
use passerelle_monde::chemin::{Chemin, routes_vues, suivre_vers};
use passerelle_monde::{Monde, golden};
use passerelle_socle::access::{Acteur, Faits, Role, may};
use passerelle_socle::db::Moteur;

use super::fins;
use super::justesse::{self, Connu};
use super::siennes;

/// Routes reached by no link, and why.
const SANS_LIEN: [&str; 28] = [
    // A file that was dropped, for its sender (`gabarits`).
    "/gabarits/depots/{depot}",
    "/gabarits/depots/{depot}/refus/{rang}",
    // An empty list offers no file.
    "/journal/alertes.csv",
    "/journal/alertes.xlsx",
    // After a password given again, a search, a file one answers for: further than this walk goes.
    "/mon-compte/second-facteur",
    "/jeunes/{id}/fusionner/{sous_id}",
    "/rapprochements/lignes/{id}",
    "/rapprochements/lignes.csv",
    "/rapprochements/lignes.xlsx",
    "/etudes/{id}/extraits/{extrait}/fichier/{format}",
    "/etudes/{id}/resultats/{resultat}/{format}",
    // The study of the demonstration is no draft any more.
    "/etudes/{id}/modifier",
    // One draw is opened in a walk: what another state shows has its own story.
    "/tirages/{id}/modifier",
    "/tirages/{id}/tirer",
    "/tirages/{id}/verification",
    "/tirages/{id}/affectations.csv",
    "/tirages/{id}/proces-verbal.json",
    "/tirages/{id}/proces-verbal.pdf",
    "/jeunes/{id}/candidats/{sous_id}/preuve.json",
    // Sent to one person.
    "/enquete/{jeton}",
    // One-time links, and the steps of signing in that follow them.
    "/entrer/{secret}",
    "/connexion/mot-de-passe",
    "/connexion/second-facteur",
    "/connexion/verification",
    "/connexion/oidc",
    "/connexion/oidc/retour",
    // No young person of the demonstration has papers.
    "/mon-espace/documents/{id}",
    "/jeunes/{id}/documents/{document}",
];

/// Capabilities whose pages are reached through those of another, that their addresses do not name.
const PAR: [(&str, &[&str]); 3] = [
    ("apprentis", &["/journee"]),
    ("referents", &["/journee"]),
    ("partages", &["/jeunes", "/jeunes/{id}", "/jeunes/{id}/suivi"]),
];

/// Those whose pages depend on whom they follow: of the demonstration, where they follow somebody.
const AUTRES: [Role; 7] = [
    Role::Responsable,
    Role::Conseiller,
    Role::Formateur,
    Role::Developpeur,
    Role::Employeur,
    Role::Jeune,
    Role::Evaluateur,
];

/// Every page of the capability, for every role that it may open to.
pub async fn verifier(capacite: &'static str, moteur: Moteur) {
    let siennes: Vec<_> = siennes(capacite).into_iter().filter(|d| d.methode == "GET").collect();
    let vers: BTreeSet<&'static str> = siennes.iter().map(|d| d.chemin).collect();
    let par = PAR.iter().find(|(c, _)| *c == capacite).map_or(&[][..], |(_, p)| p);
    let monde = Monde::garnie(&format!("pages_{capacite}"), moteur).await;
    let connu = Connu::lire(&monde).await;
    let mut vues: BTreeMap<&str, Vec<&str>> = vers.iter().map(|r| (*r, Vec::new())).collect();
    // The public, two of the territory, then everybody of the demonstration.
    for role in [None, Some(Role::Pilote), Some(Role::Administrateur)].into_iter().chain(AUTRES.map(Some)) {
        let acteur = role.map_or(Acteur::Public, compte);
        if siennes.iter().all(|d| may(&acteur, d.action, d.objet, &Faits::default()).is_err()) {
            continue;
        }
        let lecteur = match role {
            Some(autre) if AUTRES.contains(&autre) => monde.de_la_demonstration(autre).await,
            _ => monde.visiteur(role).await,
        };
        let chemin = suivre_vers(&lecteur, &vers, par).await;
        println!("{} {role:?}: {} addresses, {} pages", monde.moteur, chemin.vus.len(), chemin.pages.len());
        bien_faites(&monde, role, &chemin);
        let faux: Vec<String> = chemin.pages.iter().flat_map(|(a, p)| connu.fautes(role, a, p)).collect();
        let dits = chemin.pages.iter().flat_map(|(a, p)| justesse::codes(p).into_iter().map(move |c| (a, c)));
        let codes = dits.map(|(a, c)| format!("{a}: a code, « {c} », where people read"));
        let faux: Vec<String> = faux.into_iter().chain(codes).collect();
        assert!(faux.is_empty(), "{} {role:?}:\n{}", monde.moteur, faux.join("\n"));
        let qui = role.map_or("public", Role::code);
        for route in routes_vues(&chemin.vus) {
            if let Some(lecteurs) = vues.get_mut(route) {
                lecteurs.push(qui);
            }
        }
    }
    for (route, lecteurs) in &vues {
        assert!(!lecteurs.is_empty() || SANS_LIEN.contains(route), "no link leads to {route}");
    }
    let texte = vues.iter().map(|(route, qui)| {
        let qui = if qui.is_empty() { "no link".to_owned() } else { qui.join(", ") };
        format!("{route}\n    {qui}\n")
    });
    golden::comparer(&format!("pages/{capacite}.txt"), &texte.collect::<String>());
}

fn bien_faites(monde: &Monde, role: Option<Role>, chemin: &Chemin) {
    assert!(chemin.fautes.is_empty(), "{} {role:?}:\n{}", monde.moteur, chemin.fautes.join("\n"));
    let sans_fin: Vec<String> = chemin.pages.iter().flat_map(|(a, p)| fins::sans_fin(a, p)).collect();
    assert!(sans_fin.is_empty(), "{} {role:?}:\n{}", monde.moteur, sans_fin.join("\n"));
    for (adresse, page) in &chemin.pages {
        assert!(
            page.contains("Les personnes et les entreprises sont fictives"),
            "{adresse} hides that it is a demonstration"
        );
    }
}

/// Whoever is trusted with more is led to more.
pub fn plus_de_droits_plus_de_pages() {
    let mut combien: BTreeMap<String, usize> = BTreeMap::new();
    let mut routes_lues = 0;
    for nom in golden::noms("pages") {
        for ligne in golden::lire(&format!("pages/{nom}")).lines() {
            match ligne.strip_prefix("    ") {
                None => routes_lues += 1,
                Some(qui) => qui.split(", ").for_each(|q| *combien.entry(q.to_owned()).or_default() += 1),
            }
        }
    }
    let toutes = routes::site().declarations().iter().filter(|d| d.methode == "GET").count();
    assert_eq!(routes_lues, toutes, "the golden files tell of every page");
    assert!(combien["public"] < combien["pilote"] && combien["pilote"] < combien["administrateur"], "{combien:?}");
}
