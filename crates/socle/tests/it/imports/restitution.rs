//! Refused rows given back as a file, mended, and taken in.

use passerelle_socle::echanges::Mode;

use super::{comptes, rangees, sans_histoire, seul};
use passerelle_monde::{Monde, mondes};

async fn livrer(monde: &Monde, fichiers: &[(&str, &str)]) -> passerelle_socle::echanges::Rapport {
    let mode = Mode { refus: Some(monde.dossier.path().join("refus")), ..Mode::default() };
    monde.livrer_mode(fichiers, &mode).await
}

fn rendu(monde: &Monde, nom: &str) -> String {
    let octets = std::fs::read(monde.dossier.path().join("refus").join(nom)).unwrap();
    String::from_utf8(octets).unwrap()
}

#[tokio::test]
async fn they_keep_the_columns_of_the_file_and_gain_their_reason() {
    let texte = "Code,Conseiller,Nom,Type\nA,Léa,Un,autre\nB,Léa,\"Deux, trois\",inventé\nC,Léa,Quatre,\n";
    for monde in mondes("rendus").await {
        let rapport = livrer(&monde, &[("structures.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 2]);
        assert!(
            f.avis.iter().any(|a| a.contains("structures.refus.csv") && a.contains("corrigez-les")),
            "{:?}",
            f.avis
        );
        let rendu = rangees(rendu(&monde, "structures.refus.csv").as_bytes());
        assert_eq!(rendu.len(), 3);
        assert_eq!(rendu[0], ["Code", "Conseiller", "Nom", "Type", "motif_refus"]);
        assert_eq!(rendu[1][..4], ["B", "Léa", "Deux, trois", "inventé"]);
        assert!(rendu[1][4].starts_with("type : « inventé » n'est pas un code connu"), "{rendu:?}");
        assert_eq!(rendu[2][..4], ["C", "Léa", "Quatre", ""]);
        assert!(rendu[2][4].starts_with("type : cette cellule est vide"), "{rendu:?}");
    }
}

#[tokio::test]
async fn once_mended_they_go_in_and_their_reason_is_no_unknown_column() {
    for monde in mondes("corriges").await {
        livrer(&monde, &[("structures.csv", "code;nom;type\nA;Un;inventé\nB;Deux;inventé\n")]).await;
        let corrige = rendu(&monde, "structures.refus.csv").replace(";inventé;", ";autre;");
        let rapport = livrer(&monde, &[("structures.refus.csv", &corrige)]).await;
        sans_histoire(&rapport);
        assert_eq!(comptes(seul(&rapport)), [2, 0, 0, 0]);
    }
}

#[tokio::test]
async fn mended_by_half_the_other_half_comes_back_again() {
    for monde in mondes("a_moitie").await {
        livrer(&monde, &[("structures.csv", "code;nom;type\nA;Un;inventé\nB;Deux;inventé\n")]).await;
        let moitie = rendu(&monde, "structures.refus.csv").replacen(";inventé;", ";autre;", 1);
        let rapport = livrer(&monde, &[("structures.refus.csv", &moitie)]).await;
        assert_eq!(comptes(seul(&rapport)), [1, 0, 0, 1]);
        let avant = rangees(rendu(&monde, "structures.refus.csv").as_bytes());
        assert_eq!(avant.len(), 3, "what waits in the folder is not written over");
        let reste = rendu(&monde, "structures.refus-2.csv");
        let lignes = rangees(reste.as_bytes());
        assert_eq!(lignes[0], ["code", "nom", "type", "motif_refus"], "the reason is not piled up");
        assert_eq!(lignes.len(), 2);
        assert_eq!(lignes[1][..3], ["B", "Deux", "inventé"]);
    }
}

#[tokio::test]
async fn rows_cut_short_or_too_long_come_back_whole() {
    for monde in mondes("rendus_coupes").await {
        livrer(&monde, &[("structures.csv", "code;nom;type\nA;Un\nB;Deux;autre;de trop\n")]).await;
        let rendu = rangees(rendu(&monde, "structures.refus.csv").as_bytes());
        assert_eq!(rendu[1][..3], ["A", "Un", ""]);
        assert!(rendu[1][3].starts_with("la ligne a 2 cellules"), "{rendu:?}");
        assert_eq!(rendu[2][..3], ["B", "Deux", "autre;de trop"], "the tail can be seen");
        assert!(rendu[2][3].starts_with("la ligne a 4 cellules"), "{rendu:?}");
    }
}

#[tokio::test]
async fn two_files_of_one_kind_each_give_their_rows_back() {
    for monde in mondes("deux_refus").await {
        let fichier = |code: &str| format!("code;nom;type\n{code};Un;inventé\n");
        let (nord, sud) = (fichier("NORD"), fichier("SUD"));
        livrer(&monde, &[("structures nord.csv", &nord), ("structures sud.csv", &sud)]).await;
        let rendus: Vec<String> = std::fs::read_dir(monde.dossier.path().join("refus"))
            .unwrap()
            .map(|e| rendu(&monde, e.unwrap().file_name().to_str().unwrap()))
            .collect();
        let tout = rendus.concat();
        assert!(tout.contains("NORD;Un") && tout.contains("SUD;Un"), "{tout}");
    }
}

#[tokio::test]
async fn nothing_is_given_back_when_nothing_is_refused() {
    for monde in mondes("sans_refus").await {
        let rapport = livrer(&monde, &[("structures.csv", "code;nom;type\nA;Un;autre\n")]).await;
        sans_histoire(&rapport);
        assert!(!monde.dossier.path().join("refus").exists());
    }
}

#[tokio::test]
async fn more_refusals_than_memory_keeps_all_come_back() {
    let lignes: String = (0..2_500).map(|i| format!("S{i};Structure;inventé\n")).collect();
    for monde in mondes("tous_rendus").await {
        let rapport = livrer(&monde, &[("structures.csv", &format!("code;nom;type\n{lignes}"))]).await;
        let f = seul(&rapport);
        assert_eq!((f.refuses, f.refus.len()), (2_500, passerelle_socle::echanges::RapportFichier::REFUS_GARDES));
        let rendu = rendu(&monde, "structures.refus.csv");
        let codes: Vec<&str> = rendu.lines().skip(1).map(|l| l.split(';').next().unwrap()).collect();
        assert_eq!(codes, (0..2_500).map(|i| format!("S{i}")).collect::<Vec<_>>());
    }
}
