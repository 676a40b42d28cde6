//! Golden files: what must not change without somebody reading the difference.
//!
//! `PASSERELLE_GOLDEN=1 cargo nextest run -p passerelle --test it` writes those of a crate again; the
//! change is then reviewed like any other line of the diff. Each crate keeps its own, in `tests/it/golden`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Compares a text with its golden file, or writes it again when asked to.
pub fn comparer(nom: &str, obtenu: &str) {
    let chemin = dossier().join(nom);
    if std::env::var_os("PASSERELLE_GOLDEN").is_some_and(|v| v == "1") {
        let ou = chemin.parent().expect("a golden file is in a folder");
        std::fs::create_dir_all(ou)
            .and_then(|()| std::fs::write(&chemin, obtenu))
            .expect("a golden file can be written");
        return;
    }
    let attendu = std::fs::read_to_string(&chemin).unwrap_or_default();
    if attendu == obtenu {
        return;
    }
    // Where the two part, with what follows: a line that only moved is seen too.
    let (avant, apres): (Vec<&str>, Vec<&str>) = (attendu.lines().collect(), obtenu.lines().collect());
    let meme = avant.iter().zip(&apres).take_while(|(a, b)| a == b).count();
    let parties = avant.iter().skip(meme).filter(|l| !apres[meme..].contains(l)).map(|l| format!("- {l}"));
    let venues = apres.iter().skip(meme).filter(|l| !avant[meme..].contains(l)).map(|l| format!("+ {l}"));
    let depart = format!("from line {}: {}", meme + 1, apres.get(meme).unwrap_or(&"(end)"));
    let lignes: Vec<String> = std::iter::once(depart).chain(parties).chain(venues).take(60).collect();
    panic!(
        "{nom} is not what it was:\n{}\n\nIf this is meant, run again with PASSERELLE_GOLDEN=1 and review the diff of its golden file.",
        lignes.join("\n")
    );
}

/// The folder of the crate whose tests run.
fn dossier() -> PathBuf {
    let ici = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo says whose tests it runs");
    Path::new(&ici).join("tests/it/golden")
}

/// The golden files of a folder.
pub fn noms(sous: &str) -> BTreeSet<String> {
    let entrees = std::fs::read_dir(dossier().join(sous)).into_iter().flatten().flatten();
    entrees.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
}

/// What one of them says.
pub fn lire(nom: &str) -> String {
    std::fs::read_to_string(dossier().join(nom)).unwrap_or_else(|e| panic!("{nom}: {e}"))
}
