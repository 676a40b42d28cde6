//! Data as they should not be, and what is missing in them: refused with the cause, or said where it is concluded.

use super::{ecrire, json, proche, refus, texte};

/// Forty people, half treated, whose outcome is known where `vu` says so.
fn quarante(vu: impl Fn(usize) -> bool) -> String {
    let mut texte = String::from("identifiant;z;y;x;classe\n");
    for i in 0..40 {
        let z = i % 2;
        let y = if vu(i) { (i * 7 % 23 + 12 * z).to_string() } else { String::new() };
        texte.push_str(&format!("p{i:02};{z};{y};{};c{}\n", i * 5 % 13, i / 4 * 2 + z));
    }
    texte
}

#[test]
fn what_is_missing_stands_in_the_sentence_that_concludes() {
    let dossier = tempfile::tempdir().unwrap();
    // Of the controls, one in two answers; of the treated, all.
    let fichier = ecrire(&dossier, "pertes.csv", quarante(|i| i % 2 == 1 || i % 4 == 0).as_bytes());
    let commun =
        ["difference", "--donnees", &fichier, "--resultat", "y", "--traitement", "z", "--manquants", "exclure"];
    let dit = texte(&commun);
    let verdict = dit.lines().find(|l| l.starts_with("Concluant")).expect("a large effect");
    for mots in [
        "0,0 % des traités et 50,0 % des témoins manquent (p = ",
        "selon qui manque, l'effet est entre ",
        "bornes de Lee",
    ] {
        assert!(verdict.contains(mots), "{verdict}");
    }
    let j = json(&commun);
    assert_eq!(j["pertes"]["temoins"], serde_json::json!({"n": 20, "manquent": 10}));
    // scipy 1.17, ttest_ind of 20 ones against ten ones and ten zeros, unequal variances.
    proche(&j["pertes"]["p"], 0.0003378816380309766, 1e-10);
    // The same bounds as the command that gives them.
    let lee = json(&["lee", "--donnees", &fichier, "--resultat", "y", "--traitement", "z"]);
    assert_eq!(j["pertes"]["bornes_lee"], lee["estimation"]);
    // Nobody missing, nothing said.
    let entier = ecrire(&dossier, "entier.csv", quarante(|_| true).as_bytes());
    let commun = ["difference", "--donnees", &entier, "--resultat", "y", "--traitement", "z", "--manquants", "exclure"];
    assert!(!texte(&commun).contains("manquent") && json(&commun).get("pertes").is_none());
}

#[test]
fn what_cannot_be_analysed_is_refused_by_every_command() {
    let dossier = tempfile::tempdir().unwrap();
    let base = quarante(|_| true);
    let melangee = base.replace(";c0\n", ";c1\n");
    let nir = base.replace("p05;", "1 85 05 78 006 084 91;");
    let deux_fois = base.replace("p05;", "p04;");
    let commandes: [&[&str]; 5] = [
        &["difference", "--resultat", "y"],
        &["lin", "--resultat", "y", "--ajustement", "x"],
        &["permutation", "--resultat", "y", "--tirages", "99"],
        &["equilibre", "--ajustement", "x", "--tirages", "99"],
        &["puissance", "--resultat", "y"],
    ];
    for commande in commandes {
        let dire = |nom: &str, texte: &str, suite: &[&str]| {
            let fichier = ecrire(&dossier, nom, texte.as_bytes());
            refus(&[commande, &["--donnees", &fichier, "--traitement", "z"], suite].concat())
        };
        let dit = dire("melangee.csv", &melangee, &["--grappes", "classe"]);
        assert!(dit.contains("le traitement varie dans la grappe « c1 »"), "{commande:?}: {dit}");
        let dit = dire("nir.csv", &nir, &[]);
        assert!(dit.contains("ligne 7") && dit.contains("numéro de sécurité sociale"), "{commande:?}: {dit}");
        assert!(dire("deux.csv", &deux_fois, &[]).contains("lignes 6 et 7"), "{commande:?}");
    }
    for (covariable, quoi) in [("z", "le traitement"), ("y", "le résultat")] {
        // The same column under another name.
        let copie = base.lines().enumerate().map(|(i, l)| {
            let cellules: Vec<&str> = l.split(';').collect();
            let rang = if covariable == "z" { 1 } else { 2 };
            format!("{l};{}\n", if i == 0 { "copie" } else { cellules[rang] })
        });
        let fichier = ecrire(&dossier, "copie.csv", copie.collect::<String>().as_bytes());
        let dit = refus(&[
            "difference",
            "--donnees",
            &fichier,
            "--traitement",
            "z",
            "--resultat",
            "y",
            "--ajustement",
            "copie",
        ]);
        assert!(dit.contains(&format!("la covariable « copie » est {quoi} (« {covariable} »)")), "{dit}");
    }
    for echelle in ["e100", "e-100"] {
        let texte = base.lines().enumerate().map(|(i, l)| {
            let mut c: Vec<String> = l.split(';').map(str::to_owned).collect();
            if i > 0 {
                c[2] += echelle;
            }
            c.join(";") + "\n"
        });
        let fichier = ecrire(&dossier, "echelle.csv", texte.collect::<String>().as_bytes());
        let dit = refus(&["difference", "--donnees", &fichier, "--traitement", "z", "--resultat", "y"]);
        assert!(dit.contains("« y »") && dit.contains("changez d’unité"), "{dit}");
    }
}

#[test]
fn between_whole_classes_the_joint_test_is_the_permutation() {
    let dossier = tempfile::tempdir().unwrap();
    let fichier = ecrire(&dossier, "classes.csv", quarante(|i| i != 3).as_bytes());
    let commun = ["equilibre", "--donnees", &fichier, "--traitement", "z", "--ajustement", "x", "--resultat", "y"];
    let (seuls, blocs) = (json(&commun), json(&[&commun[..], &["--grappes", "classe"]].concat()));
    assert!(seuls["p"].is_number() && blocs["p"].is_null(), "{blocs}");
    assert!(blocs["p_permutation"].is_number());
    // The p of a column is that of the difference with the variance between classes.
    let d = json(&["difference", "--donnees", &fichier, "--traitement", "z", "--resultat", "x", "--grappes", "classe"]);
    assert_eq!(blocs["covariables"][0]["p"], d["p"]);
    assert!(texte(&[&commun[..], &["--grappes", "classe"]].concat()).contains("; par permutation, p = "));
}

#[test]
fn numbers_are_typed_as_the_french_do_and_faults_are_told_in_french() {
    let puissance = |suite: &[&str]| json(&[&["puissance", "--n", "400"], suite].concat());
    let point = puissance(&["--part", "0.48", "--effet=-0.3"]);
    assert_eq!(puissance(&["--part", "0,48", "--effet", "-0,3"]), point);
    assert_eq!(puissance(&["--part", "48 %", "--effet", "-3/10"]), point);
    for (arguments, attendus) in [
        (&["puissance", "--n", "400", "--part", "moitié"][..], &["« moitié »", "--part", "comme 0,3, 1/3 ou 30 %"][..]),
        (&["puissance", "--n", "400", "--part", "1/0"], &["« 1/0 »", "écrivez un nombre"]),
        (&["puissance", "--n", "400", "--n", "500"], &["« --n <N> » est donnée deux fois"]),
        (
            &["permutation", "--donnees", "d.csv", "--traitement", "z", "--resultat", "y", "--tirages", "1,5"],
            &["« 1,5 »", "nombre entier"],
        ),
        (&["difference", "--donnees", "/", "--traitement", "z", "--resultat", "y"], &["c'est un dossier"]),
        (&["difference", "--donnees", "/nulle/part.csv", "--traitement", "z", "--resultat", "y"], &["n'existe pas"]),
    ] {
        let dit = refus(arguments);
        for mots in attendus {
            assert!(dit.contains(mots), "{arguments:?}: {dit}");
        }
        for anglais in ["invalid", "error", "literal", "digit", "No such", "directory"] {
            assert!(!dit.contains(anglais), "{arguments:?}: {dit}");
        }
    }
}
