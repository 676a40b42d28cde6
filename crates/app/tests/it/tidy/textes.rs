//! How a text reaches a column: through `db::executer`, which keeps none unjudged. The ways around are named here.

use std::collections::BTreeMap;

use super::sources::{CAISSES, sources};

/// Files that write texts as they are, how many times, and why they are nobody's words.
const TEL_QUEL: [(&str, usize, &str); 12] = [
    ("crates/app/src/sauvegarde/ecriture.rs", 1, "puts back what a backup kept"),
    ("crates/etudes/src/store.rs", 2, "descriptions and results computed here, as JSON"),
    ("crates/gens/src/jeunes/fusion.rs", 1, "rows of the base kept whole, to be put back"),
    ("crates/rapprochements/src/fichiers/store.rs", 2, "measures, and cells cleaned one by one, as JSON; hashes"),
    ("crates/rapprochements/src/store.rs", 3, "measures as JSON; hashes"),
    ("crates/rapprochements/src/suivi.rs", 1, "measures as JSON"),
    ("crates/socle/src/db/codes.rs", 1, "codes of the base, looked for as they were"),
    ("crates/socle/src/db/photo.rs", 2, "rows of the base kept whole, put back"),
    ("crates/socle/src/db/textes.rs", 1, "texts of before, looked for as they were"),
    ("crates/socle/src/destruction/permis.rs", 1, "instants as JSON, which have as many digits as a number"),
    ("crates/socle/src/echanges/store.rs", 1, "cells of a refused row, each as it may be kept, as JSON"),
    (
        "crates/socle/src/journal/store.rs",
        1,
        "what the chain hashes is what is kept: names judged, details cleaned before",
    ),
];

/// Files that speak to the engine by its own calls, outside `socle/db`, to read, each with its reason.
const LISENT: [(&str, &str); 4] = [
    ("crates/socle/src/echanges/references.rs", "reads the codes of many rows at once"),
    ("crates/socle/src/echanges/ecriture.rs", "reads the rows that a batch is compared with"),
    ("crates/lectures/src/mon_espace/export.rs", "reads a table whose columns a capability names"),
    ("crates/app/src/sauvegarde/lecture.rs", "reads every table, column by column"),
];

/// The calls by which an engine is spoken to without going through `socle/db`.
const APPELS: [&str; 4] = [".execute_raw(", ".execute_unprepared(", ".query_all_raw(", ".query_one_raw("];

#[test]
fn a_text_written_as_it_is_says_why() {
    let mut vues: BTreeMap<String, usize> = BTreeMap::new();
    for s in sources(&CAISSES.map(|c| format!("crates/{c}/src"))) {
        let n: usize =
            ["ecrire_tel_quel(", "enchainer_tel_quel("].map(|appel| s.nu.matches(appel).count()).iter().sum();
        if n > 0 && s.chemin != "crates/socle/src/db/requete.rs" {
            vues.insert(s.chemin, n);
        }
    }
    let mut fautes = Vec::new();
    for (fichier, combien, raison) in TEL_QUEL {
        assert!(raison.len() > 10, "{fichier} says no reason");
        match vues.remove(fichier) {
            Some(n) if n == combien => {}
            Some(n) => fautes.push(format!("{fichier} writes so {n} times, {combien} are told here")),
            None => fautes.push(format!("{fichier} no longer does: take it out")),
        }
    }
    fautes.extend(vues.into_iter().map(|(fichier, n)| format!("{fichier} writes texts as they are, {n} times")));
    super::aucun(fautes, "What writes goes through db::executer, which keeps no text unjudged.");
}

#[test]
fn nothing_writes_around_the_one_way_to_a_column() {
    let (mut fautes, mut lues) = (Vec::new(), 0);
    for s in sources(&CAISSES.map(|c| format!("crates/{c}/src"))) {
        let ici = APPELS.iter().filter(|a| s.nu.contains(*a)).count();
        lues += ici;
        // What puts a backup back lifts the guards of the base meanwhile.
        let admis = s.chemin.starts_with("crates/socle/src/db/") || s.chemin == "crates/app/src/sauvegarde/ecriture.rs";
        let lecture = LISENT.iter().any(|(fichier, _)| *fichier == s.chemin);
        if ici > 0 && !admis && !lecture {
            fautes.push(format!("{} speaks to the engine by itself", s.chemin));
        }
        if lecture && s.nu.contains(".execute_") {
            fautes.push(format!("{} is let to read so, and writes", s.chemin));
        }
        let rend = |t: &&String| t.contains("RETURNING");
        fautes.extend(s.litteraux.iter().filter(rend).map(|t| format!("{}: {t:.60} writes as it reads", s.chemin)));
    }
    assert!(lues > 10, "only {lues} calls were found: the reading of sources is broken");
    super::aucun(fautes, "What writes goes through db::executer, which keeps no text unjudged.");
}
