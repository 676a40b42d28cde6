//! A social security number is refused wherever it stands, and written nowhere.

use std::path::Path;

use passerelle_socle::echanges::Mode;

use super::{comptes, refus, seul};
use passerelle_monde::{Monde, mondes};

/// The example number of public documentation, and its key.
const NIR: &str = "2550814168025";
const CLE: &str = "38";

/// Its ways of being written, all of which hide in files.
fn ecritures() -> Vec<String> {
    vec![
        NIR.into(),
        format!("{NIR}{CLE}"),
        format!("2 55 08 14 168 025 {CLE}"),
        "2 55 08 14 168 025".into(),
        format!("n° {NIR}{CLE} (CPAM)"),
        "2.55.08.14.168.025".into(),
        "'2550814168025".into(),
        // Corsica, where the département has a letter.
        "155082A168025".into(),
    ]
}

/// Digits of the number in a row, whatever stands between them.
fn trahit(texte: &str) -> bool {
    let chiffres: String = texte.chars().filter(char::is_ascii_digit).collect();
    chiffres.contains("168025") || texte.contains("168 025")
}

/// Everything under a folder, as text; the base and its log are read as bytes.
fn tout_le_dossier(dossier: &Path, sauf: &Path) -> String {
    let mut tout = String::new();
    for entree in std::fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            if chemin != sauf {
                tout += &tout_le_dossier(&chemin, sauf);
            }
        } else {
            tout += &String::from_utf8_lossy(&std::fs::read(&chemin).unwrap());
            tout += "\n";
        }
    }
    tout
}

#[tokio::test]
async fn in_any_cell_of_any_kind_it_refuses_the_row_and_is_written_nowhere() {
    for monde in mondes("nir_partout").await {
        monde.peupler().await;
        let avant = monde.faits().await;
        let refuses = monde.dossier.path().join("refus");
        let mut livraison = Vec::new();
        for (nom, texte) in Monde::livraison_de_base() {
            let mut lignes = texte.lines();
            let entetes = lignes.next().unwrap();
            let modele: Vec<&str> = lignes.next().unwrap().split(';').collect();
            // One row for each column, with the number in that column; one more column, unknown, has it too.
            let mut fichier = format!("{entetes};observations\n");
            for colonne in 0..=modele.len() {
                let mut cellules = [modele.as_slice(), &["rien"]].concat();
                let ecriture = &ecritures()[colonne % ecritures().len()];
                cellules[colonne] = ecriture;
                fichier += &(cellules.join(";") + "\n");
            }
            livraison.push((nom, fichier));
        }
        let dossier = monde.deposer(&livraison);
        let mode = Mode { refus: Some(refuses.clone()), garder_rapport: true, ..Mode::default() };
        let rapport = monde.importer(std::slice::from_ref(&dossier), &mode).await.unwrap();
        for f in &rapport.fichiers {
            assert_eq!(
                (f.crees + f.modifies + f.inchanges, f.refuses, f.lues),
                (0, f.lues, f.entetes.len() as u64),
                "{}",
                f.fichier
            );
            for (rang, r) in f.refus.iter().enumerate() {
                assert_eq!(r.ligne, rang as u64 + 2);
                assert_eq!(r.motif.colonne.as_deref(), Some(f.entetes[rang].as_str()), "{} : {:?}", f.fichier, r.motif);
                assert!(r.motif.phrase.contains("numéro de sécurité sociale"), "{}", r.motif.phrase);
                // What touches health is emptied whatever it holds.
                assert_eq!(r.cellules[rang], if f.entetes[rang] == "rqth" { "" } else { "[NIR retiré]" });
                assert!(!trahit(&r.motif.phrase) && !r.cellules.iter().any(|c| trahit(c)), "{r:?}");
            }
        }
        assert_eq!(monde.faits().await, avant);
        let base = monde.tout_le_texte().await;
        assert!(base.contains("[NIR retiré]") && !trahit_une_ligne(&base), "the base keeps it");
        let rendus = tout_le_dossier(&refuses, Path::new(""));
        assert!(rendus.contains("[NIR retiré]") && !trahit_une_ligne(&rendus), "a returned file keeps it");
        // On SQLite the file itself, its log and its free pages.
        assert!(!trahit_une_ligne(&tout_le_dossier(monde.dossier.path(), &dossier)), "a file keeps it");
    }
}

/// The number within one line: digits of two neighbouring lines make no number.
fn trahit_une_ligne(texte: &str) -> bool {
    texte.lines().any(|l| l.contains("168025") || l.contains("168 025") || l.contains("168.025"))
}

#[tokio::test]
async fn in_a_row_otherwise_damaged_it_is_found_all_the_same() {
    for monde in mondes("nir_abime").await {
        for ligne in [
            format!("A;B;autre;{NIR}"),
            format!("A;{NIR}"),
            format!("A;\"un texte\n{NIR}\nsur trois lignes\";autre"),
            format!("A;B;inventé {NIR}{CLE}"),
            // A quote never closed swallows the end of the file, and the number in it.
            format!("A;\"B;autre\nC;{NIR};autre"),
        ] {
            let rapport = monde.livrer(&[("structures.csv", format!("code;nom;type\n{ligne}\n"))]).await;
            let r = refus(seul(&rapport));
            assert!(r.motif.phrase.contains("numéro de sécurité sociale"), "{ligne} : {}", r.motif.phrase);
        }
        assert!(!trahit_une_ligne(&monde.tout_le_texte().await));
    }
}

#[tokio::test]
async fn among_the_headers_it_is_not_repeated() {
    for monde in mondes("nir_entete").await {
        for entetes in
            [format!("code;nom;type;{NIR}{CLE}"), format!("{NIR};nom;type"), format!("code;nom;type;Zoé {NIR}")]
        {
            let rapport = monde.livrer(&[("structures.csv", format!("{entetes}\nA;A;autre;x\n"))]).await;
            assert!(!trahit(&format!("{rapport:?}")), "{rapport:#?}");
            assert!(!trahit_une_ligne(&monde.tout_le_texte().await));
        }
    }
}

#[tokio::test]
async fn what_only_looks_like_it_goes_in() {
    let texte = "code;nom;type;siret;telephone;bassin\n\
                 A;13 chiffres 0000000000000;autre;00012345600014;+33 6 39 98 01 02;2 551 408 168 026\n";
    for monde in mondes("pas_nir").await {
        let rapport = monde.livrer(&[("structures.csv", texte)]).await;
        assert_eq!(comptes(seul(&rapport)), [1, 0, 0, 0], "{rapport:#?}");
    }
}

#[tokio::test]
async fn the_program_says_it_nowhere_even_when_it_talks_most() {
    for monde in mondes("nir_programme").await {
        monde.peupler().await;
        let texte = format!(
            "structure;numero;nom;prenom\nML-NORD;{NIR};Petit;Zoé\nML-NORD;9;Petit;2 55 08 14 168 025 38\nML-NORD;10;Bon;Léo\n"
        );
        let dossier = monde.deposer(&[("jeunes.csv", &texte)]);
        let travail = monde.dossier.path().join("travail");
        std::fs::create_dir(&travail).unwrap();
        for options in [vec!["--a-blanc"], vec!["--format", "json"], vec![]] {
            let fait = passerelle_monde::programme()
                .args(["import", "--base", monde.adresse()])
                .args(options)
                .arg(&dossier)
                .env("RUST_LOG", "trace")
                .current_dir(&travail)
                .output()
                .unwrap();
            let (dit, trace) =
                (String::from_utf8(fait.stdout).unwrap(), String::from_utf8_lossy(&fait.stderr).into_owned());
            assert!(fait.status.success(), "{dit}{trace}");
            assert!(dit.contains("sécurité sociale"), "{dit}");
            assert!(!trahit_une_ligne(&dit), "{dit}");
            assert!(!trahit_une_ligne(&trace), "the trace says it");
        }
        let rendu = std::fs::read_to_string(travail.join("refus/jeunes.refus.csv")).unwrap();
        assert!(rendu.contains("[NIR retiré]") && !trahit_une_ligne(&rendu), "{rendu}");
        assert_eq!(monde.nombre("SELECT count(*) FROM jeunes WHERE nom = 'Bon'").await, 1);
        assert!(!trahit_une_ligne(&monde.tout_le_texte().await));
    }
}
