//! Every figure opens on its cases, as many as it says, in a page and in two files.

use std::collections::{BTreeSet, HashSet};

use calamine::{Reader, Xlsx};
use passerelle_socle::access::Role;
use scraper::{ElementRef, Html, Selector};

use passerelle_monde::{Monde, Visiteur, mondes_de_demonstration};

fn lire(selecteur: &str) -> Selector {
    Selector::parse(selecteur).unwrap()
}

fn texte(element: ElementRef) -> String {
    element.text().collect::<String>().replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned()
}

/// The first number of a text: « 1 132 positionnements, affichés de 1 à 25 » → 1 132.
fn nombre(texte: &str) -> Option<usize> {
    let debut = texte.find(|c: char| c.is_ascii_digit())?;
    let suite: String =
        texte[debut..].chars().take_while(|c| c.is_ascii_digit() || *c == ' ').filter(|c| *c != ' ').collect();
    suite.parse().ok()
}

/// The figures of a page: (address of the cases, number shown), each address once.
fn chiffres(page: &str) -> BTreeSet<(String, usize)> {
    let html = Html::parse_document(page);
    let (cas, valeur) = (lire("a[href^='/bilan/cas/']"), lire(".valeur strong"));
    let liens = html.select(&cas).map(|a| {
        let href = a.value().attr("href").unwrap().to_owned();
        // In a card the figure stands above the link; in a table it is the link.
        let carte = a
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|e| e.value().has_class("chiffre", scraper::CaseSensitivity::CaseSensitive));
        let dit = carte.map_or_else(|| texte(a), |c| texte(c.select(&valeur).next().unwrap()));
        (href, nombre(&dit).unwrap_or_else(|| panic!("no figure in « {dit} »")))
    });
    liens.collect()
}

/// What the page of the cases counts, and the addresses of its files.
fn liste(page: &str) -> (usize, Vec<String>) {
    let html = Html::parse_document(page);
    let compte = texte(html.select(&lire(".compte [role=status]")).next().unwrap());
    let emporter = lire("ul[aria-label='Emporter cette liste'] a");
    let fichiers = html.select(&emporter).map(|a| a.value().attr("href").unwrap().to_owned());
    (nombre(&compte).unwrap_or_else(|| panic!("« {compte} »")), fichiers.collect())
}

fn lignes_csv(octets: &[u8]) -> usize {
    csv::ReaderBuilder::new().delimiter(b';').from_reader(octets).records().map(Result::unwrap).count()
}

fn lignes_xlsx(octets: Vec<u8>) -> usize {
    let mut classeur = Xlsx::new(std::io::Cursor::new(octets)).unwrap();
    classeur.worksheet_range_at(0).unwrap().unwrap().height() - 1
}

/// Opens every figure of some pages; gives all that was read on the way, as text.
async fn ouvrir_tout(v: &Visiteur, pages: &[&str], au_moins: usize) -> String {
    let mut tout = String::new();
    let mut vus = BTreeSet::new();
    for page in pages {
        let html = v.page(page).await;
        vus.extend(chiffres(&html));
    }
    assert!(vus.len() >= au_moins, "{} figures only", vus.len());
    for (adresse, dit) in vus {
        let html = v.page(&adresse).await;
        let (compte, fichiers) = liste(&html);
        assert_eq!(compte, dit, "{adresse}");
        assert_eq!(fichiers.len(), if dit == 0 { 0 } else { 2 }, "{adresse}");
        for fichier in fichiers {
            let octets = v.fichier(&fichier).await;
            if fichier.contains("/csv") {
                assert_eq!(lignes_csv(&octets), dit, "{fichier}");
                tout += &String::from_utf8(octets).unwrap();
            } else {
                let mut classeur = Xlsx::new(std::io::Cursor::new(&octets)).unwrap();
                for ligne in classeur.worksheet_range_at(0).unwrap().unwrap().rows() {
                    ligne.iter().for_each(|c| tout += &format!("{c};"));
                    tout.push('\n');
                }
                assert_eq!(lignes_xlsx(octets), dit, "{fichier}");
            }
        }
        tout += &html;
    }
    tout
}

const PAGES: [&str; 2] = ["/bilan?du=2017-01-01&au=2017-12-31", "/tableau-de-bord?annee=2017"];
/// 9 indicators, 12 of two parcours, 45 of contracts and their years, 9 of positionnements.
const FIGURES: usize = 75;

fn mots(texte: &str) -> Vec<&str> {
    texte.split(|c: char| !c.is_alphabetic()).filter(|m| !m.is_empty()).collect()
}

/// Young people named in a text: the given and the family name side by side, or a family name
/// that no firm nor structure has in its own.
async fn nommes(monde: &Monde, texte: &str) -> Vec<String> {
    let bas = async |sql: &str| monde.textes(sql).await.into_iter().map(|t| t.to_lowercase()).collect::<Vec<_>>();
    let autres = bas("SELECT employeur_nom AS texte FROM contrats UNION SELECT nom FROM structures UNION SELECT intitule FROM actions").await;
    let autres: HashSet<&str> = autres.iter().flat_map(|t| mots(t)).collect();
    let jeunes = bas("SELECT prenom || ' ' || nom AS texte FROM jeunes").await;
    let propres = jeunes.iter().filter(|j| !autres.contains(mots(j).last().unwrap())).count();
    assert!(propres > 1_000, "too few family names tell people from firms: {propres}");
    let texte = texte.to_lowercase();
    let lus = mots(&texte);
    let seuls: HashSet<&str> = lus.iter().copied().collect();
    let paires: HashSet<(&str, &str)> = lus.windows(2).map(|p| (p[0], p[1])).collect();
    let nomme = |j: &&String| {
        let parties = mots(j);
        let (prenom, nom) = (parties[parties.len() - 2], parties[parties.len() - 1]);
        let seul = !autres.contains(nom) && seuls.contains(nom);
        seul || paires.contains(&(prenom, nom)) || paires.contains(&(nom, prenom))
    };
    jeunes.iter().filter(nomme).cloned().collect()
}

#[tokio::test]
async fn an_administrator_finds_as_many_cases_as_each_figure_says() {
    for monde in mondes_de_demonstration("cas_admin").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let tout = ouvrir_tout(&v, &PAGES, FIGURES).await;
        // What the pilote must not find is there to be found.
        assert!(nommes(&monde, &tout).await.len() > 3_000);
    }
}

#[tokio::test]
async fn a_pilote_finds_as_many_and_the_name_of_nobody() {
    for monde in mondes_de_demonstration("cas_pilote").await {
        let v = monde.visiteur(Some(Role::Pilote)).await;
        // Those of the administrator, but the lists of fewer than five people.
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        for page in PAGES {
            let (toutes, siennes) = (chiffres(&admin.page(page).await), chiffres(&v.page(page).await));
            let de_peu = |(adresse, dit): &(String, usize)| {
                *dit < 5
                    && ["contrats", "positionnements", "parcours?"]
                        .iter()
                        .any(|f| adresse.contains(&format!("cas/{f}")))
            };
            let (fermees, ouvertes): (BTreeSet<_>, BTreeSet<_>) = toutes.into_iter().partition(de_peu);
            assert_eq!(siennes, ouvertes, "{page}");
            for (adresse, _) in fermees {
                let html = v.page(&adresse).await;
                assert!(html.contains("Moins de 5 ") && !html.contains("Emporter cette liste"), "{adresse}");
            }
        }
        let mut tout = ouvrir_tout(&v, &PAGES, FIGURES - 12).await;
        for liste in ["/contrats", "/positionnements", "/participations"] {
            tout += &v.page(liste).await;
            tout += &String::from_utf8(v.fichier(&format!("{liste}.csv")).await).unwrap();
        }
        assert_eq!(nommes(&monde, &tout).await, [""; 0]);
        assert!(!tout.contains("/jeunes/") && !tout.contains("@demo.example"), "no link to a young person either");
    }
}

#[tokio::test]
async fn cases_say_their_definition_period_perimeter_and_when_they_were_computed() {
    for monde in mondes_de_demonstration("cas_dits").await {
        let v = monde.visiteur(Some(Role::Pilote)).await;
        let page =
            v.page("/bilan/cas/parcours?action=PS-2017-02&mesure=sorties_positives&du=2017-01-01&au=2017-12-31").await;
        for mots in
            ["Période : année 2017", "Périmètre :", "Référence :", "20\u{a0}février 2018", "Jeunes différents", "BTP"]
        {
            assert!(page.contains(mots), "{mots} : {page}");
        }
    }
}

#[tokio::test]
async fn a_figure_that_does_not_exist_is_no_page() {
    for monde in mondes_de_demonstration("cas_absents").await {
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        for adresse in [
            "/bilan/cas/rien",
            "/bilan/cas/evenements?type=inconnu",
            "/bilan/cas/parcours?action=PS-2017-02",
            "/bilan/cas/contrats?structure=ML-INCONNUE",
            "/bilan/cas/contrats/pdf",
        ] {
            assert_eq!(v.get(adresse).await.0, axum::http::StatusCode::NOT_FOUND, "{adresse}");
        }
    }
}
