//! `passerelle tirage` as its users run it: files, sentences, exit codes, and minutes that people read.

use std::path::Path;
use std::process::Command;

const SECRET: &str = "un secret de partie";
const PROTOCOLE: &str = r#"
titre = "Seconde cohorte"
bras = ["plus", "commun"]
vagues = [1, 2]
[[strates]]
colonne = "sexe"
valeurs = ["F", "M"]
[[sites]]
code = "tours"
ratios = { plus = "1/3", commun = "2/3" }
capacite = 7
[[exclusions]]
code = "age"
motif = "Plus de 25 ans"
[[parties]]
nom = "CREDOC"
engagement = "ENGAGEMENT"
"#;

fn protocole() -> String {
    PROTOCOLE.replace("ENGAGEMENT", &passerelle_tirage::hex(&passerelle_tirage::sha256(SECRET.as_bytes())))
}

fn liste() -> String {
    let ligne = |i: usize| format!("P{i:02};tours;1;{};{}\n", ["F", "M"][i % 2], if i == 3 { "age" } else { "" });
    "identifiant;site;vague;sexe;exclusion\n".to_owned() + &(0..10).map(ligne).collect::<String>()
}

/// Exit code, and what was said on both outputs.
fn lancer(ou: &Path, arguments: &[&str]) -> (i32, String) {
    let sortie = Command::new(env!("CARGO_BIN_EXE_passerelle")).arg("tirage").args(arguments).current_dir(ou).output();
    let sortie = sortie.expect("the program runs");
    let dit = [sortie.stdout, sortie.stderr].concat();
    (sortie.status.code().expect("an exit code"), String::from_utf8(dit).expect("UTF-8"))
}

fn preparer(ou: &Path, protocole: &str, liste: &str) -> (i32, String) {
    std::fs::write(ou.join("p.toml"), protocole).unwrap();
    std::fs::write(ou.join("l.csv"), liste).unwrap();
    lancer(ou, &["preparer", "--protocole", "p.toml", "--liste", "l.csv", "--sortie", "d"])
}

fn lire(ou: &Path, nom: &str) -> Vec<u8> {
    std::fs::read(ou.join(nom)).unwrap_or_else(|e| panic!("{nom}: {e}"))
}

#[test]
fn a_draw_is_prepared_made_once_checked_and_told() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    assert_eq!(preparer(ou, &protocole(), &liste()).0, 0);
    let (code, dit) = lancer(ou, &["executer", "d", "--alea", "8f3a", "--secret", "un Secret de partie"]);
    assert_eq!((code, dit.contains("aucun engagement")), (2, true), "{dit}");
    assert_eq!(lancer(ou, &["executer", "d", "--alea", "8f3a", "--secret", SECRET]).0, 0);
    let (code, dit) = lancer(ou, &["executer", "d", "--alea", "autre", "--secret", SECRET]);
    assert_eq!((code, dit.contains("un tirage ne se refait pas")), (2, true), "{dit}");
    let (code, dit) = lancer(ou, &["verifier", "d/proces-verbal.json"]);
    assert_eq!((code, dit.starts_with("Procès-verbal exact.\n")), (0, true), "{dit}");
    assert!(dit.contains("Valeur publique : 8f3a\n"), "{dit}");
    let publie = ["verifier", "d/proces-verbal.json", "--engagement"];
    assert_eq!(lancer(ou, &[&publie[..], &["d/engagement.json"]].concat()).0, 0);
    let engagement = String::from_utf8(lire(ou, "d/engagement.json")).unwrap();
    std::fs::write(ou.join("autre.json"), engagement.replace("\"personnes\":10", "\"personnes\":11")).unwrap();
    let (code, dit) = lancer(ou, &[&publie[..], &["autre.json"]].concat());
    assert_eq!((code, dit.contains("ligne 7 : ce qui a été publié")), (1, true), "{dit}");
    let (code, dit) = lancer(ou, &[&publie[..], &["absent.json"]].concat());
    assert_eq!((code, dit.contains("absent.json n'existe pas")), (2, true), "{dit}");

    let (code, preuve) = lancer(ou, &["preuve", "d/proces-verbal.json", "--identifiant", "P05"]);
    assert_eq!((code, preuve.contains("P05"), preuve.contains("P06")), (0, true, false), "{preuve}");
    std::fs::write(ou.join("preuve.json"), &preuve).unwrap();
    let publiee = |nom: &str| {
        let ligne = preuve.lines().find(|l| l.starts_with(&format!("\"{nom}\""))).unwrap();
        ligne.split('"').nth(3).unwrap().to_owned()
    };
    let (racine, graine) = (publiee("racine"), publiee("graine"));
    let prouver =
        |racine: &str| lancer(ou, &["verifier-preuve", "preuve.json", "--racine", racine, "--graine", &graine]);
    assert_eq!(prouver(&racine).0, 0);
    let (code, dit) = prouver(&"0".repeat(64));
    assert_eq!((code, dit.contains("ne mène pas à la racine publiée")), (1, true), "{dit}");

    let ecrits = ["d/proces-verbal.pdf", "d/affectations.csv"].map(|nom| lire(ou, nom));
    assert!(ecrits[0].starts_with(b"%PDF"));
    std::fs::remove_file(ou.join("d/proces-verbal.pdf")).unwrap();
    std::fs::write(ou.join("d/affectations.csv"), "autre chose").unwrap();
    let (code, dit) = lancer(ou, &["verifier", "d/proces-verbal.json"]);
    assert_eq!((code, dit.contains("affectations.csv n'est pas celui")), (1, true), "{dit}");
    assert_eq!(lancer(ou, &["rediger", "d/proces-verbal.json"]).0, 0);
    assert_eq!(["d/proces-verbal.pdf", "d/affectations.csv"].map(|nom| lire(ou, nom)), ecrits);

    let texte = String::from_utf8(lire(ou, "d/proces-verbal.json")).unwrap();
    let rang = texte.lines().position(|l| l.starts_with("[\"P05\"")).unwrap();
    std::fs::write(ou.join("faux.json"), texte.replacen("[\"P05\"", "[\"P5\"", 1)).unwrap();
    let (code, dit) = lancer(ou, &["verifier", "faux.json"]);
    assert_eq!((code, dit.starts_with(&format!("ligne {} : ", rang + 1))), (1, true), "{dit}");
    assert_eq!(lancer(ou, &["rediger", "faux.json"]).0, 2, "nothing is told of minutes that do not hold");

    let (code, dit) = lancer(
        ou,
        &[
            "preparer",
            "--protocole",
            "p.toml",
            "--liste",
            "l.csv",
            "--sortie",
            "e",
            "--precedent",
            "d/proces-verbal.json",
        ],
    );
    assert_eq!((code, dit.contains("a déjà été tirée")), (2, true), "{dit}");
}

#[test]
fn what_is_wrong_is_said_with_its_file_line_and_column() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path();
    for (protocole, liste, attendu) in [
        (protocole().replace("2/3", "1/2"), liste(), "p.toml: site « tours » : les ratios font 5/6 au lieu de 1"),
        (
            protocole(),
            liste() + "P02;tours;1;F;\n",
            "l.csv: ligne 12, colonne « identifiant » : cet identifiant est déjà à la ligne 4",
        ),
        (protocole(), liste().replace("P04;tours", "P04;lyon"), "l.csv: ligne 6, colonne « site » : ce site n’est pas"),
        (
            protocole(),
            liste().replace("P04;tours;1;F", "P04;tours;1;"),
            "l.csv: ligne 6, colonne « sexe » : la strate est vide",
        ),
        (protocole(), liste().replace(";M;", ";F;"), "l.csv: la strate « sexe = M » est vide"),
        (protocole().replace("titre", "tître"), liste(), "p.toml: le protocole ne se lit pas à la ligne 2"),
    ] {
        let (code, dit) = preparer(ou, &protocole, &liste);
        assert_eq!((code, dit.contains(attendu)), (2, true), "{attendu}\n{dit}");
    }
    assert!(!ou.join("d").exists(), "nothing is written of a draw that is refused");

    assert_eq!(preparer(ou, &protocole(), &liste()).0, 0);
    let figee = String::from_utf8(lire(ou, "d/liste-figee.json")).unwrap();
    let rang = figee.lines().position(|l| l.contains("\"P07\"")).unwrap();
    std::fs::write(
        ou.join("d/liste-figee.json"),
        figee.replacen("P07\",\"tours\",\"1\",\"M", "P07\",\"tours\",\"1\",\"F", 1),
    )
    .unwrap();
    let (code, dit) = lancer(ou, &["executer", "d", "--alea", "8f3a", "--secret", SECRET]);
    assert_eq!((code, dit.contains(&format!("a été modifiée : ligne {}", rang + 1))), (2, true), "{dit}");
}
