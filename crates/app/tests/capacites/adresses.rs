//! Every parameter of every route, filled with what nobody types: addresses, queries, forms. Whatever is sent, a page is
//! answered in time and no fault is ours.
//!
//! What a page offers is what is tried: the fields of its forms, the names of its links, and a few names that any page may
//! read. All fields at once first, each with another value at each turn; then one at a time with the values that go far.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use passerelle_monde::acteurs::compte;
use passerelle_monde::html::tous;
use passerelle_monde::porte::{Porte, apres};
use passerelle_monde::{Monde, Regard};
use passerelle_socle::access::{Faits, may};
use passerelle_socle::db::Moteur;
use passerelle_socle::web::Declaration;
use scraper::Html;

use super::essais::essais;
use super::formulaires::{Chercheur, Envoi};
use super::siennes;

/// What goes far: as it is sent, percent-encoded.
const LOIN: [&str; 9] = [
    "%00",
    "a%00b",
    "-9999-01-01",
    "%2B262142-12-31",
    "10000-01-01",
    "9223372036854775807",
    "-9223372036854775808",
    "%F0%9F%98%80%CC%81",
    "2018-02-30",
];

/// What is merely strange.
const ETRANGES: [&str; 22] = [
    "",
    "%20",
    "0",
    "-1",
    "1e308",
    "NaN",
    "99999999999999999999999999",
    "0000-00-00",
    "9999-12-31",
    "%",
    "%25_%27%22%5C",
    "%27%3B%20DROP%20TABLE%20jeunes%3B--",
    "%FF%FE",
    "%ED%A0%80",
    "%E2%80%AE%EF%BB%BF",
    "%C5%BF%E2%84%AA%C4%B0",
    "..%2F..%2Fetc%2Fpasswd",
    "%3Cscript%3E",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "true",
    "%0D%0ASet-Cookie%3A%20a%3Db",
];

/// Names that a page may read without showing them.
const NOMS: [&str; 12] =
    ["q", "page", "tri", "du", "au", "annee", "retour", "fait", "sur", "suite", "structure", "prevoir"];

/// The longest that an answer may take, on a slow machine.
const BORNE: Duration = Duration::from_secs(10);

/// Every route of the capability, on this engine.
pub async fn verifier(capacite: &'static str, moteur: Moteur) {
    let monde = Monde::habitee(&format!("adresses_{capacite}"), moteur).await;
    let porte = Porte::a(&monde, apres(0), true, false);
    let regards = monde.regards().await;
    let mut essai = Essai { porte: &porte, moteur: monde.moteur, demandes: 0, fautes: Vec::new() };
    let mut pages = HashMap::new();
    let debut = Instant::now();
    // What reads first: what changes may close what is read.
    let mut siennes = siennes(capacite);
    siennes.sort_by_key(|d| d.methode);
    for d in &siennes {
        let Some(regard) = lecteur(&regards, d) else { continue };
        let Some((_, chemin)) = essais(&monde, d, regard).await.into_iter().next() else { continue };
        match d.methode {
            "GET" => essai.lire(&chemin, regard).await,
            _ => {
                let mut cherche = Chercheur::nouveau(&porte, &mut pages);
                let envoi = match &regard.cookie {
                    Some(cookie) => cherche.chercher(d, &chemin, cookie).await,
                    None => None,
                };
                essai.ecrire(&chemin, regard, envoi.unwrap_or_else(Envoi::nu)).await;
            }
        }
        essai.chemins(d, &chemin, regard).await;
    }
    println!("{}: {} requests in {:?}", monde.moteur, essai.demandes, debut.elapsed());
    assert!(essai.demandes > 0, "nothing was tried");
    assert!(essai.fautes.is_empty(), "{}", essai.fautes.join("\n"));
}

/// Somebody to whom the route is open, signed in rather than not.
fn lecteur<'a>(regards: &'a [Regard], d: &Declaration) -> Option<&'a Regard> {
    let permis = |r: &&Regard| r.role.is_some_and(|r| may(&compte(r), d.action, d.objet, &Faits::default()).is_ok());
    regards.iter().find(permis).or_else(|| regards.iter().find(|r| r.cookie.is_none()))
}

struct Essai<'a> {
    porte: &'a Porte,
    moteur: &'static str,
    demandes: usize,
    fautes: Vec<String>,
}

impl Essai<'_> {
    async fn demander(
        &mut self,
        methode: &str,
        adresse: &str,
        cookie: Option<&str>,
        envoi: Option<(&str, &str)>,
    ) -> Option<String> {
        let mut entetes = vec![("sec-fetch-site", "same-origin")];
        entetes.extend(envoi.map(|(genre, _)| ("content-type", genre)));
        let corps = envoi.map_or("", |(_, corps)| corps);
        // What is no address at all reaches no route.
        if adresse.parse::<axum::http::Uri>().is_err() {
            return None;
        }
        let debut = Instant::now();
        let reponse = self.porte.requete(methode, adresse, cookie, &entetes, corps).await;
        self.demandes += 1;
        if reponse.statut.is_server_error() || debut.elapsed() > BORNE {
            let corps: String = corps.chars().take(300).collect();
            let dit =
                format!("{} {methode} {adresse} [{corps}]: {} in {:?}", self.moteur, reponse.statut, debut.elapsed());
            self.fautes.push(dit);
        }
        (reponse.statut == 200 && reponse.entete("content-type").contains("html")).then(|| reponse.texte())
    }

    async fn lire(&mut self, chemin: &str, regard: &Regard) {
        let cookie = regard.cookie.as_deref();
        let page = self.demander("GET", chemin, cookie, None).await;
        let siens = page.as_deref().map(|p| offerts(p, chemin)).unwrap_or_default();
        let noms: Vec<&str> = NOMS.iter().copied().chain(siens.iter().map(String::as_str)).collect();
        // A file is made of a whole list: fewer turns, since its page reads the same names.
        let pas = if page.is_some() { 1 } else { 4 };
        for tour in (0..ETRANGES.len()).step_by(pas) {
            let paire = |(rang, nom): (usize, &&str)| format!("{nom}={}", ETRANGES[(tour + rang) % ETRANGES.len()]);
            let question: Vec<String> = noms.iter().enumerate().map(paire).collect();
            self.demander("GET", &format!("{chemin}?{}", question.join("&")), cookie, None).await;
        }
        for (rang, nom) in noms.iter().enumerate() {
            // Dates and pages of any page; then what this one offers, with everything.
            let (saut, pas) = if rang < NOMS.len() { (rang % 3, 3) } else { (0, 1) };
            for valeur in LOIN.iter().skip(saut).step_by(pas).filter(|_| page.is_some() || rang % 3 == 0) {
                self.demander("GET", &format!("{chemin}?{nom}={valeur}"), cookie, None).await;
            }
        }
        let long = "a".repeat(8_000);
        let tordues = ["=", "&&&", "%00=1", "q[]=1", "q=a&q=b&q=c", "du=2017-01-01&au=2016-01-01", "%FF=%FF", &long];
        for question in tordues.iter().step_by(pas) {
            self.demander("GET", &format!("{chemin}?{question}"), cookie, None).await;
        }
    }

    async fn ecrire(&mut self, chemin: &str, regard: &Regard, envoi: Envoi) {
        let cookie = regard.cookie.as_deref();
        let champs = envoi.noms();
        for (rang, nom) in champs.iter().enumerate() {
            for (tour, valeur) in
                LOIN.iter().chain(&ETRANGES[rang % 2..]).step_by(if rang > 8 { 3 } else { 1 }).enumerate()
            {
                let hostile = envoi.autre(tour).avec_brut(nom, valeur);
                self.demander("POST", chemin, cookie, Some((&hostile.genre, &hostile.corps))).await;
            }
        }
        let long = format!("q={}", "%F0%9F%98%80".repeat(4_000));
        for corps in ["", "=", "&", "%00=%00", "a=b&a=c", "{\"a\":1}", "%", long.as_str()] {
            for genre in [envoi.genre.as_str(), "application/json", "text/plain"] {
                self.demander("POST", chemin, cookie, Some((genre, corps))).await;
            }
        }
    }

    /// Each part of the path that names something.
    async fn chemins(&mut self, d: &Declaration, chemin: &str, regard: &Regard) {
        let patron: Vec<&str> = d.chemin.split('/').collect();
        let concret: Vec<&str> = chemin.split('/').collect();
        for (rang, _) in patron.iter().enumerate().filter(|(_, p)| p.starts_with('{')) {
            for valeur in LOIN.iter().chain(&ETRANGES) {
                let mut parts = concret.clone();
                parts[rang] = valeur;
                let envoi = (d.methode == "POST").then_some(("application/x-www-form-urlencoded", ""));
                self.demander(d.methode, &parts.join("/"), regard.cookie.as_deref(), envoi).await;
            }
        }
    }
}

/// What the address of a page may say: what its forms ask, what its links to itself say.
fn offerts(page: &str, chemin: &str) -> BTreeSet<String> {
    let page = Html::parse_document(page);
    let mut noms = BTreeSet::new();
    for champ in tous(&page, "form:not([method=post]) [name]") {
        noms.extend(champ.value().attr("name").map(str::to_owned));
    }
    for lien in tous(&page, "a[href]") {
        let (vers, question) = lien.value().attr("href").and_then(|h| h.split_once('?')).unwrap_or_default();
        if vers == chemin {
            noms.extend(question.split('&').filter_map(|p| p.split_once('=')).map(|(n, _)| n.to_owned()));
        }
    }
    noms.retain(|n| !NOMS.contains(&n.as_str()));
    noms
}
