//! Small numbers of people: what a financeur and an évaluateur read of them, page, file and frozen file; what a pilote
//! opens; and an attack by linear programming over all that such a reader may gather.

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use passerelle_monde::{Monde, Visiteur, mondes};
use passerelle_socle::access::Role;
use serde_json::Value;

/// Contracts of 2016 and of 2017 by structure: apprenticeships, professionnalisations. Tables of few people, with zeros, with
/// two small numbers that make six, and a structure that is no mission locale.
const CONTRATS: [(&str, [[i64; 2]; 2]); 7] = [
    ("ML-A", [[30, 2], [12, 4]]),
    ("ML-B", [[20, 11], [0, 7]]),
    ("ML-C", [[3, 3], [6, 6]]),
    ("ML-D", [[0, 0], [2, 1]]),
    ("ML-E", [[9, 6], [40, 0]]),
    ("ML-F", [[0, 0], [0, 0]]),
    ("CFA-G", [[1, 0], [0, 2]]),
];
/// Requests of 2017 by who prescribes.
const POSITIONNEMENTS: [(&str, usize); 4] = [("ML-A", 23), ("FT-H", 3), ("CFA-G", 8), ("", 1)];

/// Worlds where few people are counted.
async fn mondes_de_peu(nom: &str) -> Vec<Monde> {
    let mut structures = "code;nom;type\nFT-H;Agence H;france_travail\nE2C-I;École I;e2c\n".to_owned();
    let mut jeunes = "structure;numero;nom;prenom\n".to_owned();
    let mut contrats = "structure;jeune;type;date_debut\n".to_owned();
    for (code, annees) in CONTRATS {
        let genre = if code.starts_with("ML") { "mission_locale" } else { "cfa" };
        structures += &format!("{code};Structure {code};{genre}\n");
        jeunes += &format!("{code};1;Nom{};Prénom\n", code.replace('-', ""));
        for (annee, nombres) in [2016, 2017].into_iter().zip(annees) {
            for (genre, nombre) in ["apprentissage", "professionnalisation"].into_iter().zip(nombres) {
                for i in 0..nombre {
                    contrats += &format!("{code};1;{genre};{annee}-{:02}-{:02}\n", 1 + i / 28, 1 + i % 28);
                }
            }
        }
    }
    let actions = "code;type;intitule;porteur\nACT;atelier;Atelier;FT-H\n";
    let mut positionnements = "structure;jeune;prescripteur;action;date\n".to_owned();
    for (rang, (code, nombre)) in POSITIONNEMENTS.into_iter().enumerate() {
        for i in 0..nombre {
            positionnements += &format!("ML-A;1;{code};ACT;2017-{:02}-{:02}\n", 1 + rang, 1 + i);
        }
    }
    let evenements = "code;type;date;intitule;public;nb_jeunes;nb_cfa\nE1;promotion;2017-03-03;Petit forum;oui;3;2\n";
    let mondes = mondes(nom).await;
    for monde in &mondes {
        let rapport = monde
            .livrer(&[
                ("structures.csv", structures.as_str()),
                ("jeunes.csv", &jeunes),
                ("contrats.csv", &contrats),
                ("actions.csv", actions),
                ("positionnements.csv", &positionnements),
                ("evenements.csv", evenements),
            ])
            .await;
        let mauvais: Vec<_> = rapport.fichiers.iter().filter(|f| f.refuses > 0 || f.erreur.is_some()).collect();
        assert!(mauvais.is_empty(), "{mauvais:#?}");
    }
    mondes
}

async fn json(v: &Visiteur, adresse: &str) -> Value {
    serde_json::from_slice(&v.fichier(adresse).await).unwrap()
}

fn du_bilan(annee: i32, format: &str) -> String {
    format!("/bilan/fichier/{format}?du={annee}-01-01&au={annee}-12-31")
}

/// Something said of a sum of numbers that nobody says: what it is the sum of, and the words.
struct Dit {
    parts: Vec<(i32, String, &'static str)>,
    mots: Value,
}

const TYPES: [&str; 2] = ["apprentissage", "professionnalisation"];

/// All that the reports say of people, one by one.
fn lire(bilans: &[(i32, Value)]) -> Vec<Dit> {
    let mut dits = vec![];
    let structures = |b: &Value| -> Vec<String> {
        let lignes = b["contrats_par_structure"].as_array().unwrap();
        lignes.iter().map(|l| l["structure"].as_str().unwrap().to_owned()).collect()
    };
    let ensemble = |annee: i32, b: &Value, types: &[&'static str]| -> Vec<(i32, String, &'static str)> {
        structures(b).into_iter().flat_map(|s| types.iter().map(move |t| (annee, s.clone(), *t))).collect()
    };
    for (annee, b) in bilans {
        for ligne in b["contrats_par_structure"].as_array().unwrap() {
            let de = |t| (*annee, ligne["structure"].as_str().unwrap().to_owned(), t);
            dits.extend(TYPES.map(|t| Dit { parts: vec![de(t)], mots: ligne[t].clone() }));
            dits.push(Dit { parts: TYPES.map(de).into(), mots: ligne["total"].clone() });
        }
        dits.extend(TYPES.map(|t| Dit { parts: ensemble(*annee, b, &[t]), mots: b["contrats_total"][t].clone() }));
        dits.push(Dit { parts: ensemble(*annee, b, &TYPES), mots: b["contrats_total"]["total"].clone() });
        for (autre, mots) in b["contrats_par_annee"].as_object().unwrap() {
            let autre: i32 = autre.parse().unwrap();
            let lu = bilans.iter().find(|(a, _)| *a == autre).expect("each year of the table is read too");
            dits.push(Dit { parts: ensemble(autre, &lu.1, &TYPES), mots: mots.clone() });
        }
        let mut tous = vec![];
        for ligne in b["positionnements_par_prescripteur"].as_array().unwrap() {
            let part = (*annee, ligne["type"].as_str().unwrap().to_owned(), "positionnements");
            tous.push(part.clone());
            dits.push(Dit { parts: vec![part], mots: ligne["nombre"].clone() });
        }
        dits.push(Dit { parts: tous, mots: b["positionnements_total"].clone() });
    }
    dits
}

fn bornes(mots: &Value) -> (f64, f64) {
    match mots.as_str() {
        Some("moins de 5") => (0.0, 4.0),
        Some("non communiqué") => (0.0, f64::INFINITY),
        _ => [mots.as_f64().unwrap_or_else(|| panic!("{mots}")); 2].into(),
    }
}

/// How many values are left to a hidden number, by linear programming over all that is said.
fn etendue(dits: &[Dit], cible: usize) -> f64 {
    let extreme = |sens: OptimizationDirection| {
        let mut programme = Problem::new(sens);
        let mut variables: BTreeMap<&(i32, String, &str), Variable> = BTreeMap::new();
        for part in dits.iter().flat_map(|d| &d.parts) {
            let poids = f64::from(u8::from(dits[cible].parts.contains(part)));
            variables.entry(part).or_insert_with(|| programme.add_var(poids, (0.0, f64::INFINITY)));
        }
        for dit in dits {
            let termes: Vec<_> = dit.parts.iter().map(|p| (variables[p], 1.0)).collect();
            let (bas, haut) = bornes(&dit.mots);
            programme.add_constraint(&termes[..], ComparisonOp::Ge, bas);
            if haut.is_finite() {
                programme.add_constraint(&termes[..], ComparisonOp::Le, haut);
            }
        }
        match programme.solve() {
            Ok(solution) => solution.objective(),
            Err(microlp::Error::Unbounded) => f64::INFINITY,
            Err(e) => panic!("the true numbers are a solution: {e}"),
        }
    };
    let (haut, bas) = (extreme(OptimizationDirection::Maximize), extreme(OptimizationDirection::Minimize));
    (haut + 1e-6).floor() - (bas - 1e-6).ceil() + 1.0
}

#[tokio::test]
async fn linear_programming_over_all_that_a_financeur_reads_narrows_no_hidden_number_under_five_values() {
    for monde in mondes_de_peu("petits_attaque").await {
        let admin = monde.visiteur(Some(Role::Administrateur)).await;
        let exact = json(&admin, &du_bilan(2016, "json")).await;
        assert_eq!(exact["contrats_total"]["total"], 85);
        for role in [Role::Financeur, Role::Evaluateur] {
            let v = monde.visiteur(Some(role)).await;
            let mut bilans = vec![];
            for annee in 2014..=2017 {
                bilans.push((annee, json(&v, &du_bilan(annee, "json")).await));
            }
            let dits = lire(&bilans);
            let mut caches = 0;
            for (i, dit) in dits.iter().enumerate() {
                if let Some(n) = dit.mots.as_i64() {
                    assert!(n >= 5, "{n} is said of {:?}", dit.parts);
                    continue;
                }
                caches += 1;
                let valeurs = etendue(&dits, i);
                assert!(valeurs >= 5.0, "{valeurs} values are left to {:?}", dit.parts);
            }
            assert!(caches > 90, "{caches} hidden numbers only");
            // What is hidden depends on no row that would be there or not.
            for (annee, b) in &bilans {
                let lignes = b["contrats_par_structure"].as_array().unwrap();
                let codes: Vec<&str> = lignes.iter().map(|l| l["structure"].as_str().unwrap()).collect();
                assert_eq!(codes, ["ML-A", "ML-B", "ML-C", "ML-D", "ML-E", "ML-F", "autres"], "{annee}");
            }
            let b = &bilans[2].1;
            assert_eq!(b["contrats_total"]["total"], 85);
            assert_eq!(b["contrats_par_structure"][3]["apprentissage"], "moins de 5");
            assert_eq!(
                b["contrats_par_structure"][2]["apprentissage"], "non communiqué",
                "3 and 3 of 6 would be 2 to 4"
            );
            assert_eq!(b["contrats_par_structure"][2]["total"], 6);
        }
    }
}

#[tokio::test]
async fn page_files_and_frozen_files_hide_the_same() {
    for monde in mondes_de_peu("petits_partout").await {
        let pilote = monde.visiteur(Some(Role::Pilote)).await;
        let figer = async |du: &str, au: &str| {
            let (statut, entetes, _) = pilote.post("/bilan/figer", &[("du", du), ("au", au)]).await;
            assert_eq!(statut, StatusCode::SEE_OTHER);
            entetes[header::LOCATION].to_str().unwrap().to_owned()
        };
        let (fige, autre) = (figer("2017-01-01", "2017-12-31").await, figer("2017-01-01", "2017-06-30").await);
        let financeur = monde.visiteur(Some(Role::Financeur)).await;
        let vivant = json(&financeur, &du_bilan(2017, "json")).await;
        assert_eq!(json(&financeur, &format!("{fige}/fichier/json")).await, vivant);
        // A frozen period that this reader does not read is no report of theirs.
        for adresse in [autre.clone(), format!("{autre}/fichier/json")] {
            assert_eq!(financeur.get(&adresse).await.0, StatusCode::NOT_FOUND, "{adresse}");
            assert_eq!(pilote.get(&adresse).await.0, StatusCode::OK, "{adresse}");
        }
        let liste = financeur.page("/bilans").await;
        assert!(liste.contains(&fige) && !liste.contains(&autre));
        // Whoever counts reads all, in the same frozen report.
        let entier = json(&pilote, &format!("{fige}/fichier/json")).await;
        assert_eq!(entier, json(&pilote, &du_bilan(2017, "json")).await);
        assert_eq!(entier["contrats_par_structure"][1]["structure"], "ML-A");
        assert_eq!(entier["contrats_par_structure"][1]["professionnalisation"], 4);
        // Cell by cell in the CSV, live and frozen; the page and the frozen page show the same rows.
        let csv = String::from_utf8(financeur.fichier(&du_bilan(2017, "csv")).await).unwrap();
        let fige_csv = String::from_utf8(financeur.fichier(&format!("{fige}/fichier/csv")).await).unwrap();
        assert_eq!(csv, fige_csv);
        let pages = [financeur.page("/bilan?annee=2017").await, financeur.page(&fige).await];
        let html = String::from_utf8(financeur.fichier(&format!("{fige}/fichier/html")).await).unwrap();
        for ligne in vivant["contrats_par_structure"].as_array().unwrap() {
            let mots = |cle: &str| ligne[cle].as_str().map_or_else(|| ligne[cle].to_string(), str::to_owned);
            let nom = ligne["nom"].as_str().unwrap();
            for (cle, titre) in [("apprentissage", "Apprentissage"), ("total", "Ensemble")] {
                let attendue = format!("Contrats par structure en charge;{nom};{titre};{}", mots(cle));
                assert!(csv.contains(&attendue), "{attendue} : {csv}");
            }
            let cellules = ["apprentissage", "professionnalisation", "total"].map(mots);
            for page in pages.iter().chain([&html]) {
                assert_eq!(rangee(page, nom), cellules, "{nom}");
            }
        }
        assert!(csv.contains("non communiqué") && csv.contains("moins de 5"), "{csv}");
        assert!(!pages[0].contains("/bilan/cas/"), "no list is offered");
        assert!(pages[0].contains("Un nombre de moins de 5 personnes n'est pas dit"));
        for format in ["pdf", "xlsx"] {
            assert!(!financeur.fichier(&format!("{fige}/fichier/{format}")).await.is_empty());
        }
    }
}

/// The cells of the row of a structure, in the table of contracts of a page.
fn rangee(page: &str, nom: &str) -> [String; 3] {
    let html = scraper::Html::parse_document(page);
    let [tr, td, th] = ["tr", "td", "th"].map(|s| scraper::Selector::parse(s).unwrap());
    let texte = |e: scraper::ElementRef| e.text().collect::<String>().trim().to_owned();
    let rangee = html.select(&tr).find(|r| r.select(&th).next().is_some_and(|t| texte(t) == nom));
    let rangee = rangee.unwrap_or_else(|| panic!("no row {nom} : {page}"));
    let cellules: Vec<String> = rangee.select(&td).map(texte).collect();
    cellules.try_into().unwrap_or_else(|autres| panic!("{autres:?}"))
}

#[tokio::test]
async fn the_dashboard_and_an_event_write_a_small_number_in_words_for_a_financeur_alone() {
    for monde in mondes_de_peu("petits_tableau").await {
        let (financeur, pilote) =
            (monde.visiteur(Some(Role::Financeur)).await, monde.visiteur(Some(Role::Pilote)).await);
        let tableau = financeur.page("/tableau-de-bord?annee=2015").await;
        assert!(tableau.contains("<strong>moins de 5</strong> contrats en alternance"), "{tableau}");
        assert!(tableau.contains("<strong>0</strong> rencontres CFA"), "events are not people: {tableau}");
        let tableau = pilote.page("/tableau-de-bord?annee=2015").await;
        assert!(tableau.contains("<strong>0</strong> contrats en alternance"), "{tableau}");
        assert!(financeur.page("/tableau-de-bord?annee=2017").await.contains("<strong>80</strong> contrats"));
        let liste = pilote.page("/evenements").await;
        let debut = liste.find("/evenements/").unwrap();
        let adresse = liste[debut..].split('"').next().unwrap();
        let lu = financeur.page(adresse).await;
        assert!(lu.contains("moins de 5"), "{lu}");
        assert!(!pilote.page(adresse).await.contains("moins de 5"));
    }
}

#[tokio::test]
async fn only_whole_years_that_are_over_are_read_so_that_no_two_periods_are_subtracted() {
    for monde in mondes_de_peu("petits_periodes").await {
        let v = monde.visiteur(Some(Role::Financeur)).await;
        for adresse in [
            "/bilan?du=2017-01-01&au=2017-06-30",
            "/bilan?du=2016-01-01&au=2017-12-31",
            "/bilan?du=2017-01-01&au=2017-12-30",
            "/bilan?annee=2018",
            "/bilan/fichier/json?du=2018-01-01&au=2018-02-20",
            "/bilan/fichier/pdf?annee=2018",
            "/tableau-de-bord?annee=2018",
            "/tableau-de-bord?du=2017-03-01&au=2017-03-31",
        ] {
            let (statut, _, corps) = v.get(adresse).await;
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{adresse}");
            assert!(String::from_utf8(corps).unwrap().contains("années civiles entières et finies"), "{adresse}");
        }
        assert!(v.page("/bilan").await.contains("Bilan, année 2016"));
        assert!(!v.page("/bilan").await.contains("Choisir une autre période"));
        let pilote = monde.visiteur(Some(Role::Pilote)).await;
        assert!(pilote.page("/bilan?du=2017-01-01&au=2017-06-30").await.contains("Bilan, du"));
    }
}

#[tokio::test]
async fn fewer_than_five_people_open_no_list_for_a_pilote_nor_leave_in_a_file() {
    for monde in mondes_de_peu("petits_listes").await {
        let (pilote, admin) =
            (monde.visiteur(Some(Role::Pilote)).await, monde.visiteur(Some(Role::Administrateur)).await);
        let periode = "du=2017-01-01&au=2017-12-31";
        let peu = format!("/bilan/cas/contrats?structure=ML-D&{periode}");
        let page = pilote.page(&peu).await;
        assert!(page.contains("Moins de 5 contrats") && !page.contains("<td"), "{page}");
        assert!(page.contains("ne s&#39;ouvre qu&#39;à ceux") || page.contains("ne s'ouvre qu'à ceux"), "{page}");
        assert!(!page.contains("Emporter cette liste"), "{page}");
        for format in ["csv", "xlsx"] {
            let fichier = format!("/bilan/cas/contrats/{format}?structure=ML-D&{periode}");
            assert_eq!(pilote.get(&fichier).await.0, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(admin.get(&fichier).await.0, StatusCode::OK);
        }
        assert!(admin.page(&peu).await.contains("3\u{a0}contrats"));
        let assez = pilote.page(&format!("/bilan/cas/contrats?structure=ML-C&{periode}")).await;
        assert!(assez.contains("12\u{a0}contrats") && assez.contains("Emporter cette liste"), "{assez}");
        // Events are no people: one opens.
        let evenements = pilote.page(&format!("/bilan/cas/evenements?type=promotion&{periode}")).await;
        assert!(evenements.contains("Petit forum"), "{evenements}");
        // The lists of people themselves, however they are filtered.
        let liste = pilote.page("/contrats?type=professionnalisation&structure=ML-D").await;
        assert!(liste.contains("Moins de 5 contrats") || liste.contains("contrats, affichés"), "{liste}");
        assert_eq!(pilote.get("/participations.csv").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(pilote.page("/participations").await.contains("Moins de 5"));
        assert!(pilote.page("/positionnements").await.contains("35\u{a0}positionnements"));
        // On the report each figure of five people or more opens, and no other.
        let bilan = pilote.page("/bilan?annee=2017").await;
        assert!(bilan.contains("structure=ML-C") && !bilan.contains("structure=ML-D"), "{bilan}");
    }
}
