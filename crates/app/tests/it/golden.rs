//! Golden files: what must not change without somebody reading the difference.
//!
//! `PASSERELLE_GOLDEN=1 cargo nextest run -p passerelle --test it` writes them again; the
//! change is then reviewed like any other line of the diff.

use std::path::Path;

/// Compares a text with its golden file, or writes it again when asked to.
pub fn comparer(nom: &str, obtenu: &str) {
    let chemin = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(nom);
    if std::env::var_os("PASSERELLE_GOLDEN").is_some_and(|v| v == "1") {
        std::fs::write(&chemin, obtenu).expect("a golden file can be written");
        return;
    }
    let attendu = std::fs::read_to_string(&chemin).unwrap_or_default();
    if attendu == obtenu {
        return;
    }
    let (avant, apres): (Vec<&str>, Vec<&str>) = (attendu.lines().collect(), obtenu.lines().collect());
    let parties = avant.iter().filter(|l| !apres.contains(l)).map(|l| format!("- {l}"));
    let venues = apres.iter().filter(|l| !avant.contains(l)).map(|l| format!("+ {l}"));
    let lignes: Vec<String> = parties.chain(venues).take(60).collect();
    panic!(
        "{nom} is not what it was:\n{}\n\nIf this is meant, run again with PASSERELLE_GOLDEN=1 and review the diff of tests/it/golden/{nom}.",
        lignes.join("\n")
    );
}
