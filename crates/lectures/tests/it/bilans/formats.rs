//! The report in each of its formats.

use calamine::{Data, Reader, Xlsx};
use passerelle_socle::access::Role;
use serde_json::Value;

use passerelle_monde::{Monde, mondes_de_demonstration};

async fn fichier(monde: &Monde, format: &str) -> Vec<u8> {
    let v = monde.visiteur(Some(Role::Pilote)).await;
    let _ouvert = crate::ATELIER.read().await;
    v.fichier(&format!("/bilan/fichier/{format}?du=2017-01-01&au=2017-12-31")).await
}

/// Keys of an object in the order of the text, which `serde_json` would sort.
fn cles(texte: &str, retrait: usize) -> Vec<String> {
    let marge = " ".repeat(retrait) + "\"";
    texte
        .lines()
        .filter_map(|l| l.strip_prefix(&marge))
        .filter_map(|l| l.split_once("\":"))
        .map(|(c, _)| c.to_owned())
        .collect()
}

#[tokio::test]
async fn json_has_the_published_keys_in_their_published_types() {
    for monde in mondes_de_demonstration("json").await {
        let octets = fichier(&monde, "json").await;
        let texte = String::from_utf8(octets).unwrap();
        assert_eq!(
            cles(&texte, 2),
            [
                "periode",
                "indicateurs",
                "parcours_securises",
                "contrats_par_structure",
                "contrats_total",
                "contrats_par_annee",
                "positionnements_par_prescripteur",
                "positionnements_total",
                "rencontres",
                "statistiques",
            ]
        );
        let b: Value = serde_json::from_str(&texte).unwrap();
        let champs = |v: &Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        let triees = |mut cles: Vec<&'static str>| {
            cles.sort_unstable();
            cles
        };
        for (ou, attendues) in [
            (&b["periode"], vec!["du", "au"]),
            (
                &b["indicateurs"],
                vec![
                    "partenariats_inities",
                    "partenariats_perennises",
                    "rencontres_cfa_prescripteurs",
                    "reunions_referents",
                    "coordination",
                    "actions",
                    "parcours_securises",
                    "informations_collectives",
                    "evenements_promotion",
                ],
            ),
            (
                &b["parcours_securises"][0],
                vec![
                    "code",
                    "intitule",
                    "ouvert",
                    "accompagnes",
                    "termines",
                    "contrat_apprentissage",
                    "formation",
                    "emploi",
                    "sorties_positives",
                ],
            ),
            (
                &b["contrats_par_structure"][0],
                vec!["structure", "nom", "apprentissage", "professionnalisation", "total"],
            ),
            (&b["contrats_total"], vec!["apprentissage", "professionnalisation", "total"]),
            (&b["positionnements_par_prescripteur"][0], vec!["type", "nombre"]),
            (&b["rencontres"][0], vec!["date", "intitule", "nb_cfa", "nb_prescripteurs"]),
            (&b["statistiques"][0], vec!["serie", "territoire", "periode", "valeur", "unite", "source"]),
        ] {
            let mut lues = champs(ou);
            lues.sort_unstable();
            assert_eq!(lues, triees(attendues));
        }
        // Counts are whole numbers, years are keys of four digits, dates are ISO.
        assert!(b["indicateurs"].as_object().unwrap().values().all(Value::is_u64));
        assert!(b["contrats_par_annee"].as_object().unwrap().iter().all(|(a, n)| a.len() == 4 && n.is_u64()));
        assert!(b["positionnements_total"].is_u64() && b["parcours_securises"][0]["ouvert"].is_boolean());
        assert!(b["statistiques"].as_array().unwrap().iter().all(|s| s["valeur"].is_u64()), "4337, not 4337.0");
        assert_eq!((&b["periode"]["du"], &b["rencontres"][0]["date"]), (&"2017-01-01".into(), &"2017-03-14".into()));
    }
}

#[tokio::test]
async fn the_command_line_gives_the_same_bytes_as_the_site() {
    for monde in mondes_de_demonstration("bilan_programme").await {
        for format in ["json", "csv"] {
            let fait = passerelle_monde::programme()
                .args([
                    "bilan",
                    "--du",
                    "2017-01-01",
                    "--au",
                    "31/12/2017",
                    "--format",
                    format,
                    "--base",
                    monde.adresse(),
                ])
                .output()
                .unwrap();
            assert!(fait.status.success(), "{}", String::from_utf8_lossy(&fait.stderr));
            assert!(fait.stdout == fichier(&monde, format).await, "{format}");
        }
        let sortie = monde.dossier.path().join("bilan.pdf");
        let fait = passerelle_monde::programme()
            .args([
                "bilan",
                "--du",
                "2017-01-01",
                "--au",
                "2017-12-31",
                "--format",
                "pdf",
                "--base",
                monde.adresse(),
                "--sortie",
            ])
            .arg(&sortie)
            .output()
            .unwrap();
        assert!(fait.status.success() && fait.stdout.is_empty());
        assert!(std::fs::read(sortie).unwrap().starts_with(b"%PDF"));
    }
}

#[tokio::test]
async fn a_period_that_cannot_be_is_told_on_the_command_line() {
    for monde in mondes_de_demonstration("bilan_periode").await {
        for (du, au, mots) in [("2017-12-31", "2017-01-01", "finit le"), ("2017-13-01", "2017-12-31", "calendrier")] {
            let fait = passerelle_monde::programme()
                .args(["bilan", "--du", du, "--au", au, "--base", monde.adresse()])
                .output()
                .unwrap();
            assert!(!fait.status.success() && fait.stdout.is_empty());
            assert!(String::from_utf8_lossy(&fait.stderr).contains(mots), "{}", String::from_utf8_lossy(&fait.stderr));
        }
    }
}

#[tokio::test]
async fn csv_has_one_line_a_figure() {
    for monde in mondes_de_demonstration("bilan_csv").await {
        let octets = fichier(&monde, "csv").await;
        let texte = String::from_utf8(octets).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        assert!(texte.starts_with("\u{feff}Tableau;Ligne;Colonne;Valeur\r\n"), "{texte}");
        for ligne in [
            "Indicateurs de suivi;partenariats pérennisés;Valeur;100",
            "Parcours sécurisés;BTP;Formation autre;5",
            "Contrats par structure en charge;Mission locale MIRE;Ensemble;217",
            "Contrats par structure en charge;Ensemble;Apprentissage;758",
            "Contrats en alternance, année par année;2016;Contrats;1366",
            "Positionnements par type de prescripteur;Mission locale;Positionnements;1071",
            "Rencontres entre CFA et prescripteurs;Rencontre CFA et prescripteurs de rentrée;Prescripteurs;52",
        ] {
            assert!(texte.contains(&format!("\r\n{ligne}\r\n")), "{ligne} : {texte}");
        }
    }
}

#[tokio::test]
async fn xlsx_has_one_sheet_a_table_with_numbers_that_are_numbers() {
    for monde in mondes_de_demonstration("bilan_xlsx").await {
        let mut classeur = Xlsx::new(std::io::Cursor::new(fichier(&monde, "xlsx").await)).unwrap();
        let feuilles = classeur.sheet_names();
        assert!(feuilles.len() >= 7 && feuilles[0] == "Indicateurs de suivi", "{feuilles:?}");
        let contrats = classeur
            .worksheet_range("Contrats par structure en charg")
            .or_else(|_| classeur.worksheet_range_at(2).unwrap())
            .unwrap();
        let derniere: Vec<&Data> = contrats.rows().next_back().unwrap().iter().collect();
        assert_eq!(
            derniere,
            [&Data::String("Ensemble".into()), &Data::Float(758.0), &Data::Float(619.0), &Data::Float(1377.0)]
        );
        assert_eq!(contrats.height(), 1 + 14 + 1);
    }
}

#[tokio::test]
async fn pdf_is_tagged_and_in_french() {
    for monde in mondes_de_demonstration("bilan_pdf").await {
        let octets = fichier(&monde, "pdf").await;
        assert!(octets.starts_with(b"%PDF-1.") && octets.len() > 20_000);
        let texte = String::from_utf8_lossy(&octets);
        assert!(texte.trim_end().ends_with("%%EOF"));
        // The catalogue of an archived document is written in clear.
        for marque in ["/MarkInfo", "/StructTreeRoot", "/Lang"] {
            assert!(texte.contains(marque), "{marque}");
        }
    }
}

#[tokio::test]
async fn html_stands_alone_and_calls_nobody() {
    for monde in mondes_de_demonstration("bilan_html").await {
        let texte = String::from_utf8(fichier(&monde, "html").await).unwrap();
        assert!(texte.starts_with("<!doctype html>") && texte.contains("lang=\"fr\""));
        for mots in
            ["758", "Mission locale MIRE", "<svg", "Définitions", "Les personnes et les entreprises sont fictives"]
        {
            assert!(texte.contains(mots), "{mots}");
        }
        for appel in ["<script", "src=\"", "<link", "href=\"/", "url(http", "@import"] {
            assert!(!texte.contains(appel), "{appel}");
        }
    }
}
