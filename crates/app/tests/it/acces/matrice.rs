//! The access matrix: every declared route, called for real by every role.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Request, StatusCode};
use passerelle::access::{Action, Objet, Role};
use passerelle::routes;
use passerelle::web::Declaration;

use super::politique::id_de;
use super::porte::{Porte, Reponse, apres};
use crate::golden;
use crate::monde::{Monde, mondes_de_demonstration};

const QUI: [(&str, Option<Role>); 3] =
    [("administrateur", Some(Role::Administrateur)), ("pilote", Some(Role::Pilote)), ("public", None)];

/// One way to fill the parameters of a path, and what it stands for.
type Essai = (&'static str, String);

/// An existing thing, an unknown one, a malformed address.
async fn essais(monde: &Monde, d: &Declaration) -> Vec<Essai> {
    let inconnu = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_dead).to_string();
    let connu = async |table: &str, condition: &str| id_de(monde, table, condition).await.to_string();
    let mettre = |valeurs: &[(&'static str, &str)]| -> Vec<Essai> {
        valeurs.iter().map(|(nom, v)| (*nom, remplir(d.chemin, v))).collect()
    };
    match d.chemin {
        "/evenements/{id}" => {
            let (public, cache) =
                (connu("evenements", "public").await, connu("evenements", "public IS NOT TRUE").await);
            mettre(&[("public", &public), ("hidden", &cache), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/connexion/demonstration/{id}" => {
            mettre(&[("known", &connu("comptes", "demonstration").await), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/imports/{id}" | "/imports/{id}/refus.csv" => {
            mettre(&[("known", &connu("imports", "1 = 1").await), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/bilans/{id}" => {
            mettre(&[("known", &connu("bilans_figes", "1 = 1").await), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/bilans/{id}/fichier/{format}" => {
            let id = connu("bilans_figes", "1 = 1").await;
            let avec = |id: &str, format: &str| d.chemin.replace("{id}", id).replace("{format}", format);
            vec![("known", avec(&id, "csv")), ("unknown", avec(&inconnu, "csv")), ("malformed", avec(&id, "exe"))]
        }
        "/bilan/fichier/{format}" => mettre(&[("known", "csv"), ("malformed", "exe")]),
        "/bilan/cas/{figure}" => mettre(&[("known", "actions"), ("unknown", "rien")]),
        "/bilan/cas/{figure}/{format}" => {
            let avec = |figure: &str, format: &str| d.chemin.replace("{figure}", figure).replace("{format}", format);
            vec![
                ("known", avec("actions", "csv")),
                ("unknown", avec("rien", "csv")),
                ("malformed", avec("actions", "exe")),
            ]
        }
        "/entrer/{secret}" => {
            let lien = monde.lien(Role::Pilote).await;
            vec![("known", lien), ("unknown", remplir(d.chemin, "jamais-remis"))]
        }
        chemin if chemin.contains('{') => {
            let table = chemin.split('/').nth(1).unwrap_or_default();
            mettre(&[("known", &connu(table, "1 = 1").await), ("unknown", &inconnu), ("malformed", "1")])
        }
        chemin => vec![("-", chemin.to_owned())],
    }
}

fn remplir(chemin: &str, valeur: &str) -> String {
    let (avant, reste) = chemin.split_once('{').expect("a parameter");
    let apres = reste.split_once('}').map_or("", |(_, a)| a);
    format!("{avant}{valeur}{apres}")
}

/// Does what the route declares, with what a page of the site would send.
async fn appeler(porte: &Porte, d: &Declaration, chemin: &str, cookie: Option<&str>) -> Reponse {
    match (d.methode, d.chemin) {
        ("GET", _) => porte.get(chemin, cookie).await,
        (_, "/imports") => {
            let corps = "--b\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"structures.csv\"\r\n\r\ncode;nom;type\r\nZ1;Une de plus;autre\r\n\r\n--b--\r\n";
            let entetes = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
            porte.requete("POST", chemin, cookie, &entetes, corps).await
        }
        (_, "/bilan/figer") => porte.post(chemin, cookie, "du=2017-01-01&au=2017-03-31").await,
        _ => porte.post(chemin, cookie, "retour=%2Fbilan").await,
    }
}

fn sans_menu(corps: &[u8]) -> String {
    // The menu tells where the reader is: that is what they asked for, not what exists.
    String::from_utf8_lossy(corps).replace(" aria-current=\"page\"", "")
}

/// A site where something is frozen, for the routes of frozen reports, and a session a role.
async fn preparer(monde: &Monde) -> (Porte, Vec<(&'static str, Option<String>)>) {
    let porte = Porte::a(monde, apres(0), true, false);
    let mut sessions = Vec::new();
    for (qui, role) in QUI {
        let cookie = match role {
            Some(role) => Some(porte.entrer(monde, role).await),
            None => None,
        };
        sessions.push((qui, cookie));
    }
    let gele = porte.post("/bilan/figer", sessions[0].1.as_deref(), "du=2017-01-01&au=2017-01-31").await;
    assert_eq!(gele.statut, StatusCode::SEE_OTHER, "{}", gele.texte());
    (porte, sessions)
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_matrix_says() {
    for monde in mondes_de_demonstration("matrice").await {
        let (porte, sessions) = preparer(&monde).await;
        let mut lignes: BTreeMap<(&str, &str), String> = BTreeMap::new();
        let mut accordes: BTreeSet<(&str, Action, Objet)> = BTreeSet::new();
        let mut refuses: BTreeSet<(&str, Action, Objet)> = BTreeSet::new();
        let site = routes::site();
        // Signing out closes the session of the test: last.
        let (sorties, autres): (Vec<&Declaration>, Vec<&Declaration>) =
            site.declarations().iter().partition(|d| d.action == Action::Fermer);
        for d in autres.into_iter().chain(sorties) {
            let mut texte = format!("{:<4} {:<32} {:<10} {:<16}", d.methode, d.chemin, d.action.code(), d.objet.code());
            for (qui, cookie) in &sessions {
                let cookie = cookie.as_deref();
                // What never existed, for this reader: every 404 is that page.
                let nulle_part = sans_menu(&porte.get("/nulle-part", cookie).await.corps);
                let mut dits = Vec::new();
                for (nom, chemin) in essais(&monde, d).await {
                    let reponse = appeler(&porte, d, &chemin, cookie).await;
                    let cas = format!("{} : {qui} {} {chemin}", monde.moteur, d.methode);
                    dits.push(if nom == "-" {
                        reponse.statut.as_u16().to_string()
                    } else {
                        format!("{nom} {}", reponse.statut.as_u16())
                    });
                    assert_ne!(reponse.statut, StatusCode::FORBIDDEN, "{cas}: a refusal tells that the object exists");
                    assert!(!reponse.statut.is_server_error(), "{cas}: {}", reponse.texte());
                    if reponse.statut == StatusCode::NOT_FOUND {
                        assert_eq!(
                            sans_menu(&reponse.corps),
                            nulle_part,
                            "{cas}: this 404 is not that of a page that never was"
                        );
                    }
                    if reponse.entete("location").starts_with("/connexion") {
                        assert!(cookie.is_none() && reponse.corps.is_empty(), "{cas}: a redirection with a content");
                        refuses.insert((qui, d.action, d.objet));
                    } else if reponse.statut != StatusCode::NOT_FOUND {
                        accordes.insert((qui, d.action, d.objet));
                    }
                }
                if dits.iter().all(|d| d.ends_with("404")) {
                    refuses.insert((qui, d.action, d.objet));
                }
                texte += &format!(" | {qui}: {}", dits.join(", "));
            }
            lignes.insert((d.chemin, d.methode), texte + "\n");
        }
        assert_eq!(lignes.len(), site.declarations().len(), "a route is declared twice");
        golden::comparer("acces.txt", &lignes.into_values().collect::<String>());
        refuses_ailleurs_accordes(&accordes, &refuses);
    }
}

/// A refusal is only proven by somebody who holds that right on something else.
fn refuses_ailleurs_accordes(accordes: &BTreeSet<(&str, Action, Objet)>, refuses: &BTreeSet<(&str, Action, Objet)>) {
    assert!(refuses.len() > 30, "{} refusals only", refuses.len());
    // Rights that a role holds on nothing at all: there is no other object to hold them on.
    let sur_rien = [
        ("pilote", Action::Importer),
        ("public", Action::Importer),
        ("public", Action::Exporter),
        ("public", Action::Figer),
    ];
    for (qui, action, objet) in refuses {
        let ailleurs = accordes.iter().any(|(q, a, o)| q == qui && a == action && o != objet);
        assert!(
            ailleurs || sur_rien.contains(&(qui, *action)),
            "{qui} is refused {action:?} on {objet:?}, and holds it nowhere"
        );
    }
}

/// The other methods of every declared path are no way in.
#[tokio::test]
async fn no_other_method_opens_a_route() {
    for monde in mondes_de_demonstration("methodes").await {
        let (porte, sessions) = preparer(&monde).await;
        let site = routes::site();
        let declares: BTreeSet<(&str, &str)> = site.declarations().iter().map(|d| (d.chemin, d.methode)).collect();
        let avant = monde.lignes_par_table().await;
        for d in site.declarations() {
            let chemin = &essais(&monde, d).await[0].1;
            for methode in
                ["POST", "PUT", "PATCH", "DELETE", "TRACE"].iter().filter(|m| !declares.contains(&(d.chemin, m)))
            {
                for (_, cookie) in &sessions {
                    let requete = Request::builder()
                        .method(*methode)
                        .uri(chemin.as_str())
                        .header("sec-fetch-site", "same-origin");
                    let requete = match cookie {
                        Some(c) => requete.header("cookie", c.as_str()),
                        None => requete,
                    };
                    let reponse = porte.demander(requete.body("du=2017-01-01&au=2017-01-31".into()).unwrap()).await;
                    let ferme = matches!(reponse.statut, StatusCode::NOT_FOUND | StatusCode::SEE_OTHER);
                    assert!(ferme, "{methode} {chemin}: {}", reponse.statut);
                    if reponse.statut == StatusCode::SEE_OTHER {
                        assert!(
                            cookie.is_none() && reponse.entete("location").starts_with("/connexion?"),
                            "{methode} {chemin}"
                        );
                    }
                }
            }
        }
        let change: Vec<_> =
            monde.lignes_par_table().await.into_iter().filter(|l| !avant.contains(l)).map(|(t, _)| t).collect();
        // `essais` makes one-time links and their accounts, told in the journal.
        assert!(change.iter().all(|t| ["comptes", "liens_acces", "journal"].contains(&t.as_str())), "{change:?}");
    }
}
