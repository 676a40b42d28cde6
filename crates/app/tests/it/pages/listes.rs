//! A list, its count, its filters and its files tell the same rows.

use std::collections::BTreeSet;

use passerelle::routes;
use passerelle_socle::access::Role;
use passerelle_socle::db::Moteur;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use scraper::Html;

use passerelle_monde::html::{dans, texte, tous};
use passerelle_monde::listes::{Liste, compte, lire_csv, lire_liste, lire_xlsx};
use passerelle_monde::{Monde, Visiteur, mondes_de_demonstration, moteurs};

/// Some ways to fill the filters of a list, drawn among those it offers.
fn demandes(page: &Html, alea: &mut ChaCha8Rng) -> Vec<Vec<(String, String)>> {
    let nom = |e: scraper::ElementRef| e.value().attr("name").unwrap_or_default().to_owned();
    let mut champs: Vec<(String, Vec<String>)> = Vec::new();
    for choix in tous(page, "form.filtres select") {
        let valeurs =
            dans(choix, "option").into_iter().filter_map(|o| o.value().attr("value")).filter(|v| !v.is_empty());
        champs.push((nom(choix), valeurs.map(str::to_owned).collect()));
    }
    for date in tous(page, "form.filtres input[type=date]") {
        champs.push((nom(date), ["2016-09-01", "2017-01-01", "2017-06-15", "2017-12-31"].map(str::to_owned).to_vec()));
    }
    // Words that the first rows really have.
    let mots: Vec<String> = tous(page, "table.liste tbody tr th")
        .into_iter()
        .flat_map(|t| texte(t).split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    for saisie in tous(page, "form.filtres input[type=search]") {
        champs.push((nom(saisie), mots.iter().filter(|m| m.chars().count() > 3).cloned().collect()));
    }
    let mut demandes = vec![vec![]];
    for (cle, valeurs) in champs.iter().filter(|c| !c.1.is_empty()) {
        demandes.extend(valeurs.sample(alea, 1).map(|v| vec![(cle.clone(), v.clone())]).collect::<Vec<_>>());
    }
    for _ in 0..2 {
        let tiree = champs.iter().filter_map(|(c, v)| Some((c.clone(), v.choose(alea)?.clone())));
        demandes.push(tiree.collect());
    }
    demandes
}

fn adresse(chemin: &str, demande: &[(String, String)]) -> String {
    let encode = |t: &str| {
        t.bytes()
            .map(|o| if o.is_ascii_alphanumeric() || o == b'-' { (o as char).to_string() } else { format!("%{o:02X}") })
            .collect::<String>()
    };
    let paires: Vec<String> = demande.iter().map(|(c, v)| format!("{c}={}", encode(v))).collect();
    if paires.is_empty() { chemin.to_owned() } else { format!("{chemin}?{}", paires.join("&")) }
}

/// Page, count, CSV and XLSX of one address agree; what the page says.
async fn verifier(lecteur: &Visiteur, adresse: &str) -> Liste {
    let liste = lire_liste(lecteur, adresse).await;
    if liste.fermee {
        assert!(liste.lignes.is_empty() && liste.exports.is_empty(), "{adresse}: few rows are kept, page and files");
        let fichier = match adresse.split_once('?') {
            Some((chemin, reste)) => format!("{chemin}.csv?{reste}"),
            None => format!("{adresse}.csv"),
        };
        assert_eq!(lecteur.get(&fichier).await.0, axum::http::StatusCode::UNPROCESSABLE_ENTITY, "{fichier}");
    }
    if liste.compte == 0 {
        assert!(liste.lignes.is_empty() && !tous(&liste.page, ".vide p").is_empty(), "{adresse}");
        return liste;
    }
    let [xlsx, csv] = liste.exports.as_slice() else { panic!("{adresse}: exports {:?}", liste.exports) };
    let (csv, xlsx) = (lire_csv(&lecteur.fichier(csv).await), lire_xlsx(&lecteur.fichier(xlsx).await));
    assert_eq!(csv.entetes, xlsx.entetes, "{adresse}");
    assert_eq!(csv.entetes, liste.entetes, "{adresse}");
    assert_eq!(
        (csv.lignes.len(), xlsx.lignes.len()),
        (liste.compte, liste.compte),
        "{adresse}: the files and the count differ"
    );
    assert_eq!(liste.lignes.len(), liste.compte.min(25), "{adresse}");
    for (rang, ligne) in csv.lignes.iter().enumerate() {
        assert_eq!(ligne, &xlsx.lignes[rang], "{adresse}: row {rang}");
    }
    for (ligne, du_fichier) in std::iter::zip(&liste.lignes, &csv.lignes) {
        let du_fichier: Vec<String> =
            du_fichier.iter().map(|c| c.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(ligne, &du_fichier, "{adresse}: the page and its CSV differ");
    }
    liste
}

#[tokio::test]
async fn a_list_its_count_and_its_files_are_the_same_rows_for_an_administrateur_on_sqlite() {
    memes_lignes(Moteur::Sqlite, Role::Administrateur).await;
}

#[tokio::test]
async fn a_list_its_count_and_its_files_are_the_same_rows_for_an_administrateur_on_postgresql() {
    memes_lignes(Moteur::Postgres, Role::Administrateur).await;
}

#[tokio::test]
async fn a_list_its_count_and_its_files_are_the_same_rows_for_a_pilote() {
    for moteur in moteurs() {
        memes_lignes(moteur, Role::Pilote).await;
    }
}

async fn memes_lignes(moteur: Moteur, role: Role) {
    if !moteurs().contains(&moteur) {
        return;
    }
    let monde = Monde::de_demonstration("listes", moteur).await;
    let mut alea = ChaCha8Rng::seed_from_u64(1377);
    let site = routes::site();
    let chemins: BTreeSet<&str> = site.declarations().iter().map(|d| d.chemin).collect();
    let listes: Vec<&str> = chemins.iter().copied().filter(|c| chemins.contains(format!("{c}.csv").as_str())).collect();
    // The register of fields is a page of the code, whole, with its file: not a list of rows.
    let listes: Vec<&str> = listes.into_iter().filter(|c| *c != "/registre").collect();
    assert!(listes.len() >= 10, "{listes:?}");
    let mut verifiees = 0;
    let lecteur = monde.visiteur(Some(role)).await;
    for chemin in &listes {
        // An export adds a line to the journal: it is read where exports do not show.
        let fixe = (*chemin == "/journal").then(|| ("objet".to_owned(), "structures".to_owned()));
        if lecteur.get(chemin).await.0 != axum::http::StatusCode::OK {
            continue;
        }
        let liste = lire_liste(&lecteur, chemin).await;
        if liste.compte > 0 && liste.exports.is_empty() {
            let (statut, ..) = lecteur.get(&format!("{chemin}.csv")).await;
            assert_eq!(statut, axum::http::StatusCode::NOT_FOUND, "{chemin}: a file that no link offers");
            continue;
        }
        let (mut tailles, total) = (Vec::new(), liste.compte);
        // The rows are the same for both; the columns of the second are looked at less often.
        let combien = if role == Role::Administrateur { usize::MAX } else { 3 };
        for mut demande in demandes(&liste.page, &mut alea).into_iter().take(combien) {
            if let Some((cle, valeur)) = &fixe {
                demande.retain(|(c, _)| c != cle);
                demande.push((cle.clone(), valeur.clone()));
            }
            let adresse = adresse(chemin, &demande);
            let lue = verifier(&lecteur, &adresse).await;
            tailles.push(lue.compte);
            rejouer(&lecteur, &adresse, &demande, &lue).await;
            verifiees += 1;
        }
        assert!(total == 0 || tailles.iter().any(|n| *n < total) || fixe.is_some(), "{chemin}: no filter filters");
        dernieres_lignes(&lecteur, chemin, total).await;
    }
    println!("{}: {verifiees} filtered lists verified in three forms", monde.moteur);
}

/// An address, its filters shown again as they were asked, gives the same rows once more.
async fn rejouer(lecteur: &Visiteur, adresse: &str, demande: &[(String, String)], une: &Liste) {
    let deux = lire_liste(lecteur, adresse).await;
    assert_eq!((une.compte, &une.lignes), (deux.compte, &deux.lignes), "{adresse}");
    for (cle, valeur) in demande {
        let choisi = tous(&une.page, &format!("form.filtres select[name=\"{cle}\"] option[selected]"));
        let saisi = tous(&une.page, &format!("form.filtres input[name=\"{cle}\"]"));
        let montre = choisi.first().or(saisi.first()).and_then(|e| e.value().attr("value")).unwrap_or_default();
        assert_eq!(montre, valeur, "{adresse}: the filter is not shown as it was asked");
    }
}

/// The last page holds what the others do not, and no page lies beyond.
async fn dernieres_lignes(lecteur: &Visiteur, chemin: &str, total: usize) {
    if total <= 25 || chemin == "/journal" {
        return;
    }
    let derniere = total.div_ceil(25);
    let page = lire_liste(lecteur, &format!("{chemin}?page={derniere}")).await;
    assert_eq!(page.lignes.len(), total - (derniere - 1) * 25, "{chemin}");
    let apres = lire_liste(lecteur, &format!("{chemin}?page={}", derniere + 1)).await;
    assert_eq!(apres.lignes, page.lignes, "{chemin}: beyond the last page");
    // A column sorted one way then the other gives the same rows, turned round.
    let tris = tous(&page.page, "table.liste thead th a")
        .into_iter()
        .filter_map(|a| a.value().attr("href"))
        .map(str::to_owned);
    for tri in tris.collect::<BTreeSet<_>>() {
        assert_eq!(lire_liste(lecteur, &tri).await.compte, total, "{tri}");
    }
}

/// Each figure of the report opens on as many rows as it says, on the page and in both files.
#[tokio::test]
async fn a_figure_opens_on_as_many_rows_as_it_says() {
    for monde in mondes_de_demonstration("chiffres").await {
        let pilote = monde.visiteur(Some(Role::Pilote)).await;
        let bilan = Html::parse_document(&pilote.page("/bilan?du=2017-01-01&au=2017-12-31").await);
        let mut ouverts = 0;
        let mut dits: Vec<(String, usize)> = Vec::new();
        for carte in tous(&bilan, ".chiffre") {
            let lien = dans(carte, ".cas a")[0].value().attr("href").unwrap_or_default();
            dits.push((lien.to_owned(), compte(&texte(dans(carte, ".valeur strong")[0]))));
        }
        for lien in tous(&bilan, "table a[href^=\"/bilan/cas/\"]") {
            dits.push((lien.value().attr("href").unwrap_or_default().to_owned(), compte(&texte(lien))));
        }
        dits.sort();
        dits.dedup();
        assert!(dits.len() > 60, "{} figures only", dits.len());
        for (adresse, dit) in dits {
            assert_eq!(verifier(&pilote, &adresse).await.compte, dit, "{} : {adresse}", monde.moteur);
            ouverts += dit;
        }
        assert!(ouverts > 5_000, "{ouverts} cases only");
    }
}
