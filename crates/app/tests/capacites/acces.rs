//! The access matrix of a capability: each of its routes, called for real by every role, about each thing it may be about.
//!
//! A change is asked with the form that its page shows, filled: beside each answer stands what the journal says was done, so
//! that a grant is seen to grant, and a refusal is that of what works for somebody else. Each change happens in a world of
//! its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use axum::http::{Request, StatusCode};
use passerelle::routes;
use passerelle_monde::acteurs::compte;
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::{Monde, Regard, golden};
use passerelle_socle::access::{Action, Faits, Objet, Role, may};
use passerelle_socle::db::Moteur;
use passerelle_socle::web::Declaration;
use uuid::Uuid;

use super::essais::essais;
use super::fins;
use super::formulaires::{Chercheur, Envoi, lire};
use super::siennes;

/// Changes that this world does not see made, because it lacks what they take; each has its own story.
const SANS_TRACE: [&str; 34] = [
    // Said beside the appointment of the day, on its page (`fiche::presence`).
    "/jeunes/{id}/contacts/{contact}/presence",
    "/jeunes/{id}/contacts/{contact}/presence/reprendre",
    // A file that waits for its sender (`gabarits`).
    "/gabarits/depots/{depot}",
    "/rapprochements/fichiers/gabarits/{depot}",
    // A password, a code received, a second factor, out of turn (`comptes`).
    "/connexion",
    "/connexion/code",
    "/connexion/code/entrer",
    "/connexion/mot-de-passe",
    "/connexion/second-facteur",
    "/connexion/verification",
    // Sessions opened by a link have no password to give again; roles and sessions of one's own are one (`comptes`).
    "/mon-compte/mot-de-passe",
    "/mon-compte/codes-de-secours",
    "/mon-compte/second-facteur",
    "/mon-compte/second-facteur/confirmer",
    "/mon-compte/exercer/{id}",
    "/mon-compte/sessions/{id}/fermer",
    "/mon-compte/sessions/fermer-les-autres",
    // Minutes of a draw, or a draw already made (`etudes`, `tirages`).
    "/etudes/{id}/proces-verbal",
    "/jeunes/{id}/candidats/{sous_id}/ecarts",
    // Two files of one person (`jeunes::fusion`).
    "/jeunes/{id}/fusionner/{sous_id}",
    "/jeunes/{id}/fusions/{sous_id}/defaire",
    // Something done before, to be undone (`accompagnements::passation`, `rapprochements`).
    "/referents/nommer/reprendre",
    "/referents/passer/annuler",
    "/rapprochements/{id}/revenir",
    "/rapprochements/lignes/{id}/revenir",
    // A list with its columns, one where nobody is yet, or the site of one's structure (`tirages`).
    "/tirages/{id}/candidats/fichier",
    "/tirages/{id}/modifier",
    "/jeunes/{id}/candidats",
    "/tirages/{id}/candidats",
    // An answer just given by one's structure (`positionnements::pages`).
    "/positionnements/recus/{id}/reprendre",
    // Somebody found by a search first (`accompagnements::demandes`).
    "/demandes",
    // What was asked already, and is answered the same (`etudes`); a row still to be accepted (`rapprochements::fichiers`).
    "/etudes/{id}/extraits/{extrait}/analyses",
    "/etudes/{id}/enquete",
    "/rapprochements/fichiers/{id}/accepter",
];

/// What a route answered somebody about something, in words: its status, then what was done.
type Dit = (&'static str, String);

/// Every route of the capability, on this engine.
pub async fn verifier(capacite: &'static str, moteur: Moteur) {
    let mut lignes: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let (lectures, changements): (Vec<Declaration>, Vec<Declaration>) =
        siennes(capacite).into_iter().partition(|d| d.methode == "GET");
    let mut pages = HashMap::new();
    let (mut muets, mut mal_finis) = (Vec::new(), Vec::new());
    // What reads changes nothing: one world for all. Signing out closes the session of the test: in a world of its own.
    let groupes =
        std::iter::once(lectures.clone()).filter(|l| !l.is_empty()).chain(changements.iter().map(|d| vec![*d]));
    for groupe in groupes {
        let monde = Monde::habitee(&format!("acces_{capacite}"), moteur).await;
        let porte = Porte::a(&monde, apres(0), true, false);
        let regards = monde.regards().await;
        for d in groupe {
            let (texte, faits) = ronde(&monde, &porte, &regards, &d, &mut pages, &mut mal_finis).await;
            if d.methode != "GET" && (faits > 0) == SANS_TRACE.contains(&d.chemin) {
                muets.push(format!("{faits} changes were seen to be made: {texte}"));
            }
            lignes.insert((d.chemin, d.methode), texte);
        }
    }
    assert_eq!(lignes.len(), siennes(capacite).len(), "a route is declared twice");
    golden::comparer(&format!("acces/{capacite}.txt"), &lignes.into_values().collect::<String>());
    assert!(mal_finis.is_empty(), "a gesture ends where it began, and says what it did:\n{}", mal_finis.join("\n"));
    assert!(
        muets.is_empty(),
        "a change is made for somebody, or stands in SANS_TRACE, one of the two:\n{}",
        muets.join("\n")
    );
}

/// One route for everybody: what its golden file says of it, and how many changes were made.
async fn ronde(
    monde: &Monde,
    porte: &Porte,
    regards: &[Regard],
    d: &Declaration,
    pages: &mut HashMap<(String, String), Option<String>>,
    mal_finis: &mut Vec<String>,
) -> (String, usize) {
    let appels = preparer(monde, porte, regards, d, pages).await;
    let mut reponses: Vec<(String, Vec<&str>)> = Vec::new();
    let mut faits = 0;
    for (regard, appels) in regards.iter().zip(appels) {
        // What never existed, for this reader: every 404 is that page.
        let nulle_part = sans_menu(&porte.get("/nulle-part", regard.cookie.as_deref()).await.corps);
        let mut dits: Vec<Dit> = Vec::new();
        for (nom, chemin, envoi) in appels {
            let avant = dernier(monde).await;
            let mut reponse = appeler(porte, d, &chemin, regard.cookie.as_deref(), envoi.as_ref()).await;
            // What is asked before it is done is confirmed, by the form that comes back.
            if d.methode != "GET"
                && reponse.texte().contains("name=\"confirme\"")
                && let Some(suite) = lire(&reponse.texte(), &chemin)
            {
                reponse = appeler(porte, d, &chemin, regard.cookie.as_deref(), Some(&suite)).await;
            }
            let cas = format!("{} : {} {} {chemin} ({nom})", monde.moteur, regard.qui, d.methode);
            examiner(&cas, d, regard, nom, &reponse, &nulle_part);
            if lit_quelqu_un(d) && reponse.statut == StatusCode::OK {
                assert!(
                    a_ete_lu(monde, avant, &chemin).await,
                    "{cas}: a reading of somebody's file leaves a line about them"
                );
            }
            mal_finis.extend(envoi.and_then(|e| fins::faute(d, &e, &reponse)).map(|f| format!("{cas}: {f}")));
            let fait = if d.methode == "GET" { String::new() } else { depuis(monde, avant).await };
            faits += usize::from(!fait.is_empty());
            dits.push((nom, reponse.statut.as_u16().to_string() + &fait));
        }
        let texte = par_reponse(&dits);
        match reponses.iter_mut().find(|(t, _)| *t == texte) {
            Some((_, memes)) => memes.push(regard.qui),
            None => reponses.push((texte, vec![regard.qui])),
        }
    }
    let mut texte = format!("{} {} {} {}\n", d.methode, d.chemin, d.action.code(), d.objet.code());
    for (reponse, qui) in reponses {
        texte += &format!("    {}\n        {reponse}\n", qui.join(", "));
    }
    (texte, faits)
}

/// What each reader asks, in their order; forms are read before anything changes.
async fn preparer(
    monde: &Monde,
    porte: &Porte,
    regards: &[Regard],
    d: &Declaration,
    pages: &mut HashMap<(String, String), Option<String>>,
) -> Vec<Vec<(&'static str, String, Option<Envoi>)>> {
    let mut cherche = Chercheur::nouveau(porte, pages);
    let mut appels = Vec::new();
    for regard in regards {
        let permis = regard.role.is_some_and(|r| may(&compte(r), d.action, d.objet, &Faits::default()).is_ok());
        let mut siens = Vec::new();
        for (nom, chemin) in essais(monde, d, regard).await {
            let a_soi = !["unknown", "malformed", "sub unknown", "sub of another", "ailleurs", "effacé"].contains(&nom);
            let envoi = match &regard.cookie {
                Some(cookie) if d.methode != "GET" && permis && a_soi => cherche.chercher(d, &chemin, cookie).await,
                _ => None,
            };
            siens.push((nom, chemin, envoi));
        }
        appels.push(siens);
    }
    // Whoever is shown no form sends what somebody else was shown.
    if d.methode != "GET" {
        let sinon = cherche.dernier.take().unwrap_or_else(Envoi::nu);
        appels.iter_mut().flatten().for_each(|(.., envoi)| {
            envoi.get_or_insert_with(|| sinon.clone());
        });
    }
    appels
}

/// Does what the route declares, with what a page of the site would send.
pub async fn appeler(
    porte: &Porte,
    d: &Declaration,
    chemin: &str,
    cookie: Option<&str>,
    envoi: Option<&Envoi>,
) -> Reponse {
    match envoi {
        None => porte.requete(d.methode, chemin, cookie, &[], "").await,
        Some(envoi) => {
            // Each of them sends a form of their own.
            let envoi = envoi.a_nouveau();
            let entetes = [("content-type", envoi.genre.as_str()), ("sec-fetch-site", "same-origin")];
            porte.requete(d.methode, chemin, cookie, &entetes, &envoi.corps).await
        }
    }
}

/// What holds of any answer.
fn examiner(cas: &str, d: &Declaration, regard: &Regard, nom: &str, reponse: &Reponse, nulle_part: &str) {
    assert_ne!(reponse.statut, StatusCode::FORBIDDEN, "{cas}: a refusal tells that the object exists");
    assert!(!reponse.statut.is_server_error(), "{cas}: {}", reponse.texte());
    // A file that waits on one server only: its address answers one sentence, whatever its number, that says to send it again.
    let depose = d.chemin.starts_with("/gabarits/depots/{depot}") && regard.role.is_some();
    if reponse.statut == StatusCode::NOT_FOUND && depose && sans_menu(&reponse.corps) != nulle_part {
        assert!(reponse.texte().contains("Déposez-le de nouveau."), "{cas}: {}", reponse.texte());
    } else if reponse.statut == StatusCode::NOT_FOUND {
        assert_eq!(sans_menu(&reponse.corps), nulle_part, "{cas}: this 404 is not that of a page that never was");
    }
    if ["ailleurs", "effacé", "unknown"].contains(&nom)
        && d.objet.personnel()
        && regard.role != Some(Role::Administrateur)
        && d.action != Action::Demander
    {
        let ferme = reponse.statut == StatusCode::NOT_FOUND || reponse.statut == StatusCode::BAD_REQUEST;
        assert!(ferme || regard.cookie.is_none(), "{cas}: {}", reponse.statut);
    }
    if reponse.entete("location").starts_with("/connexion") {
        // A step of signing in asked for out of turn begins again, signed in or not.
        let etape = d.chemin.starts_with("/connexion/");
        assert!((regard.cookie.is_none() || etape) && reponse.corps.is_empty(), "{cas}: a redirection with a content");
    }
}

fn sans_menu(corps: &[u8]) -> String {
    // The menu tells where the reader is: that is what they asked for, not what exists.
    String::from_utf8_lossy(corps).replace(" aria-current=\"page\"", "")
}

async fn dernier(monde: &Monde) -> i64 {
    monde.nombre("SELECT coalesce(max(numero), 0) FROM journal").await
}

/// A page, a form or a paper of the file of one person: whatever its address holds beside them.
fn lit_quelqu_un(d: &Declaration) -> bool {
    d.methode == "GET" && d.chemin.starts_with("/jeunes/{id}")
}

/// Whether the journal tells since then of the person whose file this address is.
async fn a_ete_lu(monde: &Monde, numero: i64, chemin: &str) -> bool {
    let elle: Uuid = chemin.split('/').nth(2).and_then(|id| id.parse().ok()).expect("the address of a file");
    let sql = format!(
        "SELECT count(*) FROM journal WHERE numero > {numero} AND NOT refus AND objet_id = {}",
        monde.litteral(elle)
    );
    monde.nombre(&sql).await > 0
}

/// « (creer contacts) »: what the journal says was done since, readings and refusals left out.
async fn depuis(monde: &Monde, numero: i64) -> String {
    let sql = format!(
        "SELECT DISTINCT action || ' ' || objet AS texte FROM journal \
         WHERE numero > {numero} AND NOT refus AND action NOT IN ('consulter', 'lister', 'exporter') ORDER BY 1"
    );
    let faits = monde.textes(&sql).await;
    if faits.is_empty() { String::new() } else { format!(" ({})", faits.join(", ")) }
}

/// « 200: référent, structure; 404: ailleurs ».
fn par_reponse(dits: &[Dit]) -> String {
    if let [("-", reponse)] = dits {
        return reponse.clone();
    }
    let reponses: BTreeSet<&String> = dits.iter().map(|(_, r)| r).collect();
    let noms = |r: &String| dits.iter().filter(|(_, d)| d == r).map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
    reponses.into_iter().map(|r| format!("{r}: {}", noms(r))).collect::<Vec<_>>().join("; ")
}

/// Role, state, status.
type Cellule = (String, String, u16);

/// What the golden files say of each route.
fn relire(texte: &str) -> Vec<(Action, Vec<Cellule>)> {
    let mut routes: Vec<(Action, Vec<Cellule>)> = Vec::new();
    let mut qui = Vec::new();
    for ligne in texte.lines() {
        if let Some(reponses) = ligne.strip_prefix("        ") {
            let cellules = &mut routes.last_mut().expect("a route stands above its answers").1;
            for reponse in reponses.split("; ") {
                let statut = reponse[..3].parse().expect("an answer begins with its status");
                let etats = reponse.split_once(": ").map_or("-", |(_, e)| e);
                for role in &qui {
                    cellules.extend(etats.split(", ").map(|e| (String::clone(role), e.to_owned(), statut)));
                }
            }
        } else if let Some(roles) = ligne.strip_prefix("    ") {
            qui = roles.split(", ").map(str::to_owned).collect();
        } else {
            let code = ligne.split(' ').nth(2).expect("METHOD /path action object");
            let action = Action::TOUS.iter().find(|a| a.code() == code).expect("an action");
            routes.push((*action, Vec::new()));
        }
    }
    routes
}

/// A refusal is only proven by somebody who holds that right on something else, unless they hold it on nothing at all. What
/// the capabilities answer is read where their tests keep it.
pub fn refuses_ailleurs_accordes() {
    let (mut accordes, mut refuses) = (BTreeSet::new(), BTreeSet::new());
    let (mut cases, mut prouves) = (0, 0);
    for (action, cellules) in golden::noms("acces").iter().flat_map(|n| relire(&golden::lire(&format!("acces/{n}")))) {
        let roles: BTreeSet<&String> = cellules.iter().map(|(qui, ..)| qui).collect();
        cases += cellules.len();
        for role in roles.into_iter().filter(|r| *r != "public") {
            let siennes: Vec<_> = cellules.iter().filter(|(qui, ..)| qui == role).collect();
            if siennes.iter().any(|(.., statut)| ![404, 400].contains(statut)) {
                accordes.insert((role.clone(), action));
                // The refusals beside it come from a caller who holds that right on another object.
                prouves += siennes.iter().filter(|(_, etat, statut)| *statut == 404 && etat != "unknown").count();
            } else {
                refuses.insert((role.clone(), action));
            }
        }
    }
    println!("{cases} cells, {prouves} refusals beside a right");
    assert!(cases > 1_000 && prouves > 30, "{cases} cells, {prouves} proven refusals: the matrix says little");
    for (qui, action) in refuses.difference(&accordes) {
        let role = Role::lire(qui).expect("a role");
        let tient = Objet::TOUS.iter().any(|o| may(&compte(role), *action, *o, &Faits::default()).is_ok());
        let exerce = routes::site()
            .declarations()
            .iter()
            .any(|d| d.action == *action && may(&compte(role), *action, d.objet, &Faits::default()).is_ok());
        assert!(!tient || !exerce, "{qui} is refused {action:?} everywhere, though the policy grants it somewhere");
    }
}

/// The other methods of every declared path are no way in.
pub async fn aucune_autre_methode(capacite: &'static str, moteur: Moteur) {
    let monde = Monde::habitee(&format!("methodes_{capacite}"), moteur).await;
    let porte = Porte::a(&monde, apres(0), true, false);
    let regards = monde.regards().await;
    let site = routes::site();
    let declares: BTreeSet<(&str, &str)> = site.declarations().iter().map(|d| (d.chemin, d.methode)).collect();
    let qui = |role: Option<Role>| regards.iter().find(|r| r.role == role).expect("a session");
    let avant = monde.lignes_par_table().await;
    for d in siennes(capacite) {
        let chemin = &essais(&monde, &d, qui(Some(Role::Conseiller))).await[0].1;
        for methode in ["POST", "PUT", "PATCH", "DELETE", "TRACE"].iter().filter(|m| !declares.contains(&(d.chemin, m)))
        {
            for regard in [None, Some(Role::Administrateur), Some(Role::Conseiller)].map(qui) {
                let requete =
                    Request::builder().method(*methode).uri(chemin.as_str()).header("sec-fetch-site", "same-origin");
                let requete = match &regard.cookie {
                    Some(c) => requete.header("cookie", c.as_str()),
                    None => requete,
                };
                let reponse = porte.demander(requete.body("du=2017-01-01&au=2017-01-31".into()).unwrap()).await;
                let ferme = matches!(reponse.statut, StatusCode::NOT_FOUND | StatusCode::SEE_OTHER);
                assert!(ferme, "{methode} {chemin}: {}", reponse.statut);
                if reponse.statut == StatusCode::SEE_OTHER {
                    assert!(
                        regard.cookie.is_none() && reponse.entete("location").starts_with("/connexion?"),
                        "{methode} {chemin}"
                    );
                }
            }
        }
    }
    let change: Vec<_> =
        monde.lignes_par_table().await.into_iter().filter(|l| !avant.contains(l)).map(|(t, _)| t).collect();
    // `essais` makes one-time links and their accounts, appointments, told in the journal.
    let siens = ["comptes", "contacts", "habilitations", "liens_acces", "journal"];
    assert!(change.iter().all(|t| siens.contains(&t.as_str())), "{change:?}");
}
