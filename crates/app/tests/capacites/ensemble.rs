//! Every form of the site, sent twelve times at once to two servers of one base.
//!
//! Twelve people (or twelve windows) who send the form of the same page, each saying something else: a rule that reads
//! before it writes lets one through, the others are told why. Then one form sent twelve times, as by a double click that
//! does not stop: it has one effect, always. No answer is a fault of ours.

use std::collections::HashMap;

use axum::http::StatusCode;
use passerelle_monde::acteurs::compte;
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::{Monde, Regard};
use passerelle_socle::access::{Faits, may};
use passerelle_socle::db::Moteur;
use passerelle_socle::web::Declaration;

use super::acces::SANS_TRACE;
use super::essais::essais;
use super::formulaires::{Chercheur, Envoi};
use super::siennes;

/// How many at once.
const FOIS: usize = 12;

/// Forms of which twelve that say different things may each be kept, and why.
const PLUSIEURS: [(&str, &str); 36] = [
    ("/apprentis/acces", "an address each"),
    ("/bilan/figer", "a report frozen each"),
    ("/comptes", "an account an address"),
    ("/comptes/{id}/desactiver", "each says the same, once"),
    ("/comptes/{id}/habilitations", "each says the same, once"),
    ("/comptes/{id}/lien", "a link kills the one before"),
    ("/comptes/{id}/reactiver", "each says the same, once"),
    ("/comptes/{id}/second-facteur", "each says the same"),
    ("/comptes/habilitations/{id}/retirer", "each says the same, once"),
    ("/connexion/demonstration/{id}", "a session a browser"),
    ("/conservation/reprendre", "each says the same"),
    ("/demandes/recherche", "a search, each counted"),
    ("/etudes/nouvelle", "a study each"),
    ("/etudes/{id}/amendements", "an amendment each"),
    ("/etudes/{id}/enquete", "whoever was invited is not again"),
    ("/etudes/{id}/enquete/relances", "whoever was asked again today is not again"),
    ("/etudes/{id}/extraits", "an extract each"),
    ("/gabarits/depots", "a file each, that waits for its sender"),
    ("/imports", "one after the other: rows that are there are told unchanged"),
    ("/jeunes/nouveau", "a question each: nothing is created by one"),
    ("/mon-compte/sessions/fermer-les-autres", "each says the same, once"),
    ("/rapprochements/fichiers", "a file each, compared one after the other: refused only while another is"),
    ("/rapprochements/fichiers/{id}/accepter", "each says the same, once"),
    ("/tirages/protocole", "a draft each"),
    ("/jeunes/{id}/acces", "a link kills the one before"),
    ("/jeunes/{id}/candidats/{sous_id}/exclure", "each says the same"),
    ("/jeunes/{id}/contacts", "a meeting each"),
    ("/jeunes/{id}/documents", "a document each"),
    ("/jeunes/{id}/documents/{document}/remettre", "each says the same, once"),
    ("/jeunes/{id}/freins/{frein}/actions", "an action each"),
    ("/jeunes/{id}/notes", "a note each"),
    ("/jeunes/{id}/notes/{note}/remettre", "each says the same, once"),
    ("/mon-espace/contester/{objet}/{id}", "what a person says is never cut short"),
    ("/mon-espace/opposition", "what a person says is never cut short"),
    ("/rapprochements/fichiers/{id}/oublier", "each says the same, once"),
    ("/tirages/nouveau", "a draft each"),
];

/// Answered as done by whoever finds it done: the same answers, the same computation.
const DEJA_FAIT: [&str; 2] = ["/enquete/{jeton}", "/etudes/{id}/extraits/{extrait}/analyses"];

/// Forms of the frame of every page: closing a session twice closes one, and says the same.
const SANS_CLE: [&str; 2] = ["/deconnexion", "/mon-compte/exercer/{id}"];

/// Every form of the capability, on this engine.
pub async fn verifier(capacite: &'static str, moteur: Moteur) {
    let mut fautes = Vec::new();
    for d in siennes(capacite).into_iter().filter(|d| d.methode == "POST") {
        let monde = Monde::habitee(&format!("ensemble_{capacite}"), moteur).await;
        let portes =
            [Porte::a(&monde, apres(0), true, false), Porte::sur(&monde, monde.rouvrir().await, apres(0), true, false)];
        let regards = monde.regards().await;
        if let Err(faute) = essayer(&monde, &portes, &regards, &d).await {
            fautes.push(format!("{} POST {}: {faute}", monde.moteur, d.chemin));
        }
    }
    assert!(fautes.is_empty(), "{}", fautes.join("\n"));
}

async fn essayer(monde: &Monde, portes: &[Porte; 2], regards: &[Regard], d: &Declaration) -> Result<(), String> {
    let mut pages = HashMap::new();
    let mut fait = false;
    for regard in regards {
        let permis = regard.role.is_some_and(|r| may(&compte(r), d.action, d.objet, &Faits::default()).is_ok());
        let Some(cookie) = regard.cookie.as_deref().filter(|_| permis) else { continue };
        for (nom, chemin) in essais(monde, d, regard).await {
            if ["unknown", "malformed", "sub unknown", "sub of another", "ailleurs", "effacé"].contains(&nom) {
                continue;
            }
            // A form that this world does not show is a bare one: what it asks is in its address.
            let trouve = Chercheur::nouveau(&portes[0], &mut pages).chercher(d, &chemin, cookie).await;
            let envoi = trouve.unwrap_or_else(Envoi::a_cle);
            let differents: Vec<Envoi> = (0..FOIS).map(|rang| envoi.autre(rang)).collect();
            let (gardes, dits) = envoyer(monde, portes, (d, &chemin, cookie), &differents).await?;
            let bornes = if PLUSIEURS.iter().any(|(c, _)| *c == d.chemin) { FOIS } else { 1 };
            if gardes > bornes && !SANS_CLE.contains(&d.chemin) {
                return Err(format!("{gardes} of {FOIS} forms were kept, {}: {dits}", regard.qui));
            }
            // The same, once more as the page now is; a page that no longer offers it sends the last one.
            let encore = Chercheur::nouveau(&portes[0], &mut HashMap::new()).chercher(d, &chemin, cookie).await;
            let un = encore.unwrap_or_else(|| envoi.autre(FOIS));
            let (encore, dits) = envoyer(monde, portes, (d, &chemin, cookie), &vec![un; FOIS]).await?;
            if encore > 1 && !SANS_CLE.contains(&d.chemin) {
                return Err(format!("one form sent {FOIS} times was kept {encore} times, {}: {dits}", regard.qui));
            }
            fait |= gardes + encore > 0;
            if fait {
                return Ok(());
            }
        }
    }
    match fait || SANS_TRACE.contains(&d.chemin) || SANS_CLE.contains(&d.chemin) {
        true => Ok(()),
        false => Err("nobody's form was kept: this proves nothing".into()),
    }
}

/// Sends all at once, to one server and the other in turn: how many were kept, and what was answered.
async fn envoyer(
    monde: &Monde,
    portes: &[Porte; 2],
    (d, chemin, cookie): (&Declaration, &str, &str),
    envois: &[Envoi],
) -> Result<(usize, String), String> {
    let mut en_cours = tokio::task::JoinSet::new();
    let avant = monde.nombre("SELECT count(*) FROM gestes").await;
    for (rang, envoi) in envois.iter().cloned().enumerate() {
        let (porte, chemin, cookie) = (portes[rang % 2].clone(), chemin.to_owned(), cookie.to_owned());
        en_cours.spawn(async move {
            let entetes = [("content-type", envoi.genre.as_str()), ("sec-fetch-site", "same-origin")];
            porte.requete("POST", &chemin, Some(&cookie), &entetes, &envoi.corps).await
        });
    }
    let reponses = en_cours.join_all().await;
    let mut dits: Vec<String> = Vec::new();
    for r in &reponses {
        let statut = r.statut;
        // Too many reports made at once: said, with when to come back.
        if statut == StatusCode::SERVICE_UNAVAILABLE && r.entetes.contains_key("retry-after") {
            continue;
        }
        if statut.is_server_error() {
            return Err(format!("{statut}: {}", r.texte()));
        }
        if !accuse(r)
            && ![StatusCode::UNPROCESSABLE_ENTITY, StatusCode::NOT_FOUND, StatusCode::SEE_OTHER].contains(&statut)
        {
            return Err(format!("{statut} is no sentence"));
        }
        if statut == StatusCode::UNPROCESSABLE_ENTITY && !r.texte().contains("<h1") {
            return Err("a refusal without its page".into());
        }
        dits.push(statut.as_u16().to_string());
    }
    dits.sort();
    dits.dedup();
    let accuses = reponses.iter().filter(|r| accuse(r)).count();
    let gardes = usize::try_from(monde.nombre("SELECT count(*) FROM gestes").await - avant).unwrap_or(0);
    if SANS_CLE.contains(&d.chemin) {
        return Ok((accuses, dits.join(", ")));
    }
    // What is said to be done was kept, with the key of its form.
    if accuses > gardes && !DEJA_FAIT.contains(&d.chemin) {
        return Err(format!("{accuses} were said to be done, and {gardes} were kept"));
    }
    // A try that is kept and refused (a code, a name looked for) is no effect.
    Ok((accuses.min(gardes), dits.join(", ")))
}

/// Whether the answer says that it is done.
fn accuse(r: &Reponse) -> bool {
    r.statut == StatusCode::OK || r.statut == StatusCode::SEE_OTHER && !r.entete("location").starts_with("/connexion")
}
