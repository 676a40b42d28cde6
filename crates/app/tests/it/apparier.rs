//! `passerelle apparier` as its users run it: files as they come, exit codes, sentences, the four columns of the links.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use passerelle_monde::personnes::{NOMS, personne};

const ENTETE: &str = "Identifiant;Nom;Prénom;Date de naissance;Sexe;Code postal;Téléphone\n";
/// Exit code, and what was said on both outputs.
fn lancer(ou: &Path, arguments: &[&str]) -> (i32, String) {
    let sortie =
        Command::new(env!("CARGO_BIN_EXE_passerelle")).arg("apparier").args(arguments).current_dir(ou).output();
    let sortie = sortie.expect("the program runs");
    let dit = String::from_utf8([sortie.stdout, sortie.stderr].concat()).expect("UTF-8");
    (sortie.status.code().expect("an exit code"), dit.replace(['\u{a0}', '\u{202f}'], " "))
}

fn ligne(identifiant: &str, cellules: &[String; 6]) -> String {
    format!("{identifiant};{}\n", cellules.join(";"))
}

/// The mission locale's file, and the CFA's: 120 people in common, some typed otherwise, and as many more on each side.
fn deux_fichiers(ou: &Path) {
    let (mut a, mut b) = (ENTETE.to_owned(), ENTETE.to_owned());
    for rang in 0..120 {
        let mut lui = personne(rang);
        a += &ligne(&format!("P3-{rang}"), &lui);
        match rang % 6 {
            0 => lui[0] = lui[0].to_uppercase(),
            1 => lui[5].clear(),
            2 => lui[1] = lui[1].replace('é', "e"),
            3 => lui[4].clear(),
            _ => {}
        }
        b += &ligne(&format!("CFA-{rang}"), &lui);
    }
    (120..200).for_each(|rang| a += &ligne(&format!("P3-{rang}"), &personne(rang)));
    (200..280).for_each(|rang| b += &ligne(&format!("CFA-{rang}"), &personne(rang)));
    std::fs::write(ou.join("a.csv"), a).unwrap();
    std::fs::write(ou.join("b.csv"), b).unwrap();
}

/// The rows under the header, which must be the published one.
fn liens(ou: &Path, nom: &str) -> Vec<Vec<String>> {
    let texte = std::fs::read_to_string(ou.join(nom)).unwrap();
    let mut lignes = texte.lines();
    assert_eq!(lignes.next(), Some("id_a;id_b;probabilite;decision"));
    lignes.map(|l| l.split(';').map(str::to_owned).collect()).collect()
}

#[test]
fn two_files_are_linked_and_the_report_says_how_sure_it_is() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    deux_fichiers(ou);
    let (code, dit) = lancer(ou, &["a.csv", "b.csv", "--sortie", "liens.csv", "--rapport", "r.json", "--fils", "1"]);
    assert_eq!(code, 0, "{dit}");
    assert!(dit.contains("Précision attendue") && dit.contains("Rappel attendu"), "{dit}");
    let lus = liens(ou, "liens.csv");
    let mut par_decision: BTreeMap<&str, usize> = BTreeMap::new();
    for l in &lus {
        let p: f64 = l[2].parse().unwrap();
        *par_decision.entry(&l[3]).or_default() += 1;
        match l[3].as_str() {
            "lien" => {
                assert!(p >= 0.9, "{l:?}");
                assert_eq!(l[0].strip_prefix("P3-"), l[1].strip_prefix("CFA-"), "a false link: {l:?}");
            }
            "revue" => assert!((0.1..0.9).contains(&p), "{l:?}"),
            autre => panic!("an unknown decision: {autre}"),
        }
    }
    assert!(par_decision["lien"] >= 114, "{par_decision:?}\n{dit}");
    let rapport: serde_json::Value = serde_json::from_slice(&std::fs::read(ou.join("r.json")).unwrap()).unwrap();
    assert_eq!(rapport["format"], "passerelle-appariement/1");
    assert_eq!(rapport["resultat"]["fiches"], serde_json::json!([200, 200]));
    assert!(rapport["resultat"]["motifs_frequents"].as_array().is_some_and(|m| m.len() > 3));
    assert!(rapport["resultat"]["qualite"]["precision"]["bas"].as_f64().is_some_and(|b| (0.0..=1.0).contains(&b)));
    let phases: Vec<&str> =
        rapport["phases"].as_array().unwrap().iter().map(|p| p["phase"].as_str().unwrap()).collect();
    assert!(
        phases.contains(&"lecture") && phases.contains(&"estimation") && phases.contains(&"ecriture"),
        "{phases:?}"
    );
    // On two threads, the same bytes.
    assert_eq!(lancer(ou, &["a.csv", "b.csv", "--sortie", "encore.csv", "--fils", "2"]).0, 0);
    assert_eq!(std::fs::read(ou.join("liens.csv")).unwrap(), std::fs::read(ou.join("encore.csv")).unwrap());
}

#[test]
fn decisions_of_people_are_respected() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    deux_fichiers(ou);
    std::fs::write(ou.join("d.csv"), "id_a;id_b;decision\nP3-4;CFA-4;separe\nP3-150;CFA-250;lien\n").unwrap();
    let (code, dit) = lancer(ou, &["a.csv", "b.csv", "--decisions", "d.csv"]);
    assert_eq!(code, 0, "{dit}");
    let lus = liens(ou, "liens.csv");
    assert!(lus.iter().all(|l| (l[0].as_str(), l[1].as_str()) != ("P3-4", "CFA-4")));
    assert!(lus.contains(&["P3-150", "CFA-250", "1.000000", "lien"].map(str::to_owned).to_vec()), "{lus:?}");
    std::fs::write(ou.join("d.csv"), "id_a;id_b;decision\nP3-4;CFA-4;peut-être\n").unwrap();
    let (code, dit) = lancer(ou, &["a.csv", "b.csv", "--decisions", "d.csv"]);
    assert_eq!((code, dit.contains("ligne 2") && dit.contains("separe")), (2, true), "{dit}");
}

#[test]
fn duplicates_of_one_file_are_found() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    let mut a = ENTETE.to_owned();
    (0..150).for_each(|rang| a += &ligne(&format!("P3-{rang}"), &personne(rang)));
    for rang in 0..20 {
        let mut lui = personne(rang * 5);
        lui[0] = lui[0].to_uppercase();
        lui[5].clear();
        a += &ligne(&format!("BIS-{}", rang * 5), &lui);
    }
    std::fs::write(ou.join("a.csv"), a).unwrap();
    let (code, dit) = lancer(ou, &["a.csv", "--sortie", "doublons.csv"]);
    assert_eq!(code, 0, "{dit}");
    let lus = liens(ou, "doublons.csv");
    let justes = lus.iter().filter(|l| l[3] == "lien" && l[0].replace("P3", "BIS") == l[1].replace("P3", "BIS"));
    assert_eq!((justes.count(), lus.iter().filter(|l| l[3] == "lien").count()), (20, 20), "{lus:?}");
}

/// What is refused: exit code 2, a sentence that names the file and says what to do, no links written.
#[test]
fn bad_input_is_a_clear_sentence_and_never_a_silent_zero() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    deux_fichiers(ou);
    let ecrire = |nom: &str, octets: &[u8]| std::fs::write(ou.join(nom), octets).unwrap();
    let plusieurs = |f: &dyn Fn(usize) -> String| (0..30).map(f).collect::<String>();
    ecrire("sans_colonne.csv", format!("identifiant;dispositif\n{}", plusieurs(&|i| format!("{i};GJ\n"))).as_bytes());
    ecrire("sans_date.csv", (ENTETE.to_owned() + &plusieurs(&|i| format!("{i};Nom{i};Léa;;F;93100;\n"))).as_bytes());
    ecrire("vide.csv", ENTETE.as_bytes());
    ecrire("doubles.csv", (ENTETE.to_owned() + &ligne("X1", &personne(1)) + &ligne("X1", &personne(2))).as_bytes());
    ecrire("nir.csv", b"identifiant;nom;prenom;NIR\n1;Zirayaru;Lea;\n");
    let numero = "identifiant;nom;prenom;remarque\n1;Zirayaru;Léa;RAS\n2;Kalindoki;Théo;2 99 03 93 048 123 49\n";
    ecrire("numero.csv", numero.as_bytes());
    ecrire("sans_id.csv", b"nom;prenom\nZirayaru;Jules\n");
    ecrire("melange.csv", b"identifiant;nom;prenom\n1;L\xc3\xa9on;Zo\xc3\xa9\n2;L\xe9on;Zo\xe9\n");
    ecrire("m.toml", b"seuil = 0.8\nsuil = 3\n");
    for (arguments, dits) in [
        (&["a.csv", "sans_colonne.csv"][..], &["aucune colonne commune", "modèle"][..]),
        (&["sans_colonne.csv"], &["aucune colonne", "modèle"]),
        (&["a.csv", "sans_date.csv"], &["aucune date de naissance lisible dans le second fichier", "14/03/2001"]),
        (&["a.csv", "vide.csv"], &["vide.csv", "aucune personne"]),
        (&["vide.csv", "a.csv"], &["vide.csv", "aucune personne"]),
        (&["a.csv", "doubles.csv"], &["doubles.csv", "1 identifiant en double", "lignes 2 et 3"]),
        (&["a.csv", "nir.csv"], &["nir.csv", "sécurité sociale", "retirez-la"]),
        (&["a.csv", "numero.csv"], &["numero.csv, ligne 3", "« remarque »", "retirez-le"]),
        (&["a.csv", "sans_id.csv"], &["sans_id.csv", "identifiant"]),
        (&["melange.csv"], &["melange.csv", "deux encodages", "UTF-8"]),
        (&["a.csv", "absent.csv"], &["absent.csv", "n'existe pas"]),
        (&["a.csv", "b.csv", "--modele", "m.toml"], &["m.toml", "ligne 2"]),
        (&["a.csv", "b.csv", "--seuil", "9"], &["seuil", "0.9"]),
    ] {
        let (code, dit) = lancer(ou, arguments);
        assert_eq!(code, 2, "{arguments:?}: {dit}");
        assert!(dits.iter().all(|d| dit.contains(d)), "{arguments:?}: {dit}");
        assert!(!dit.contains("99 03 93"), "a number of social security is not said again: {dit}");
        assert!(!ou.join("liens.csv").exists(), "{arguments:?} wrote links");
    }
}

#[test]
fn a_value_shared_by_half_the_rows_is_told_with_what_it_costs() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    let mut a = ENTETE.to_owned();
    for rang in 0..3_000 {
        let mut lui = personne(rang);
        if rang.is_multiple_of(2) {
            lui[5] = "01 00 00 00 00".to_owned();
        }
        a += &ligne(&format!("P{rang}"), &lui);
    }
    std::fs::write(ou.join("a.csv"), a).unwrap();
    let (code, dit) = lancer(ou, &["a.csv"]);
    assert_eq!(code, 0, "{dit}");
    // 1 500 records share it: 1 500 x 1 499 / 2 pairs.
    let attendu = "1 500 fiches ont la même valeur « 100000000 » (telephone) ; leurs 1 124 250 paires";
    assert!(dit.contains(attendu), "{dit}");
}

#[test]
fn keys_in_place_of_identities_link_the_same_people() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    deux_fichiers(ou);
    std::fs::write(ou.join("secret"), [7u8; 32]).unwrap();
    for f in ["a", "b"] {
        let (fichier, cles) = (format!("{f}.csv"), format!("{f}.cles.csv"));
        let (code, dit) = lancer(ou, &["cles", &fichier, "--cle-fichier", "secret", "--sortie", &cles]);
        assert_eq!(code, 0, "{dit}");
        let texte = std::fs::read_to_string(ou.join(&cles)).unwrap().to_lowercase();
        assert!(NOMS.iter().all(|n| !texte.contains(&n.to_lowercase())), "a name is in {cles}");
    }
    let (code, dit) = lancer(ou, &["a.cles.csv", "b.cles.csv"]);
    assert_eq!(code, 0, "{dit}");
    let lus = liens(ou, "liens.csv");
    let lies: Vec<_> = lus.iter().filter(|l| l[3] == "lien").collect();
    assert!(lies.iter().all(|l| l[0].strip_prefix("P3-") == l[1].strip_prefix("CFA-")), "{lies:?}");
    assert!(lies.len() >= 110, "{} links", lies.len());
    std::fs::write(ou.join("court"), [7u8; 8]).unwrap();
    let (code, dit) = lancer(ou, &["cles", "a.csv", "--cle-fichier", "court", "--sortie", "x.csv"]);
    assert_eq!((code, dit.contains("32")), (2, true), "{dit}");
}
