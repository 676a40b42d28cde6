//! No circle between files: whoever reads one can read what it stands on first.
//!
//! A file is a node, a path that leads to another file an arrow (`modules`). A `mod.rs` or a `lib.rs` that declares and
//! hands on is a door: names go through it to the file that declares them. One that does more is a file like any other.

use std::collections::{BTreeMap, BTreeSet};

use super::aucun;
use super::modules::{Fleches, fleches};
use super::sources::{MONDE, racine};

/// A circle that is accepted: files of one folder, told by their paths in it, and why they cannot be apart.
struct Admis {
    dossier: &'static str,
    fichiers: &'static [&'static str],
    raison: &'static str,
}

const ADMIS: [Admis; 2] = [
    Admis {
        dossier: "crates/socle/src/db",
        fichiers: &["coffre/registre.rs", "migrations.rs", "ouverture.rs"],
        raison: "opening a base migrates it and seals its secrets",
    },
    Admis {
        dossier: "crates/socle/src/personne",
        fichiers: &["mod.rs", "montre.rs", "reunion.rs", "table.rs"],
        raison: "what describes a person is made of pieces, and each piece goes through all that describe one",
    },
];

/// The crates of the workspace, by their folder.
fn caisses() -> Vec<String> {
    let dossiers = std::fs::read_dir(racine().join("crates")).expect("the crates");
    let mut noms: Vec<String> =
        dossiers.map(|d| d.expect("a folder").file_name().to_string_lossy().into_owned()).collect();
    noms.sort();
    noms
}

/// The circles of a graph: files that reach each other.
fn cercles(fleches: &Fleches) -> Vec<BTreeSet<&str>> {
    let atteints: BTreeMap<&str, BTreeSet<&str>> = fleches.keys().map(|f| (f.as_str(), atteints(fleches, f))).collect();
    let mut ranges = BTreeSet::new();
    let mut cercles = Vec::new();
    for (fichier, loin) in &atteints {
        if !loin.contains(fichier) || !ranges.insert(*fichier) {
            continue;
        }
        let cercle: BTreeSet<&str> = loin.iter().filter(|f| atteints[*f].contains(fichier)).copied().collect();
        ranges.extend(&cercle);
        cercles.push(cercle);
    }
    cercles
}

fn atteints<'a>(fleches: &'a Fleches, depart: &str) -> BTreeSet<&'a str> {
    let mut vus = BTreeSet::new();
    let mut pile: Vec<&str> = fleches[depart].keys().map(String::as_str).collect();
    while let Some(fichier) = pile.pop() {
        if vus.insert(fichier) {
            pile.extend(fleches.get(fichier).into_iter().flat_map(|v| v.keys()).map(String::as_str));
        }
    }
    vus
}

/// A circle, with the path that makes each of its arrows.
fn dire(cercle: &BTreeSet<&str>, fleches: &Fleches) -> String {
    let siennes = |de: &&str| {
        let vers = fleches[*de].iter().filter(|(vers, _)| cercle.contains(vers.as_str()));
        vers.map(|(vers, par)| format!("\n      {de} -> {vers} ({par})")).collect::<String>()
    };
    cercle.iter().map(siennes).collect::<String>()
}

#[test]
fn files_do_not_name_each_other_in_a_circle() {
    let mut fautes = Vec::new();
    let mut vues = 0;
    let mut restent: Vec<&Admis> = ADMIS.iter().collect();
    for caisse in caisses().iter().filter(|c| format!("crates/{c}/") != MONDE) {
        let fleches = fleches(&format!("crates/{caisse}/src"));
        vues += fleches.values().map(BTreeMap::len).sum::<usize>();
        for cercle in cercles(&fleches) {
            let admis = restent.iter().position(|a| {
                let siens: BTreeSet<String> = a.fichiers.iter().map(|f| format!("{}/{f}", a.dossier)).collect();
                cercle.iter().copied().eq(siens.iter().map(String::as_str))
            });
            match admis {
                Some(rang) => assert!(restent.remove(rang).raison.len() > 30, "a circle is accepted for a reason"),
                None => fautes.push(dire(&cercle, &fleches)),
            }
        }
    }
    let etages = ["socle", "gens", "faits", "lectures", "app"].map(|e| format!("crates/{e}/src"));
    assert!(
        ADMIS.iter().all(|a| !etages.iter().any(|e| e == a.dossier)),
        "a circle is admitted inside one module's folder"
    );
    assert!(vues > 1_000, "only {vues} arrows were read: the reading of paths is broken");
    let finis = restent.iter().map(|a| format!("{} {:?}: no circle any more, take it out", a.dossier, a.fichiers));
    fautes.extend(finis);
    aucun(
        fautes,
        "Files that name each other in a circle: put what both need in a file below, or the one that conducts above.",
    );
}
