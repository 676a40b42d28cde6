//! A frozen report never changes, and says what has changed since.

use axum::http::{StatusCode, header};
use passerelle::demonstration::territoire;
use passerelle_socle::access::Role;

use super::{bilan, ecarts};
use passerelle_monde::{Visiteur, mondes, mondes_de_demonstration};

const FORMATS: [&str; 5] = ["json", "html", "pdf", "xlsx", "csv"];

/// Freezes the report of 2017; the page it leads to.
async fn figer(v: &Visiteur) -> String {
    let _ouvert = crate::ATELIER.read().await;
    let (statut, entetes, _) = v.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
    assert_eq!(statut, StatusCode::SEE_OTHER);
    entetes[header::LOCATION].to_str().unwrap().to_owned()
}

async fn fichiers(v: &Visiteur, page: &str) -> Vec<Vec<u8>> {
    let mut fichiers = Vec::new();
    for format in FORMATS {
        fichiers.push(v.fichier(&format!("{page}/fichier/{format}")).await);
    }
    fichiers
}

#[tokio::test]
async fn its_files_are_the_same_bytes_after_any_import_and_its_page_tells_what_moved() {
    for monde in mondes_de_demonstration("gel").await {
        let v = monde.visiteur(Some(Role::Pilote)).await;
        let page = figer(&v).await;
        let avant = fichiers(&v, &page).await;
        let fige: serde_json::Value = serde_json::from_slice(&avant[0]).unwrap();
        assert_eq!(ecarts(&fige, &bilan(&monde, 2017).await), [""; 0], "frozen, it is the report of the day");
        let texte = v.page(&page).await;
        assert!(texte.contains("il donne les mêmes nombres"), "{texte}");
        for mots in ["Bilan figé", "par Pilotage", "le 20\u{a0}février 2018 à 10\u{a0}h\u{a0}30"] {
            assert!(texte.contains(mots), "{mots} : {texte}");
        }

        let contrats = "structure;jeune;type;date_debut\n";
        let jeune = territoire::livraison().into_iter().find(|f| f.nom == "jeunes.csv").unwrap();
        let numero = String::from_utf8(jeune.octets)
            .unwrap()
            .lines()
            .find(|l| l.starts_with("ML-SEVRAN;"))
            .unwrap()
            .split(';')
            .nth(1)
            .unwrap()
            .to_owned();
        let rapport = monde
            .livrer(&[
                ("contrats.csv", format!("{contrats}ML-SEVRAN;{numero};apprentissage;2017-06-06\n")),
                ("structures.csv", "code;nom;type\nML-SEVRAN;Mission locale de Sevran;mission_locale\n".into()),
            ])
            .await;
        assert!(!rapport.refuse());
        assert!(fichiers(&v, &page).await == avant, "a frozen file changed");
        let texte = v.page(&page).await;
        assert!(texte.contains("il diffère") && !texte.contains("les mêmes nombres"), "{texte}");
        for (ou, avant, apres) in [
            ("contrats_par_annee · 2017", "1377", "1378"),
            ("contrats_par_structure · ML-SEVRAN · apprentissage", "76", "77"),
            ("contrats_par_structure · ML-SEVRAN · nom", "Mission locale Sevran", "Mission locale de Sevran"),
            ("contrats_total · total", "1377", "1378"),
        ] {
            let ligne = format!("<tr><th scope=\"row\">{ou}</th><td>{avant}</td><td>{apres}</td></tr>");
            assert!(texte.contains(&ligne), "{ligne} : {texte}");
        }
        // The figures of the page stay those frozen.
        let sans_espace = texte.replace(['\u{a0}', '\u{202f}'], "");
        assert!(sans_espace.contains(">1377</a>") && !sans_espace.contains(">1378</a>"), "{texte}");
        assert_eq!(monde.nombre("SELECT count(*) FROM journal WHERE action = 'figer' AND objet = 'bilans'").await, 1);
    }
}

#[tokio::test]
async fn two_frozen_reports_are_kept_side_by_side() {
    for monde in mondes("deux_gels").await {
        monde.peupler().await;
        let v = monde.visiteur(Some(Role::Administrateur)).await;
        let premier = figer(&v).await;
        monde
            .livrer(&[("contrats.csv", "structure;jeune;type;date_debut\nML-NORD;12;apprentissage;2017-06-06\n")])
            .await;
        let second = figer(&v).await;
        assert_ne!(premier, second);
        let lire = async |page: &str| -> serde_json::Value {
            serde_json::from_slice(&v.fichier(&format!("{page}/fichier/json")).await).unwrap()
        };
        assert_eq!(lire(&premier).await["contrats_total"]["total"], 2);
        assert_eq!(lire(&second).await["contrats_total"]["total"], 3);
        let liste = v.page("/bilans").await;
        let (un, deux) = (liste.find(&premier).unwrap(), liste.find(&second).unwrap());
        assert!(deux < un, "the latest first");
        assert_eq!(monde.nombre("SELECT count(*) FROM bilans_figes").await, 2);
    }
}

#[tokio::test]
async fn the_public_freezes_nothing_and_a_frozen_report_is_not_public() {
    for monde in mondes("gel_public").await {
        monde.peupler().await;
        let v = monde.visiteur(Some(Role::Pilote)).await;
        let page = figer(&v).await;
        let public = monde.visiteur(None).await;
        let (statut, ..) = public.post("/bilan/figer", &[("du", "2017-01-01"), ("au", "2017-12-31")]).await;
        assert_eq!(statut, StatusCode::NOT_FOUND);
        let (statut, entetes, _) = public.get(&format!("{page}/fichier/json")).await;
        assert!(statut.is_redirection() && entetes[header::LOCATION].to_str().unwrap().starts_with("/connexion"));
        assert_eq!(monde.nombre("SELECT count(*) FROM bilans_figes").await, 1);
    }
}

#[tokio::test]
async fn a_period_that_cannot_be_is_refused_with_its_sentence() {
    for monde in mondes("gel_periode").await {
        let v = monde.visiteur(Some(Role::Pilote)).await;
        for (du, au, mots) in [
            ("2017-12-31", "2017-01-01", "finit le"),
            ("2017-02-30", "2017-12-31", "n’existe pas"),
            ("2017-01-01", "", "le premier et le dernier jour"),
        ] {
            let (statut, _, corps) = v.post("/bilan/figer", &[("du", du), ("au", au)]).await;
            let texte = String::from_utf8(corps).unwrap();
            assert_eq!(statut, StatusCode::UNPROCESSABLE_ENTITY, "{texte}");
            assert!(texte.contains(mots), "{mots} : {texte}");
        }
        assert_eq!(monde.nombre("SELECT count(*) FROM bilans_figes").await, 0);
    }
}
