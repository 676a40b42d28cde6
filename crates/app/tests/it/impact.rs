//! `passerelle impact` as evaluators run it: the figures of the engine, files as they come, refusals that say where.

mod donnees;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn impact(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_passerelle")).arg("impact").args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let sortie = impact(&[arguments, &["--format", "json"]].concat());
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    serde_json::from_slice(&sortie.stdout).unwrap()
}

fn texte(arguments: &[&str]) -> String {
    let sortie = impact(arguments);
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    String::from_utf8(sortie.stdout).unwrap().replace(['\u{a0}', '\u{202f}'], " ")
}

/// What a refusal says; its code is always 2, and nothing is printed as a result.
fn refus(arguments: &[&str]) -> String {
    let sortie = impact(arguments);
    assert_eq!(sortie.status.code(), Some(2), "{}", String::from_utf8_lossy(&sortie.stdout));
    assert!(sortie.stdout.is_empty());
    String::from_utf8(sortie.stderr).unwrap().replace(['\u{a0}', '\u{202f}'], " ")
}

fn exemple(nom: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../impact/tests/it/donnees").join(nom).display().to_string()
}

fn ecrire(dossier: &tempfile::TempDir, nom: &str, octets: &[u8]) -> String {
    let chemin: PathBuf = dossier.path().join(nom);
    std::fs::write(&chemin, octets).unwrap();
    chemin.display().to_string()
}

#[track_caller]
fn proche(valeur: &Value, attendu: f64, relative: f64) {
    let v = valeur.as_f64().unwrap();
    assert!((v - attendu).abs() <= relative * attendu.abs(), "{v} {attendu}");
}

const X_NSW: &str = "age,educ,black,hisp,marr,nodegree,re74,re75";

#[test]
fn each_command_gives_the_figures_of_the_papers() {
    let nsw = exemple("nsw.csv");
    let commun = ["--donnees", &nsw, "--resultat", "re78", "--traitement", "treat"];
    // estimatr 1.0.0, as in the tests of the engine.
    let d = json(&[&["difference"], &commun[..]].concat());
    proche(&d["estimation"], 1794.34238185011, 1e-12);
    proche(&d["erreur_type"], 670.996544467332, 1e-12);
    proche(&d["ddl"], 307.132494496707, 1e-9);
    proche(&d["p"], 0.00789297830550186, 1e-8);
    assert_eq!((&d["n"], &d["n_traites"], &d["formule"]), (&445.into(), &185.into(), &"difference".into()));
    assert_eq!(d["empreinte"].as_str().unwrap().len(), 64);
    let hc3 = json(&[&["difference"], &commun[..], &["--variance", "hc3"]].concat());
    proche(&hc3["erreur_type"], 672.682147081149, 1e-11);
    // Ages were not drawn whole: both arms are in each.
    let dit = refus(&[&["difference"], &commun[..], &["--grappes", "age"]].concat());
    assert!(dit.contains("le traitement varie dans la grappe"), "{dit}");
    let lin = json(&[&["lin"], &commun[..], &["--ajustement", X_NSW]].concat());
    proche(&lin["estimation"], 1621.58308189585, 1e-11);
    proche(&lin["erreur_type"], 694.721569121303, 1e-11);
    assert_eq!(lin["ddl"], 427.0);
    let equilibre = json(&["equilibre", "--donnees", &nsw, "--traitement", "treat", "--ajustement", X_NSW]);
    proche(&equilibre["estimation"], 2.14020732434027, 1e-11);
    proche(&equilibre["p"], 0.0310708257573498, 1e-8);
    let puissance = json(&["puissance", "--n", "400"]);
    proche(&puissance["estimation"], 0.280836794176843, 1e-10);
    proche(&puissance["normale"], 0.280158521811297, 1e-12);
}

#[test]
fn instruments_tell_their_strength_and_a_set_that_holds_without_it() {
    let card = exemple("card_close_college.csv");
    let commun = ["iv", "--donnees", &card, "--resultat", "lwage", "--ajustement", "exper,black,south,smsa,married"];
    let un = [&commun[..], &["--traitement", "nearc4", "--prise", "educ"]].concat();
    assert!(refus(&un).contains("7 valeurs manquent dans la colonne « married »"), "{}", refus(&un));
    let iv = json(&[&un[..], &["--manquants", "exclure"]].concat());
    assert_eq!(iv["n"], 3003);
    proche(&iv["estimation"], 0.124164235486812, 1e-10);
    proche(&iv["erreur_type"], 0.0492278284750773, 1e-10);
    proche(&iv["erreur_type_classique"], 0.0499558022527346, 1e-10);
    proche(&iv["premiere_etape"]["f"], 15.7666611386533, 1e-10);
    proche(&iv["premiere_etape_robuste"]["f"], 16.5152856027754, 1e-10);
    assert_eq!(iv["anderson_rubin"]["genre"], "intervalle");
    // The same said the other way round: the treatment, instrumented by the draw.
    let deux = [&commun[..], &["--traitement", "educ", "--instrument", "nearc4", "--manquants", "exclure"]].concat();
    assert_eq!(json(&deux)["estimation"], iv["estimation"]);
    let mot = texte(&[&un[..], &["--manquants", "exclure"]].concat());
    assert!(mot.contains("Ensemble d'Anderson-Rubin à 95 %") && mot.contains("lignes laissées de côté"), "{mot}");
}

#[test]
fn permutations_are_exact_fractions() {
    let ri8 = exemple("ri8.csv");
    let un = ["permutation", "--donnees", &ri8, "--resultat", "y", "--traitement", "d"];
    let deux = json(&un);
    assert_eq!((&deux["p_exacte"], &deux["exacte"]), (&"60/70".into(), &true.into()));
    let plus = json(&[&un[..], &["--unilateral", "plus"]].concat());
    assert_eq!(plus["p_exacte"], "30/70");
    let sites = exemple("blocked12.csv");
    let commun = ["permutation", "--donnees", &sites, "--traitement", "z", "--strates", "site"];
    assert_eq!(json(&[&commun[..], &["--resultat", "y2"]].concat())["p_exacte"], "43/180");
    let conjoints = json(&[&commun[..], &["--resultats", "y1,y2"]].concat());
    assert_eq!(conjoints["resultats"][0]["extremes_ajustes"], 2);
    assert_eq!(conjoints["resultats"][1]["extremes"], 43);
    let sonde = json(&[&un[..], &["--enumeration", "0", "--tirages", "500", "--graine", "7"]].concat());
    assert_eq!((&sonde["exacte"], &sonde["tirages"], &sonde["p_exacte"]), (&false.into(), &500.into(), &Value::Null));
    assert!(sonde["ic95_p"][0].as_f64() < sonde["ic95_p"][1].as_f64());
}

#[test]
fn files_come_as_the_french_write_them() {
    let dossier = tempfile::tempdir().unwrap();
    let lignes = [("1", "12,5"), ("0", "10"), ("1", "1 014,5"), ("0", "9,25"), ("1", "13"), ("0", "8")];
    let corps = |separateur: &str| {
        let mut texte = format!("Bénéficiaire{separateur}Durée\r\n");
        lignes.iter().for_each(|(z, y)| texte.push_str(&format!("{z}{separateur}\"{y}\"\r\n")));
        texte
    };
    let utf8 = ecrire(&dossier, "utf8.csv", corps(";").as_bytes());
    let windows: Vec<u8> = corps("\t").chars().map(|c| c as u8).collect();
    let windows = ecrire(&dossier, "windows.csv", &windows);
    let virgules = ecrire(&dossier, "virgules.csv", corps(",").as_bytes());
    let lire = |f: &str| json(&["difference", "--donnees", f, "--resultat", "duree", "--traitement", "Bénéficiaire"]);
    let attendu = (12.5 + 1014.5 + 13.0) / 3.0 - 27.25 / 3.0;
    for fichier in [&utf8, &windows, &virgules] {
        proche(&lire(fichier)["estimation"], attendu, 1e-13);
    }
}

#[test]
fn a_site_with_one_treated_person_is_told_in_words() {
    let sites = exemple("blocked12.csv");
    let mot = texte(&["difference", "--donnees", &sites, "--resultat", "y2", "--traitement", "z", "--strates", "site"]);
    assert!(mot.contains("Variance prudente") && mot.contains("(B)"), "{mot}");
    assert!(mot.contains("Non concluant") && mot.contains("Ce n'est pas la preuve d'une absence d'effet"), "{mot}");
}

#[test]
fn lee_takes_empty_cells_for_missing_answers() {
    let dossier = tempfile::tempdir().unwrap();
    let mut texte = String::from("z;y;vu\n");
    for i in 0..40 {
        let (z, vu) = (i % 2, i % 2 == 1 || i % 10 != 0);
        texte.push_str(&format!(
            "{z};{};{}\n",
            if vu { (i * 7 % 23).to_string() } else { String::new() },
            u8::from(vu)
        ));
    }
    let fichier = ecrire(&dossier, "reponses.csv", texte.as_bytes());
    let commun = ["lee", "--donnees", &fichier, "--resultat", "y", "--traitement", "z"];
    let l = json(&commun);
    assert_eq!((&l["observes"]["temoins"], &l["observes"]["traites"]), (&16.into(), &20.into()));
    proche(&l["part_tronquee"], 0.2, 1e-12);
    assert_eq!(l["effectif"]["retires"], serde_json::json!([4, 4]));
    assert_eq!(json(&[&commun[..], &["--observe", "vu"]].concat())["estimation"], l["estimation"]);
    let bornes = l["estimation"].as_array().unwrap();
    assert!(bornes[0].as_f64() < bornes[1].as_f64());
}

#[test]
fn refusals_say_where_and_what_to_do() {
    let dossier = tempfile::tempdir().unwrap();
    let base = "site;z;y;age;jours\nAin;1;4;20;40\nAin;0;3;22;44\nBlois;1;5;19;38\nBlois;0;2;25;50\nBlois;1;6;21;42\n";
    let cas = |nom: &str, texte: &str, suite: &[&str], attendus: &[&str]| {
        let fichier = ecrire(&dossier, nom, texte.as_bytes());
        let commun = ["difference", "--donnees", &fichier, "--resultat", "y", "--traitement", "z"];
        let dit = refus(&[&commun[..], suite].concat());
        attendus.iter().for_each(|a| assert!(dit.contains(a), "{nom}: {dit}"));
    };
    cas("colonne.csv", &base.replace("y;", "revenu;"), &[], &["« y »", "les colonnes sont : site, z, revenu, age"]);
    cas("texte.csv", &base.replace(";6;", ";six;"), &[], &["ligne 6", "« y »", "« six »"]);
    cas("manque.csv", &base.replace(";6;", ";;"), &[], &["1 valeur manque", "ligne 6", "--manquants exclure"]);
    cas("trois.csv", &base.replace("Blois;1;5", "Blois;2;5"), &[], &["ligne 4", "« z »", "ni 0 ni 1"]);
    cas("constant.csv", &base.replace("Ain;0", "Ain;1"), &["--strates", "site"], &["« Ain »", "aucun témoin"]);
    cas("jours.csv", base, &["--ajustement", "age,jours"], &["« jours »", "combinaison exacte de « age »"]);
    cas("court.csv", &base.replace("Blois;1;6;21;42", "Blois;1"), &[], &["ligne 6", "2 cellules"]);
    cas("vide.csv", "site;z;y\n", &[], &["aucune ligne"]);
    cas("peu.csv", base, &["--ajustement", "age", "--variance", "neyman"], &["Neyman", "hc2"]);
    cas("nir.csv", &base.replace(";6;", ";1 85 05 78 006 084 91;"), &[], &["ligne 6", "un numéro de sécurité sociale"]);
}

#[test]
fn a_real_draw_is_replayed_from_its_minutes() {
    let dossier = tempfile::tempdir().unwrap();
    let protocole = "titre = \"Essai\"\nbras = [\"plus\", \"commun\"]\nvagues = [1, 2]\n[[sites]]\ncode = \"tours\"\nratios = { plus = \"1/3\", commun = \"2/3\" }\n[[sites]]\ncode = \"blois\"\nratios = { plus = \"1/2\", commun = \"1/2\" }\n";
    let mut liste = String::from("identifiant;site;vague\n");
    for i in 0..40 {
        liste.push_str(&format!("p{i:02};{};{}\n", if i % 2 == 0 { "tours" } else { "blois" }, 1 + i % 3 / 2));
    }
    let (protocole, liste) =
        (ecrire(&dossier, "p.toml", protocole.as_bytes()), ecrire(&dossier, "candidats.csv", liste.as_bytes()));
    let sortie = dossier.path().join("tirage").display().to_string();
    let tirage = |arguments: &[&str]| {
        let fait = Command::new(env!("CARGO_BIN_EXE_passerelle")).arg("tirage").args(arguments).output().unwrap();
        assert!(fait.status.success(), "{}", String::from_utf8_lossy(&fait.stderr));
    };
    tirage(&["preparer", "--protocole", &protocole, "--liste", &liste, "--sortie", &sortie]);
    tirage(&["executer", &sortie, "--alea", "tour 42"]);
    let affectations = std::fs::read_to_string(Path::new(&sortie).join("affectations.csv")).unwrap();
    let mut donnees = String::from("identifiant;z;y\n");
    for (i, ligne) in affectations.lines().skip(1).enumerate() {
        let cellules: Vec<&str> = ligne.split(';').collect();
        let z = u8::from(cellules[4] == "plus");
        donnees.push_str(&format!("{};{z};{}\n", cellules[0], i * 13 % 17 + 10 * usize::from(z)));
    }
    let pv = Path::new(&sortie).join("proces-verbal.json").display().to_string();
    let fichier = ecrire(&dossier, "resultats.csv", donnees.as_bytes());
    let commun = ["permutation", "--resultat", "y", "--traitement", "z", "--proces-verbal", &pv, "--tirages", "999"];
    let p = json(&[&commun[..], &["--donnees", &fichier]].concat());
    assert_eq!((&p["tirage"], &p["tirages"], &p["exacte"]), (&"proces_verbal".into(), &999.into(), &false.into()));
    // An effect of ten on outcomes that span seventeen: no re-draw of the same protocol comes near.
    assert!(p["p"].as_f64().unwrap() <= 0.005, "{p}");
    assert_eq!(json(&[&commun[..], &["--donnees", &fichier]].concat()), p, "the same seed gives the same answer");

    let triche = donnees.replacen(";1;", ";0;", 1);
    let fichier = ecrire(&dossier, "triche.csv", triche.as_bytes());
    let dit = refus(&[&commun[..], &["--donnees", &fichier]].concat());
    assert!(dit.contains("le procès-verbal dit « plus »"), "{dit}");
    // An arm that nobody of the file is in would come back with a draw made again.
    let plus: String = donnees.lines().filter(|l| !l.contains(";0;")).map(|l| format!("{l}\n")).collect();
    let fichier = ecrire(&dossier, "un_bras.csv", plus.as_bytes());
    let dit = refus(&[&commun[..], &["--donnees", &fichier]].concat());
    assert!(dit.contains("bras « commun »") && dit.contains("--strates"), "{dit}");
    let inconnu = donnees.replacen("p00", "p99", 1);
    let fichier = ecrire(&dossier, "inconnu.csv", inconnu.as_bytes());
    assert!(refus(&[&commun[..], &["--donnees", &fichier]].concat()).contains("ligne 2"));
}

#[test]
fn somebody_on_two_rows_is_refused_with_the_rows_unless_rows_are_grouped_by_person() {
    let dossier = tempfile::tempdir().unwrap();
    let lignes: String = (0..20).map(|i| format!("p{i};{};{}\n", i % 2, 10 + i % 7)).collect();
    let seul = ecrire(&dossier, "une.csv", format!("Identifiant;traitement;y\n{lignes}").as_bytes());
    let double = format!("Identifiant;traitement;y\n{lignes}p3;1;13\np\u{200b}4;0;14\n");
    let deux = ecrire(&dossier, "deux.csv", double.as_bytes());
    for geste in ["difference", "permutation", "lee"] {
        let commun = |donnees| [geste, "--donnees", donnees, "--resultat", "y", "--traitement", "traitement"];
        assert!(!texte(&commun(&seul)).is_empty(), "{geste}");
        let refus = refus(&commun(&deux));
        assert!(refus.contains("lignes 5 et 22, lignes 6 et 23") && refus.contains("Identifiant"), "{geste} : {refus}");
    }
    let groupe =
        ["difference", "--donnees", &deux, "--resultat", "y", "--traitement", "traitement", "--grappes", "Identifiant"];
    assert!(!texte(&groupe).is_empty());
}

#[test]
fn a_draw_that_everybody_follows_prints_no_endless_f() {
    let dossier = tempfile::tempdir().unwrap();
    let lignes: String = (0..40).map(|i| format!("{0};{0};{1}\n", i % 2, 10 + i % 7)).collect();
    let donnees = ecrire(&dossier, "d.csv", format!("traitement;prise;y\n{lignes}").as_bytes());
    let commun = ["--donnees", &donnees, "--resultat", "y", "--traitement", "traitement"];
    let iv = [&["iv"], &commun[..], &["--prise", "prise"]].concat();
    assert!(texte(&iv).contains("F n'a pas de valeur finie"), "{}", texte(&iv));
    let (iv, difference) = (json(&iv), json(&[&["difference"], &commun[..]].concat()));
    assert!(iv["premiere_etape"]["f"].is_null() && iv["premiere_etape_robuste"]["f"].is_null());
    proche(&iv["estimation"], difference["estimation"].as_f64().unwrap(), 1e-9);
}
