//! Encodings, separators, headers: how a file may be written.

use super::{comptes, sans_histoire, seul};
use passerelle_monde::mondes;

const NOM: &str = "Œuvre d’été à 50 € – Île";

#[tokio::test]
async fn the_same_name_comes_out_of_every_encoding() {
    let texte = format!("code;nom;type\nO1;{NOM};association\n");
    let utf8 = texte.clone().into_bytes();
    let bom = [b"\xef\xbb\xbf".as_slice(), &utf8].concat();
    let (windows_1252, _, perdu) = encoding_rs::WINDOWS_1252.encode(&texte);
    assert!(!perdu && windows_1252.contains(&0x8c) && windows_1252.contains(&0x80), "Œ and € have a byte each");
    for octets in [utf8, bom, windows_1252.into_owned()] {
        for monde in mondes("encodages").await {
            let rapport = monde.livrer(&[("structures.csv", &octets)]).await;
            sans_histoire(&rapport);
            assert_eq!(monde.valeur("structures", "nom", "code = 'O1'").await, NOM);
        }
    }
}

#[tokio::test]
async fn a_character_on_the_edge_of_a_read_stays_whole() {
    // The file is looked at in pieces of 256 kB, read in pieces of 128 kB: « é » falls on every edge.
    let longue: String = (0..40_000).map(|i| format!("S{i:05};{}é;association\n", "x".repeat(i % 13))).collect();
    for monde in mondes("bords").await {
        let rapport = monde.livrer(&[("structures.csv", format!("code;nom;type\n{longue}"))]).await;
        sans_histoire(&rapport);
        assert_eq!(monde.nombre("SELECT count(*) FROM structures WHERE nom LIKE '%é'").await, 40_000);
        assert_eq!(monde.nombre("SELECT count(*) FROM structures WHERE nom LIKE '%Ã%'").await, 0);
    }
}

#[tokio::test]
async fn a_file_of_two_encodings_is_read_and_said() {
    let octets = [b"code;nom;type\nO1;\xc3\xa9t\xc3\xa9;association\nO2;\xe9t\xe9;association\n".as_slice()].concat();
    for monde in mondes("melange").await {
        let rapport = monde.livrer(&[("structures.csv", &octets)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 0]);
        assert!(f.avis[0].contains("mélange deux encodages"), "{:?}", f.avis);
        assert_eq!(monde.valeur("structures", "nom", "code = 'O2'").await, "été");
    }
}

#[tokio::test]
async fn semicolon_comma_and_tab_are_told_from_the_header() {
    for separateur in [";", ",", "\t"] {
        let texte = "code|nom|type|bassin\nO1|\"Maison; des, métiers\tdu \"\"Lac\"\"\"|association|Nord\n"
            .replace('|', separateur);
        for monde in mondes("separateurs").await {
            let rapport = monde.livrer(&[("structures.csv", &texte)]).await;
            sans_histoire(&rapport);
            assert_eq!(monde.valeur("structures", "nom", "code = 'O1'").await, "Maison; des, métiers\tdu \"Lac\"");
            assert_eq!(monde.valeur("structures", "bassin", "code = 'O1'").await, "Nord");
        }
    }
}

#[tokio::test]
async fn a_quoted_cell_may_hold_a_line_break_and_lines_are_still_counted() {
    let texte = "code;nom;type\r\nO1;\"Maison\r\ndes métiers\";association\r\nO2;Halle;inconnu\r\n";
    for monde in mondes("retours").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        assert_eq!(monde.valeur("structures", "nom", "code = 'O1'").await, "Maison\ndes métiers");
        assert_eq!(super::refus(seul(&rapport)).ligne, 4, "the cell on two lines takes both");
    }
}

#[tokio::test]
async fn the_line_said_is_the_line_shown_whatever_ends_the_lines() {
    for fin in ["\n", "\r\n", "\r"] {
        for dernier in [fin, ""] {
            let texte = [
                "",
                "",
                "code;nom;type",
                "A;Un;autre",
                "",
                "B;\"De|ux\";autre",
                "C;\"Tr|ois\";inventé",
                ";;",
                "D;Quatre",
            ]
            .join(fin)
            .replace('|', fin)
                + dernier;
            for monde in mondes("fins_de_ligne").await {
                let rapport = monde.livrer(&[("structures.csv", &texte)]).await;
                let f = seul(&rapport);
                assert_eq!(comptes(f), [2, 0, 0, 2], "{texte:?}");
                let lignes: Vec<u64> = f.refus.iter().map(|r| r.ligne).collect();
                // Rows 6 and 8 go on the line after: a cell of theirs holds a line break.
                assert_eq!(lignes, [8, 11], "{texte:?}");
                assert_eq!(monde.valeur("structures", "nom", "code = 'B'").await, "De\nux");
            }
        }
    }
}

#[tokio::test]
async fn headers_match_without_case_accents_spaces_or_punctuation() {
    let texte = "CODE; Intitulé ;Type;Date début;DATE-FIN;Heures  Centre;état\n\
                 A1;Atelier;atelier;2017-02-07;2017-02-08;3;close\n";
    for monde in mondes("entetes").await {
        let rapport = monde.livrer(&[("actions.csv", texte)]).await;
        sans_histoire(&rapport);
        let lu = monde.textes("SELECT intitule || ' ' || CAST(date_debut AS text) || ' ' || CAST(date_fin AS text) || ' ' || CAST(heures_centre AS text) || ' ' || etat AS texte FROM actions").await;
        assert_eq!(lu, ["Atelier 2017-02-07 2017-02-08 3 close"]);
    }
}

#[tokio::test]
async fn an_unknown_column_is_said_once_and_kept_out() {
    let texte = "code;nom;type;Conseiller préféré\nO1;Un;association;Bidule\nO2;Deux;association;Bidule\n";
    for monde in mondes("inconnue").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [2, 0, 0, 0]);
        assert_eq!(f.avis, ["La colonne « Conseiller préféré » n'est pas connue : elle n'a pas été lue."]);
        assert!(!monde.tout_le_texte().await.contains("Bidule"));
    }
}

#[tokio::test]
async fn rows_that_are_only_separators_are_no_rows() {
    let texte = "\n\ncode;nom;type;;\n\nO1;Un;association;;\n;;;;\n \t;;;;\nO2;Deux;association;;\n;;;;\n";
    for monde in mondes("vides").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        sans_histoire(&rapport);
        let f = seul(&rapport);
        assert_eq!((f.lues, f.crees), (2, 2));
    }
}

#[tokio::test]
async fn the_health_column_is_recognised_and_left_out() {
    let texte = "structure;numero;nom;prenom;rqth\nML-NORD;1;Petit;Zoé;oui\n";
    for monde in mondes("rqth").await {
        monde.peupler().await;
        let rapport = monde.livrer(&[("jeunes.csv", texte)]).await;
        let f = seul(&rapport);
        assert_eq!(comptes(f), [1, 0, 0, 0]);
        assert!(f.avis[0].contains("« rqth » n'est pas enregistrée"), "{:?}", f.avis);
        // Had it been kept, the opposite answer would change something.
        let rapport = monde.livrer(&[("jeunes.csv", texte.replace("oui", "non"))]).await;
        assert_eq!(comptes(seul(&rapport)), [0, 0, 1, 0]);
    }
}
