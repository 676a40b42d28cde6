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

use super::essais::essais;
use super::formulaires::{Chercheur, Envoi};
use super::scenes::{self, Scene};
use super::siennes;

/// How many at once.
const FOIS: usize = 12;

/// Forms of which twelve that say different things may each be kept, and why.
const PLUSIEURS: [(&str, &str); 44] = [
    ("/gabarits/depots/{depot}", "a file tried or imported again: its rows are told unchanged"),
    ("/jeunes/{id}/candidats/{sous_id}/ecarts", "a departure each, added to those noted"),
    ("/tirages/{id}/candidats", "whoever is entered already is not again: the page says how many were"),
    ("/mon-compte/mot-de-passe", "each says the same password"),
    ("/mon-compte/codes-de-secours", "new codes kill those before"),
    ("/mon-compte/second-facteur", "what is offered last is what may be confirmed"),
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
    ("/mon-espace/contacts/{id}/empeche", "each says the same, once"),
    ("/mon-espace/contacts/{id}/venir", "each says the same, once"),
    ("/mon-espace/contester/{objet}/{id}", "what a person says is never cut short"),
    ("/mon-espace/opposition", "what a person says is never cut short"),
    ("/rapprochements/fichiers/{id}/oublier", "each says the same, once"),
    ("/tirages/nouveau", "a draft each"),
];

/// Answered as done by whoever finds it done: the same answers, the same computation.
const DEJA_FAIT: [&str; 2] = ["/enquete/{jeton}", "/etudes/{id}/extraits/{extrait}/analyses"];

/// Forms of the frame of every page: closing a session twice closes one, and says the same.
const SANS_CLE: [&str; 2] = ["/deconnexion", "/mon-compte/exercer/{id}"];

/// Forms of which none is kept here, and why; the stories named tell what several at once do.
const SANS_EFFET: [(&str, &str); 16] = [
    // Steps of signing in carry no key: a step is followed once, tries are counted one by one (`comptes::ensemble`).
    ("/connexion", "a step of signing in"),
    ("/connexion/code", "a step of signing in"),
    ("/connexion/code/entrer", "a step of signing in"),
    ("/connexion/mot-de-passe", "a step of signing in"),
    ("/connexion/second-facteur", "a step of signing in"),
    ("/connexion/verification", "a step of signing in"),
    ("/mon-compte/second-facteur/confirmer", "wants the code of a telephone: `comptes::ensemble` has one"),
    // What these worlds lack: a survey, minutes of a draw made elsewhere, a list with the columns of its draw.
    ("/etudes/{id}/enquete", "a study with a survey (`etudes`)"),
    ("/etudes/{id}/extraits/{extrait}/analyses", "asked already, and answered the same (`etudes`)"),
    ("/etudes/{id}/proces-verbal", "minutes of a draw (`etudes`)"),
    ("/tirages/{id}/candidats/fichier", "a list with the columns of its draw (`tirages`)"),
    ("/rapprochements/fichiers/gabarits/{depot}", "rows without number of a file tried (`gabarits`)"),
    (
        "/jeunes/{id}/contacts/{contact}/presence",
        "an appointment of the day, on the page of whoever has it (`fiche::presence`)",
    ),
    ("/jeunes/{id}/contacts/{contact}/presence/reprendre", "a presence said a moment ago (`fiche::presence`)"),
    ("/positionnements/recus/{id}/reprendre", "an answer of one's own to take back (`positionnements::pages`)"),
    ("/referents/passer/annuler", "files just handed over by a chosen colleague (`accompagnements::passation`)"),
];

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
            let vers = Vers { d, chemin: &chemin, cookie: Some(cookie), qui: regard.qui };
            fait |= douze(monde, portes, &vers, &envoi).await?;
            if fait {
                return Ok(());
            }
        }
    }
    // What the world does not show is brought about.
    if !fait && let Some(Scene { cookie, chemin, envoi }) = scenes::mettre(monde, &portes[0], d).await {
        let vers = Vers { d, chemin: &chemin, cookie: cookie.as_deref(), qui: "somebody of the scene" };
        fait = douze(monde, portes, &vers, &envoi).await?;
    }
    match (fait, SANS_EFFET.iter().any(|(c, _)| *c == d.chemin)) {
        (true, true) => Err("its form is kept: take it out of SANS_EFFET".into()),
        (false, false) => Err("nobody's form was kept: this proves nothing".into()),
        _ => Ok(()),
    }
}

/// A change, where it is asked, by whom.
struct Vers<'a> {
    d: &'a Declaration,
    chemin: &'a str,
    cookie: Option<&'a str>,
    qui: &'static str,
}

/// Twelve forms that say different things, then one sent twelve times: whether any was kept.
async fn douze(monde: &Monde, portes: &[Porte; 2], vers: &Vers<'_>, envoi: &Envoi) -> Result<bool, String> {
    let differents: Vec<Envoi> = (0..FOIS).map(|rang| envoi.autre(rang)).collect();
    let (gardes, dits) = envoyer(monde, portes, vers, &differents).await?;
    let bornes = if PLUSIEURS.iter().any(|(c, _)| *c == vers.d.chemin) { FOIS } else { 1 };
    let a_cle = !SANS_CLE.contains(&vers.d.chemin);
    if gardes > bornes && a_cle {
        return Err(format!("{gardes} of {FOIS} forms were kept, {}: {dits}", vers.qui));
    }
    // The same, once more as the page now is; a page that no longer offers it sends the last one.
    let mut pages = HashMap::new();
    let mut cherche = Chercheur::nouveau(&portes[0], &mut pages);
    let encore = match vers.cookie {
        Some(cookie) => cherche.chercher(vers.d, vers.chemin, cookie).await,
        None => None,
    };
    let un = encore.unwrap_or_else(|| envoi.autre(FOIS));
    let (encore, dits) = envoyer(monde, portes, vers, &vec![un; FOIS]).await?;
    if encore > 1 && a_cle {
        return Err(format!("one form sent {FOIS} times was kept {encore} times, {}: {dits}", vers.qui));
    }
    Ok(gardes + encore > 0)
}

/// Sends all at once, to one server and the other in turn: how many were kept, and what was answered.
async fn envoyer(
    monde: &Monde,
    portes: &[Porte; 2],
    vers: &Vers<'_>,
    envois: &[Envoi],
) -> Result<(usize, String), String> {
    let mut en_cours = tokio::task::JoinSet::new();
    let avant = monde.nombre("SELECT count(*) FROM gestes").await;
    for (rang, envoi) in envois.iter().cloned().enumerate() {
        let (porte, chemin) = (portes[rang % 2].clone(), vers.chemin.to_owned());
        let cookie = vers.cookie.map(str::to_owned);
        en_cours.spawn(async move {
            let entetes = [("content-type", envoi.genre.as_str()), ("sec-fetch-site", "same-origin")];
            porte.requete("POST", &chemin, cookie.as_deref(), &entetes, &envoi.corps).await
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
    if SANS_CLE.contains(&vers.d.chemin) {
        return Ok((accuses, dits.join(", ")));
    }
    // What is said to be done was kept, with the key of its form.
    if accuses > gardes && !DEJA_FAIT.contains(&vers.d.chemin) {
        return Err(format!("{accuses} were said to be done, and {gardes} were kept"));
    }
    // A try that is kept and refused (a code, a name looked for) is no effect.
    Ok((accuses.min(gardes), dits.join(", ")))
}

/// Whether the answer says that it is done.
fn accuse(r: &Reponse) -> bool {
    r.statut == StatusCode::OK || r.statut == StatusCode::SEE_OTHER && !r.entete("location").starts_with("/connexion")
}
