//! The program itself, for the stories of its commands told away from the roof.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// `passerelle`, ready to be given a command.
///
/// Cargo builds it before the stories of the roof, and before all those of the workspace. Before those of one storey it does not:
/// a program that is missing, or older than its sources, is said rather than run.
pub fn programme() -> Command {
    let chemin = construit().join("passerelle");
    let fait = date(&chemin).unwrap_or_else(|| panic!("{} is missing: run `cargo build` first", chemin.display()));
    // What cargo itself looks at: the sources that the program was made of.
    let sources = std::fs::read_to_string(chemin.with_extension("d")).unwrap_or_default();
    let plus_jeune =
        sources.split_once(": ").map_or("", |s| s.1).split_whitespace().find(|s| date(Path::new(s)) > Some(fait));
    assert_eq!(plus_jeune, None, "the program is older than this source: run `cargo build` first");
    let mut commande = Command::new(chemin);
    commande.env("PASSERELLE_CLE", crate::modele::cle());
    commande
}

/// Where cargo puts what it builds: a test stands one folder below.
pub(crate) fn construit() -> PathBuf {
    let test = std::env::current_exe().expect("a running program has a path");
    let dossier = test.parent().and_then(Path::parent).expect("target/<profile>/deps");
    dossier.to_owned()
}

/// When a file was written.
pub(crate) fn date(chemin: &Path) -> Option<SystemTime> {
    std::fs::metadata(chemin).and_then(|m| m.modified()).ok()
}
