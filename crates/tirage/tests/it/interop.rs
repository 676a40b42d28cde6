//! The independent checkers agree: Python (standard library) and plain JavaScript. `./check` installs both; the page in
//! Chromium has its story in `e2e/`.

use crate::{SECRET, candidats, complet, liste, minutes, simple, vagues};
use passerelle_tirage::{Dossier, ProcesVerbal};
use std::path::{Path, PathBuf};
use std::process::Command;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tirage")
}

/// Draws of every shape.
fn tirages() -> Vec<ProcesVerbal> {
    let protocole = simple("1/3", "2/3");
    let un = crate::executer(&protocole, &vagues(&[4]), "premier", &[]);
    let l = liste(&protocole, &vagues(&[0, 5, 2]));
    let deux = Dossier::preparer(protocole, l, SECRET, Some(un.suite())).unwrap().executer("second", &[]).unwrap();
    let petit = crate::executer(&complet(), &candidats(31), "æ € 😀", &["sésame"]);
    let grand = crate::executer(&complet(), &candidats(2000), "grand", &["sésame"]);
    let annonce = crate::annonce();
    vec![un, deux, petit, minutes(), grand, annonce]
}

/// Runs a checker on minutes: its exit code and what it wrote.
fn lancer(programme: &str, verificateur: &str, minutes: &str, nom: &str) -> (i32, String) {
    let dossier = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let fichier = dossier.join(format!("{programme}-{nom}.json"));
    std::fs::write(&fichier, minutes).unwrap();
    let sortie = Command::new(programme).arg(docs().join(verificateur)).arg(&fichier).arg("--affectations").output();
    let sortie = sortie.unwrap_or_else(|e| panic!("{programme} is missing, ./check installs it: {e}"));
    (sortie.status.code().unwrap(), String::from_utf8(sortie.stdout).unwrap())
}

fn accord(programme: &str, verificateur: &str) {
    for (i, pv) in tirages().iter().enumerate() {
        let (code, sortie) = lancer(programme, verificateur, &pv.json(), &format!("bon{i}"));
        // Exact, but the wave before was not given.
        let attendu = if pv.dossier().precedent().is_some() { 2 } else { 0 };
        assert_eq!((code, sortie), (attendu, pv.affectations()), "{programme}, draw {i}");
    }
    for (i, (v1, attendu)) in
        [(include_str!("v1/premier.json"), 0), (include_str!("v1/second.json"), 2)].into_iter().enumerate()
    {
        assert_eq!(lancer(programme, verificateur, v1, &format!("v1-{i}")).0, attendu, "{programme}, format 1");
    }
    let bon = minutes().json();
    let perdu = bon.split('\n').find(|l| l.contains("\",\"plus\",\"")).unwrap();
    for (i, (avant, apres)) in [
        (perdu.to_owned(), perdu.replace("\"plus\"", "\"commun\"")),
        (perdu.to_owned(), perdu.replace("[\"J", "[\"K")),
        (format!("{perdu}\n"), String::new()),
        ("drand".into(), "drond".into()),
        (SECRET.into(), "devine".into()),
        ("\n".into(), "\r\n".into()),
        ("sésame".into(), "sesame".into()),
        ("\"3/10\",\"17/50\",\"9/25\"],\"cap".into(), "\"17/50\",\"3/10\",\"9/25\"],\"cap".into()),
    ]
    .into_iter()
    .enumerate()
    {
        assert!(bon.contains(&avant), "{avant}");
        let (code, sortie) = lancer(programme, verificateur, &bon.replacen(&avant, &apres, 1), &format!("faux{i}"));
        assert_eq!((code, sortie.contains(';')), (1, false), "{programme}, alteration {i}: {sortie}");
    }
}

#[test]
fn python_agrees_byte_for_byte() {
    accord("python3", "verifier.py");
}

#[test]
fn javascript_agrees_byte_for_byte() {
    accord("node", "verifier.js");
}
