//! From the home page, link by link: what a reader reaches, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::StatusCode;
use passerelle::routes;
use scraper::Html;

use crate::Visiteur;
use crate::html::{fautes, liens};

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

/// Whether an address is of a declared path.
fn est(patron: &str, adresse: &str) -> bool {
    let chemin = adresse.split('?').next().unwrap_or_default();
    let (p, c): (Vec<_>, Vec<_>) = (patron.split('/').collect(), chemin.split('/').collect());
    p.len() == c.len() && std::iter::zip(p, c).all(|(p, c)| p == c || (p.starts_with('{') && !c.is_empty()))
}

/// The declared pages.
fn declarees() -> Vec<&'static str> {
    routes::site().declarations().iter().filter(|d| d.methode == "GET").map(|d| d.chemin).collect()
}

/// The declared routes that these addresses are of.
pub fn routes_vues(vus: &BTreeSet<String>) -> BTreeSet<&'static str> {
    declarees().into_iter().filter(|d| vus.iter().any(|v| est(d, v))).collect()
}

/// The route of an address: written as it is rather than by a parameter, if both would do.
fn route(declarees: &[&'static str], adresse: &str) -> Option<&'static str> {
    declarees.iter().copied().filter(|d| est(d, adresse)).min_by_key(|d| d.matches('{').count())
}

/// Whether links lead from one path to the other through folders: `/jeunes/{id}` to `/jeunes/{id}/freins`.
fn mene(patron: &str, vers: &str) -> bool {
    vers.strip_prefix(patron).is_some_and(|r| r.starts_with('/'))
}

/// Follows every link from the home page and the site map.
pub async fn suivre(lecteur: &Visiteur) -> Chemin {
    parcourir(lecteur, |_| true).await
}

/// Follows the links that lead to these routes, by the folders above them and by `par`. Of what their pages link elsewhere,
/// one address of each route must answer.
pub async fn suivre_vers(lecteur: &Visiteur, vers: &BTreeSet<&str>, par: &[&str]) -> Chemin {
    let sien = |r: &str| vers.contains(r);
    let passage = |r: &str| par.contains(&r) || vers.iter().any(|v| mene(r, v));
    let declarees = declarees();
    let mut fait =
        parcourir(lecteur, |adresse| route(&declarees, adresse).is_some_and(|r| sien(r) || passage(r))).await;
    let mut ailleurs: BTreeMap<&str, (String, String)> = BTreeMap::new();
    let cadre = fait.pages.get("/").map(|p| liens(&Html::parse_document(p))).unwrap_or_default();
    for (adresse, page) in fait.pages.iter().filter(|(a, _)| route(&declarees, a).is_some_and(sien)) {
        for lien in liens(&Html::parse_document(page)) {
            match route(&declarees, &lien) {
                None if lien.starts_with("/assets/") => {}
                None => fait.fautes.push(format!("{adresse} links to {lien}, that no route declares")),
                Some(r) if sien(r) || passage(r) || cadre.contains(&lien) => {}
                Some(r) => {
                    ailleurs.entry(r).or_insert((lien, adresse.clone()));
                }
            }
        }
    }
    for (lien, depuis) in ailleurs.into_values() {
        let (statut, ..) = lecteur.get(&lien).await;
        if statut != StatusCode::OK {
            fait.fautes.push(format!("{lien} answers {statut}, linked from {depuis}"));
        }
    }
    fait
}

async fn parcourir(lecteur: &Visiteur, voulu: impl Fn(&str) -> bool) -> Chemin {
    let mut fait = Chemin::default();
    let mut formes: BTreeMap<String, usize> = BTreeMap::new();
    let mut file = VecDeque::from(["/", "/plan"].map(|d| (d.to_owned(), 0usize, String::new())));
    let mut demandes: BTreeSet<String> = file.iter().map(|d| d.0.clone()).collect();
    while let Some((adresse, loin, depuis)) = file.pop_front() {
        let (statut, entetes, corps) = lecteur.suivre_de(&depuis, &adresse).await;
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
            for lien in liens(&Html::parse_document(&texte)).into_iter().filter(|l| voulu(l)) {
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
