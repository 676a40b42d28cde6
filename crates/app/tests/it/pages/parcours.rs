//! From the home page, link by link: every page each role can reach, on full and empty bases.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::StatusCode;
use passerelle::routes;
use passerelle_socle::access::Role;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use scraper::Html;

use passerelle_monde::html::{fautes, liens};
use passerelle_monde::rapprochements::attendre;
use passerelle_monde::{Monde, Visiteur, id_de, mondes, mondes_de_demonstration};

/// How far from the home page; how many addresses are looked at with the same filters on, and
/// how many of the same path whatever its filters.
const PROFONDEUR: usize = 3;
const PAR_FORME: usize = 1;
const PAR_CHEMIN: usize = 4;

/// What was seen on the way.
#[derive(Default)]
pub struct Chemin {
    /// Addresses that answered 200.
    pub vus: BTreeSet<String>,
    /// The pages among them.
    pub pages: BTreeMap<String, String>,
    /// What is wrong, with its address.
    pub fautes: Vec<String>,
}

/// The kind of an address: identifiers and values of filters set aside.
fn forme(adresse: &str) -> String {
    let (chemin, question) = adresse.split_once('?').unwrap_or((adresse, ""));
    let morceau = |m: &str| if uuid::Uuid::parse_str(m).is_ok() { "{id}".to_owned() } else { m.to_owned() };
    let cles: BTreeSet<&str> = question.split('&').filter_map(|p| p.split('=').next()).collect();
    format!(
        "{}?{}",
        chemin.split('/').map(morceau).collect::<Vec<_>>().join("/"),
        cles.into_iter().collect::<Vec<_>>().join("&")
    )
}

/// What other programs read keeps the plain spaces they look for in a date; pages do not cut theirs.
fn date_illisible(corps: &[u8]) -> Option<String> {
    let lu = String::from_utf8_lossy(corps);
    let mots = ["\u{a0}h\u{a0}", "\u{a0}janvier", "\u{a0}février", "\u{a0}décembre"];
    let (avant, _) = mots.iter().find_map(|m| lu.split_once(m))?;
    let debut = avant.char_indices().rev().nth(40).map_or(0, |(i, _)| i);
    Some(format!("a date that no program reads after « {} »", &avant[debut..]))
}

/// Follows links from the home page and the site map.
pub async fn suivre(lecteur: &Visiteur) -> Chemin {
    let mut fait = Chemin::default();
    let mut formes: BTreeMap<String, usize> = BTreeMap::new();
    let mut file = VecDeque::from(["/", "/plan"].map(|d| (d.to_owned(), 0usize, String::new())));
    let mut demandes: BTreeSet<String> = file.iter().map(|d| d.0.clone()).collect();
    while let Some((adresse, loin, depuis)) = file.pop_front() {
        let (statut, entetes, corps) = lecteur.get(&adresse).await;
        if statut != StatusCode::OK {
            fait.fautes.push(format!("{adresse} answers {statut}, linked from {depuis}"));
            continue;
        }
        fait.vus.insert(adresse.clone());
        let html = entetes.get("content-type").is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
        if !html || entetes.contains_key("content-disposition") {
            if !html {
                fait.fautes.extend(date_illisible(&corps).map(|f| format!("{adresse}: {f}")));
            }
            continue;
        }
        let texte = String::from_utf8(corps).expect("pages are UTF-8");
        fait.fautes.extend(fautes(&texte).into_iter().map(|f| format!("{adresse}: {f}")));
        if loin < PROFONDEUR {
            for lien in liens(&Html::parse_document(&texte)) {
                let forme = forme(&lien);
                let chemin = forme.split('?').next().unwrap_or_default().to_owned();
                let assez = |quoi: &str, n: usize| formes.get(quoi).is_some_and(|vus| *vus >= n);
                if !assez(&forme, PAR_FORME) && !assez(&chemin, PAR_CHEMIN) && demandes.insert(lien.clone()) {
                    *formes.entry(forme).or_default() += 1;
                    *formes.entry(chemin).or_default() += 1;
                    file.push_back((lien, loin + 1, adresse.clone()));
                }
            }
        }
        fait.pages.insert(adresse, texte);
    }
    fait
}

/// A report frozen and a row refused: everything a record can show.
async fn completer(monde: &Monde) {
    let admin = monde.visiteur(Some(Role::Administrateur)).await;
    admin.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
    let refusee = "structure;numero;nom;prenom\nPERSONNE;1;Sans;Structure\n";
    admin.envoyer("/imports", &[], &[("jeunes.csv", refusee.as_bytes())]).await;
    admin.post("/rapprochements/recherche", &[]).await;
    attendre(monde).await;
    // A file of people whom the base knows.
    let eux = "SELECT nom || ';' || prenom || ';' || CAST(date_naissance AS text) AS texte FROM jeunes \
               WHERE date_naissance IS NOT NULL AND nom <> '' ORDER BY id LIMIT 40";
    let lignes = monde.textes(eux).await.into_iter().enumerate().map(|(rang, lui)| format!("E-{rang};{lui}\n"));
    let fichier = format!("id;nom;prenom;date_naissance\n{}", lignes.collect::<String>());
    let structure = id_de(monde, "structures", "type = 'cfa'").await.to_string();
    admin
        .envoyer("/rapprochements/fichiers", &[("structure", &structure)], &[("apprentis.csv", fichier.as_bytes())])
        .await;
    attendre(monde).await;
}

/// Routes reached by no link, and why.
const SANS_LIEN: [&str; 27] = [
    // An empty list offers no file.
    "/journal/alertes.csv",
    "/journal/alertes.xlsx",
    // After a password given again, a search, a file one answers for: further than this walk goes.
    "/mon-compte/second-facteur",
    "/jeunes/{id}/fusionner/{sous_id}",
    "/jeunes/{id}/partages/nouveau",
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

/// Those whose pages depend on whom they follow.
const AUTRES: [Role; 7] = [
    Role::Responsable,
    Role::Conseiller,
    Role::Formateur,
    Role::Developpeur,
    Role::Employeur,
    Role::Jeune,
    Role::Evaluateur,
];

/// The declared routes that these addresses are of.
fn routes_vues(vus: &BTreeSet<String>) -> BTreeSet<&'static str> {
    let declares =
        routes::site().declarations().iter().filter(|d| d.methode == "GET").map(|d| d.chemin).collect::<Vec<_>>();
    let est = |patron: &str, adresse: &str| {
        let chemin = adresse.split('?').next().unwrap_or_default();
        let (p, c): (Vec<_>, Vec<_>) = (patron.split('/').collect(), chemin.split('/').collect());
        p.len() == c.len() && std::iter::zip(p, c).all(|(p, c)| p == c || (p.starts_with('{') && !c.is_empty()))
    };
    declares.into_iter().filter(|d| vus.iter().any(|v| est(d, v))).collect()
}

#[tokio::test]
async fn every_page_is_reached_by_links_and_well_made() {
    for monde in mondes_de_demonstration("parcours").await {
        completer(&monde).await;
        let mut vues = BTreeMap::new();
        // The public, two of the territory, then everybody of the demonstration.
        for role in [None, Some(Role::Pilote), Some(Role::Administrateur)].into_iter().chain(AUTRES.map(Some)) {
            let lecteur = match role {
                Some(autre) if AUTRES.contains(&autre) => monde.de_la_demonstration(autre).await,
                _ => monde.visiteur(role).await,
            };
            let chemin = suivre(&lecteur).await;
            println!("{} {role:?}: {} addresses, {} pages", monde.moteur, chemin.vus.len(), chemin.pages.len());
            assert!(chemin.fautes.is_empty(), "{} {role:?}:\n{}", monde.moteur, chemin.fautes.join("\n"));
            for (adresse, page) in &chemin.pages {
                assert!(
                    page.contains("Les personnes et les entreprises sont fictives"),
                    "{adresse} hides that it is a demonstration"
                );
            }
            vues.insert(role.map_or("public", Role::code), routes_vues(&chemin.vus));
        }
        let toutes: BTreeSet<&str> =
            routes::site().declarations().iter().filter(|d| d.methode == "GET").map(|d| d.chemin).collect();
        let atteintes: BTreeSet<&str> = vues.values().flatten().copied().collect();
        let manquent: Vec<_> = toutes.iter().filter(|r| !atteintes.contains(*r) && !SANS_LIEN.contains(r)).collect();
        assert!(manquent.is_empty(), "no link leads to {manquent:?}");
        assert!(vues["public"].len() < vues["pilote"].len() && vues["pilote"].len() < vues["administrateur"].len());
    }
}

/// A small world, where fields are missing, and an empty one, where everything is.
#[tokio::test]
async fn pages_hold_on_a_base_where_little_or_nothing_is_known() {
    for monde in mondes("parcours_vide").await {
        for peuplee in [false, true] {
            if peuplee {
                monde.peupler().await;
                completer(&monde).await;
            }
            for role in [None, Some(Role::Pilote), Some(Role::Administrateur)] {
                let lecteur = monde.visiteur(role).await;
                let chemin = suivre(&lecteur).await;
                println!(
                    "{} peuplée : {peuplee} {role:?}: {} addresses, {} pages",
                    monde.moteur,
                    chemin.vus.len(),
                    chemin.pages.len()
                );
                assert!(
                    chemin.fautes.is_empty(),
                    "{} peuplée : {peuplee} {role:?}:\n{}",
                    monde.moteur,
                    chemin.fautes.join("\n")
                );
                assert!(
                    chemin.pages.values().all(|p| !p.contains("sont fictives")),
                    "a real base is called a demonstration"
                );
                // Routes that no link shows on such a base answer too, one way or another.
                for d in routes::site().declarations().iter().filter(|d| d.methode == "GET" && !d.chemin.contains('{'))
                {
                    let (statut, _, corps) = lecteur.get(d.chemin).await;
                    let prevu = matches!(statut, StatusCode::OK | StatusCode::SEE_OTHER | StatusCode::NOT_FOUND);
                    assert!(prevu, "{} : {statut} {}", d.chemin, String::from_utf8_lossy(&corps));
                }
            }
        }
    }
}

/// Odd values of filters, sorts and pages give a page or a sentence, never a failure.
#[tokio::test]
async fn odd_addresses_give_a_page_or_a_sentence() {
    const CLES: [&str; 14] = [
        "q",
        "type",
        "etat",
        "structure",
        "situation",
        "issue",
        "serie",
        "du",
        "au",
        "annee",
        "tri",
        "page",
        "action",
        "objet",
    ];
    const VALEURS: [&str; 14] = [
        "",
        "%20",
        "'%3B%20DROP%20TABLE%20jeunes%3B--",
        "%25",
        "_",
        "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "-1",
        "0",
        "99999999999999999999",
        "2017-02-30",
        "31%2F12%2F2017",
        "%F0%9F%98%80",
        "%00",
        "%FF",
    ];
    let mut alea = ChaCha8Rng::seed_from_u64(404);
    for monde in mondes("adresses").await {
        monde.peupler().await;
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let avant = monde.tables().await;
        let mut sentences = 0;
        for d in routes::site()
            .declarations()
            .iter()
            .filter(|d| d.methode == "GET" && !d.chemin.contains("{id}") && !d.chemin.contains("secret"))
        {
            let chemin = d.chemin.replace("{figure}", "contrats").replace("{format}", "csv");
            // Drawn afresh for each address: together they meet every key and every value.
            for cle in CLES.sample(&mut alea, 9) {
                for valeur in VALEURS.sample(&mut alea, 2) {
                    let (statut, entetes, corps) = admin.get(&format!("{chemin}?{cle}={valeur}")).await;
                    let texte = String::from_utf8_lossy(&corps);
                    match statut {
                        StatusCode::OK | StatusCode::NOT_FOUND => {}
                        // A step asked for out of turn begins again.
                        StatusCode::SEE_OTHER
                            if ["/connexion/", "/mon-compte/"].iter().any(|d| chemin.starts_with(d)) => {}
                        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => sentences += 1,
                        autre => panic!("{} {chemin}?{cle}={valeur}: {autre} {texte}", monde.moteur),
                    }
                    // What was typed may be quoted in a table to download (the journal's criteria): there it is text.
                    let page = entetes.get("content-type").is_none_or(|t| t.to_str().unwrap_or("").contains("html"));
                    assert!(!page || !texte.contains("<script>alert"), "{chemin}?{cle}={valeur}");
                    assert!(page || entetes["x-content-type-options"] == "nosniff", "{chemin}");
                }
            }
        }
        assert!(sentences > 20, "no odd value was refused");
        assert_eq!(monde.tables().await, avant);
    }
}
