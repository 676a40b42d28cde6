//! `passerelle import` as people run it: what it says, what it returns.

use std::process::Output;

use passerelle_socle::db::Travail;

use passerelle_monde::{Monde, mondes};

fn passerelle(monde: &Monde, arguments: &[&str]) -> Output {
    passerelle_monde::programme()
        .args(arguments)
        .env("PASSERELLE_BASE", monde.adresse())
        .current_dir(monde.dossier.path())
        .output()
        .unwrap()
}

fn dit(sortie: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&sortie.stdout), String::from_utf8_lossy(&sortie.stderr))
        .replace(['\u{a0}', '\u{202f}'], " ")
}

#[tokio::test]
async fn a_good_delivery_is_told_file_by_file() {
    for monde in mondes("programme_bon").await {
        let dossier = monde.deposer(&Monde::livraison_de_base());
        let fait = passerelle(&monde, &["import", dossier.to_str().unwrap()]);
        let texte = dit(&fait);
        assert!(fait.status.success(), "{texte}");
        assert!(
            texte.contains("structures.csv : 4 lignes lues · cree 4 · modifie 0 · inchange 0 · refuse 0"),
            "{texte}"
        );
        assert!(texte.contains("statistiques.csv : 2 lignes lues"), "{texte}");
        assert!(texte.contains("\nTout est enregistré.\n"), "{texte}");
        assert_eq!(monde.faits().await.len(), 24);
    }
}

#[tokio::test]
async fn refusals_are_told_with_file_line_column_and_given_back() {
    for monde in mondes("programme_refus").await {
        let dossier = monde.deposer(&[("structures.csv", "code;nom;type\nA;Un;autre\nB;Deux;inventé\n")]);
        let fait = passerelle(&monde, &["import", dossier.to_str().unwrap(), "--refus", "rendus"]);
        let texte = dit(&fait);
        assert!(fait.status.success(), "good rows are kept: {texte}");
        assert!(
            texte.contains("structures.csv, ligne 3, refuse : type : « inventé » n'est pas un code connu"),
            "{texte}"
        );
        assert!(texte.contains("Les bonnes lignes sont enregistrées."), "{texte}");
        assert!(monde.dossier.path().join("rendus/structures.refus.csv").exists());
    }
}

#[tokio::test]
async fn a_dry_run_prints_each_verdict_and_writes_no_file() {
    for monde in mondes("programme_a_blanc").await {
        monde.peupler().await;
        let avant = monde.tout_le_texte().await;
        let texte = "code;nom;type\nML-SUD;Mission locale Sud;mission_locale\nML-NORD;Nord;mission_locale\nA;Un;autre\nB;Deux;inventé\n";
        let dossier = monde.deposer(&[("structures.csv", texte)]);
        let fait = passerelle(&monde, &["import", "--a-blanc", dossier.to_str().unwrap()]);
        let texte = dit(&fait);
        for (ligne, verdict) in [(2, "inchange"), (3, "modifie"), (4, "cree"), (5, "refuse : type : « inventé »")] {
            assert!(texte.contains(&format!("structures.csv, ligne {ligne}, {verdict}")), "{texte}");
        }
        assert!(texte.contains("À blanc : rien n'a été écrit."), "{texte}");
        assert!(monde.tout_le_texte().await == avant, "a table changed");
        assert!(!monde.dossier.path().join("refus").exists(), "nor any file");
    }
}

#[tokio::test]
async fn all_or_nothing_fails_aloud() {
    for monde in mondes("programme_tout").await {
        let dossier = monde.deposer(&[("structures.csv", "code;nom;type\nA;Un;autre\nB;Deux;inventé\n")]);
        let fait = passerelle(&monde, &["import", "--tout-ou-rien", dossier.to_str().unwrap()]);
        assert_eq!(fait.status.code(), Some(1));
        assert!(dit(&fait).contains("Tout ou rien : des lignes sont refusées, rien n'a été écrit."), "{}", dit(&fait));
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 0);
    }
}

#[tokio::test]
async fn a_file_that_is_not_understood_fails_and_the_others_go_in() {
    for monde in mondes("programme_fichier").await {
        let dossier = monde.deposer(&[("divers.csv", "a;b\n"), ("structures.csv", "code;nom;type\nA;Un;autre\n")]);
        let fait = passerelle(&monde, &["import", dossier.to_str().unwrap()]);
        assert_eq!(fait.status.code(), Some(1));
        assert!(dit(&fait).contains("divers.csv : son nom ne dit pas ce qu'il contient"), "{}", dit(&fait));
        assert_eq!(monde.nombre("SELECT count(*) FROM structures").await, 1);
    }
}

#[tokio::test]
async fn a_program_reads_the_report_as_json() {
    for monde in mondes("programme_json").await {
        let dossier = monde.deposer(&[("structures.csv", "code;nom;type\nA;Un;autre\nB;Deux;inventé\n")]);
        let fait = passerelle(&monde, &["import", "--format", "json", dossier.to_str().unwrap()]);
        let json: serde_json::Value = serde_json::from_slice(&fait.stdout).unwrap();
        assert_eq!(json["ecrit"], true);
        let f = &json["fichiers"][0];
        assert_eq!(
            (&f["nature"], &f["lues"], &f["cree"], &f["refuse"]),
            (&"structures".into(), &2.into(), &1.into(), &1.into())
        );
        assert_eq!((&f["refus"][0]["ligne"], &f["refus"][0]["colonne"]), (&3.into(), &"type".into()));
    }
}

#[tokio::test]
async fn an_import_under_way_keeps_the_next_one_waiting_with_its_sentence() {
    for monde in mondes("programme_verrou").await {
        let dossier = monde.deposer(&[("structures.csv", "code;nom;type\nA;Un;autre\n")]);
        let _verrou = monde.base.verrouiller(Travail::Import).await.unwrap();
        let fait = passerelle(&monde, &["import", dossier.to_str().unwrap()]);
        assert_eq!(fait.status.code(), Some(2));
        assert!(dit(&fait).contains("passerelle : un autre import est en cours sur cette base"), "{}", dit(&fait));
    }
}
