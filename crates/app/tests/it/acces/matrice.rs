//! The access matrix: every declared route, called for real by every role.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Request, StatusCode};
use passerelle::routes;
use passerelle_gens::comptes::Secret;
use passerelle_socle::access::{Action, Faits, Objet, Role, may};
use passerelle_socle::db;
use passerelle_socle::web::Declaration;

use super::etats::{Regard, regards};
use passerelle_monde::acteurs::compte;
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::rapprochements::{attendre, poser_ligne, table_de};
use passerelle_monde::{Monde, golden, id_de, mondes_de_demonstration};

/// One way to fill the parameters of a path, and what it stands for.
type Essai = (&'static str, String);

/// An existing thing, an unknown one, a malformed address; about a young person, each state of their file.
async fn essais(monde: &Monde, d: &Declaration, regard: &Regard) -> Vec<Essai> {
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
        "/donnees-personnelles/{public}" => mettre(&[("known", "jeunes"), ("unknown", "rien")]),
        "/conservation/oppositions/{id}" | "/mon-espace/documents/{id}" => {
            mettre(&[("unknown", &inconnu), ("malformed", "1")])
        }
        "/mon-espace/contester/{objet}/{id}" => {
            let avec = |objet: &str, id: &str| d.chemin.replace("{objet}", objet).replace("{id}", id);
            vec![("unknown", avec("note", &inconnu)), ("malformed", avec("note", "1"))]
        }
        "/mon-espace/tirages/{id}/preuve.json" => mettre(&[("unknown", &inconnu), ("malformed", "1")]),
        "/entrer/{secret}" => {
            let lien = monde.lien(Role::Pilote).await;
            vec![("known", lien), ("unknown", remplir(d.chemin, "jamais-remis"))]
        }
        // A fresh account each time: what is done to it leaves the readers of the matrix alone.
        chemin if chemin.starts_with("/comptes/") && chemin.contains('{') => {
            monde.lien(Role::Pilote).await;
            let sql = "SELECT id FROM comptes WHERE NOT demonstration ORDER BY id DESC LIMIT 1";
            let compte = passerelle_monde::premier(monde, sql).await;
            let habilitation =
                passerelle_monde::premier(monde, "SELECT id FROM habilitations ORDER BY id DESC LIMIT 1").await;
            let id = if chemin.starts_with("/comptes/habilitations") { habilitation } else { compte };
            mettre(&[("known", &id.to_string()), ("unknown", &inconnu), ("malformed", "1")])
        }
        // One's own sessions and roles: those of somebody else are unknown.
        chemin if chemin.starts_with("/mon-compte/") && chemin.contains('{') => {
            mettre(&[("unknown", &inconnu), ("malformed", "1")])
        }
        chemin if chemin.starts_with("/jeunes/{id}") => {
            let mut essais: Vec<Essai> = Vec::new();
            for (etat, id) in &regard.jeunes {
                essais.push((*etat, suspendre(monde, remplir(chemin, &id.to_string()), Some(*id)).await));
            }
            essais.push(("unknown", suspendre(monde, remplir(chemin, &inconnu), None).await));
            essais.push(("malformed", suspendre(monde, remplir(chemin, "1"), None).await));
            // What hangs on the person, and does not exist, or hangs on somebody else.
            if remplir(chemin, "").contains('{')
                && let Some((_, id)) = regard.jeunes.first()
            {
                let autre = regard.jeunes[1].1;
                essais.push(("sub unknown", suspendre(monde, remplir(chemin, &id.to_string()), None).await));
                essais.push(("sub of another", suspendre(monde, remplir(chemin, &id.to_string()), Some(autre)).await));
            }
            essais
        }
        "/contrats/{id}" => {
            let mut essais = Vec::new();
            for (etat, jeune) in &regard.jeunes {
                let condition = format!("jeune_id = {}", monde.litteral(*jeune));
                essais.push((*etat, remplir(d.chemin, &connu("contrats", &condition).await)));
            }
            essais.extend(mettre(&[("unknown", &inconnu), ("malformed", "1")]));
            essais
        }
        "/enquete/{jeton}" => mettre(&[("known", JETON), ("unknown", "jamais-remis")]),
        chemin if chemin.starts_with("/etudes/{id}/") => {
            let connus = [
                ("{extrait}", connu("etudes_extraits", "1 = 1").await),
                ("{resultat}", connu("etudes_resultats", "1 = 1").await),
                ("{format}", "json".to_owned()),
            ];
            let suite = connus.iter().fold(chemin.to_owned(), |c, (nom, v)| c.replace(nom, v));
            let avec = |id: &str| suite.replace("{id}", id);
            let id = connu("etudes", "1 = 1").await;
            vec![("known", avec(&id)), ("unknown", avec(&inconnu)), ("malformed", avec("1"))]
        }
        chemin if chemin.contains('{') => {
            let sienne = (chemin.split('/').nth(1).unwrap_or_default(), "1 = 1");
            let (table, condition) = table_de(chemin).unwrap_or(sienne);
            mettre(&[("known", &connu(table, condition).await), ("unknown", &inconnu), ("malformed", "1")])
        }
        chemin => vec![("-", chemin.to_owned())],
    }
}

/// Fills what the path names under a young person: what `jeune` has, or else what nobody has.
async fn suspendre(monde: &Monde, mut chemin: String, jeune: Option<uuid::Uuid>) -> String {
    let inconnu = uuid::Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_dead);
    while let Some(debut) = chemin.find('{') {
        let table = chemin[..debut].trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let id = match jeune {
            // The other file, and what brought two together: nobody's here.
            _ if ["fusionner", "fusions"].contains(&table.as_str()) => inconnu,
            // Actions hang on an obstacle, and carry its identifier in these worlds.
            Some(j) if table == "actions" => id_de(monde, "freins", &format!("jeune_id = {}", monde.litteral(j))).await,
            Some(j) => id_de(monde, &table, &format!("jeune_id = {}", monde.litteral(j))).await,
            None => inconnu,
        };
        chemin = remplir(&chemin, &id.to_string());
    }
    chemin
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

/// The link of somebody who is asked.
const JETON: &str = "un-lien-de-la-matrice";

/// A survey that asks somebody.
async fn enqueter(monde: &Monde) {
    let (etude, jeune) = (id_de(monde, "etudes", "1 = 1").await, id_de(monde, "jeunes", "1 = 1").await);
    let (enquete, invitation) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
    let tx = monde.base.transaction().await.unwrap();
    let sql = "INSERT INTO enquetes (id, etude_id, ouverte_le, ouverte_par, expire_le) VALUES ($1, $2, 0, 'Essai', $3)";
    db::executer(&tx, sql, [enquete.into(), etude.into(), 4_000_000_000_000_i64.into()]).await.unwrap();
    let sql = "INSERT INTO enquetes_invitations (id, enquete_id, jeune_id, empreinte, envoyee_le, refusee) \
               VALUES ($1, $2, $3, $4, 0, false)";
    let empreinte = Secret::presente(JETON).empreinte();
    db::executer(&tx, sql, [invitation.into(), enquete.into(), jeune.into(), empreinte.into()]).await.unwrap();
    tx.commit().await.unwrap();
}

/// A site where something is frozen and pairs are proposed, for their routes, and a session a role.
async fn preparer(monde: &Monde) -> (Porte, Vec<Regard>) {
    let porte = Porte::a(monde, apres(0), true, false);
    let regards = regards(monde).await;
    let administrateur = regards.iter().find(|r| r.role == Some(Role::Administrateur)).expect("an administrateur");
    let gele = porte.post("/bilan/figer", administrateur.cookie.as_deref(), "du=2017-01-01&au=2017-01-31").await;
    assert_eq!(gele.statut, StatusCode::SEE_OTHER, "{}", gele.texte());
    enqueter(monde).await;
    // And pairs to review, for theirs.
    let cherche = porte.post("/rapprochements/recherche", administrateur.cookie.as_deref(), "").await;
    assert_eq!(cherche.statut, StatusCode::SEE_OTHER, "{}", cherche.texte());
    attendre(monde).await;
    // And a row of a file of the responsable's structure, beside somebody whom it follows.
    let sienne =
        id_de(monde, "structures", "id IN (SELECT structure_id FROM habilitations WHERE role = 'responsable')").await;
    let suivi = format!(
        "id IN (SELECT jeune_id FROM accompagnements WHERE au IS NULL AND structure_id = {})",
        monde.litteral(sienne)
    );
    poser_ligne(monde, id_de(monde, "jeunes", &suivi).await, sienne).await;
    (porte, regards)
}

/// « 200: référent, structure; 404: ailleurs ».
fn par_statut(dits: &[(&str, u16)]) -> String {
    if let [("-", statut)] = dits {
        return statut.to_string();
    }
    let mut statuts: Vec<u16> = dits.iter().map(|(_, s)| *s).collect();
    statuts.sort_unstable();
    statuts.dedup();
    let noms = |s: u16| dits.iter().filter(|(_, d)| *d == s).map(|(n, _)| *n).collect::<Vec<_>>().join(", ");
    statuts.into_iter().map(|s| format!("{s}: {}", noms(s))).collect::<Vec<_>>().join("; ")
}

#[tokio::test]
async fn every_route_answers_every_role_as_the_matrix_says() {
    for monde in mondes_de_demonstration("matrice").await {
        let (porte, regards) = preparer(&monde).await;
        let mut lignes: BTreeMap<(&str, &str), String> = BTreeMap::new();
        let (mut cases, mut prouves) = (0, 0);
        let site = routes::site();
        let mut accordes: BTreeSet<(&str, Action)> = BTreeSet::new();
        let mut refuses: BTreeSet<(&str, Action)> = BTreeSet::new();
        // Signing out closes the session of the test: last.
        let (sorties, autres): (Vec<&Declaration>, Vec<&Declaration>) =
            site.declarations().iter().partition(|d| d.action == Action::Fermer);
        for d in autres.into_iter().chain(sorties) {
            let mut reponses: Vec<(String, Vec<&str>)> = Vec::new();
            for regard in &regards {
                let (qui, cookie) = (regard.qui, regard.cookie.as_deref());
                // What never existed, for this reader: every 404 is that page.
                let nulle_part = sans_menu(&porte.get("/nulle-part", cookie).await.corps);
                let mut dits = Vec::new();
                for (nom, chemin) in essais(&monde, d, regard).await {
                    let reponse = appeler(&porte, d, &chemin, cookie).await;
                    let cas = format!("{} : {qui} {} {chemin} ({nom})", monde.moteur, d.methode);
                    cases += 1;
                    dits.push((nom, reponse.statut.as_u16()));
                    assert_ne!(reponse.statut, StatusCode::FORBIDDEN, "{cas}: a refusal tells that the object exists");
                    assert!(!reponse.statut.is_server_error(), "{cas}: {}", reponse.texte());
                    if reponse.statut == StatusCode::NOT_FOUND {
                        assert_eq!(
                            sans_menu(&reponse.corps),
                            nulle_part,
                            "{cas}: this 404 is not that of a page that never was"
                        );
                    }
                    if ["ailleurs", "effacé", "unknown"].contains(&nom)
                        && d.objet.personnel()
                        && regard.role != Some(Role::Administrateur)
                        && d.action != Action::Demander
                    {
                        let ferme =
                            reponse.statut == StatusCode::NOT_FOUND || reponse.statut == StatusCode::BAD_REQUEST;
                        assert!(ferme || cookie.is_none(), "{cas}: {}", reponse.statut);
                    }
                    if reponse.entete("location").starts_with("/connexion") {
                        // A step of signing in asked for out of turn begins again, signed in or not.
                        let etape = d.chemin.starts_with("/connexion/");
                        assert!(
                            (cookie.is_none() || etape) && reponse.corps.is_empty(),
                            "{cas}: a redirection with a content"
                        );
                    }
                }
                let ouverts = dits.iter().filter(|(_, s)| ![404, 400].contains(s)).count();
                if ouverts > 0 && cookie.is_some() {
                    accordes.insert((qui, d.action));
                    // The refusals beside it come from a caller who holds that right on another object.
                    prouves += dits.iter().filter(|(n, s)| *s == 404 && *n != "unknown").count();
                } else if cookie.is_some() {
                    refuses.insert((qui, d.action));
                }
                let texte = par_statut(&dits);
                match reponses.iter_mut().find(|(t, _)| *t == texte) {
                    Some((_, memes)) => memes.push(qui),
                    None => reponses.push((texte, vec![qui])),
                }
            }
            let mut texte = format!("{} {} {} {}\n", d.methode, d.chemin, d.action.code(), d.objet.code());
            for (reponse, qui) in reponses {
                texte += &format!("    {}\n        {reponse}\n", qui.join(", "));
            }
            lignes.insert((d.chemin, d.methode), texte);
        }
        assert_eq!(lignes.len(), site.declarations().len(), "a route is declared twice");
        golden::comparer("acces.txt", &lignes.into_values().collect::<String>());
        println!("{}: {cases} cells, {prouves} refusals beside a right", monde.moteur);
        assert!(cases > 1_000 && prouves > 30, "{cases} cells, {prouves} proven refusals: the matrix says little");
        refuses_ailleurs_accordes(&accordes, &refuses);
    }
}

/// A refusal is only proven by somebody who holds that right on something else, unless they hold it on nothing at all.
fn refuses_ailleurs_accordes(accordes: &BTreeSet<(&str, Action)>, refuses: &BTreeSet<(&str, Action)>) {
    for (qui, action) in refuses.difference(accordes) {
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
#[tokio::test]
async fn no_other_method_opens_a_route() {
    for monde in mondes_de_demonstration("methodes").await {
        let (porte, regards) = preparer(&monde).await;
        let site = routes::site();
        let declares: BTreeSet<(&str, &str)> = site.declarations().iter().map(|d| (d.chemin, d.methode)).collect();
        let qui = |role: Option<Role>| regards.iter().find(|r| r.role == role).expect("a session");
        let avant = monde.lignes_par_table().await;
        for d in site.declarations() {
            let chemin = &essais(&monde, d, qui(Some(Role::Conseiller))).await[0].1;
            for methode in
                ["POST", "PUT", "PATCH", "DELETE", "TRACE"].iter().filter(|m| !declares.contains(&(d.chemin, m)))
            {
                for regard in [None, Some(Role::Administrateur), Some(Role::Conseiller)].map(qui) {
                    let requete = Request::builder()
                        .method(*methode)
                        .uri(chemin.as_str())
                        .header("sec-fetch-site", "same-origin");
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
        // `essais` makes one-time links and their accounts, told in the journal.
        let siens = ["comptes", "habilitations", "liens_acces", "journal"];
        assert!(change.iter().all(|t| siens.contains(&t.as_str())), "{change:?}");
    }
}
