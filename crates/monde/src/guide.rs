//! The users' guide, read as its readers do: what is published is an oracle for the tests.

/// A page of the guide.
pub fn page(nom: &str) -> String {
    let chemin = format!("{}/../../docs/guide/{nom}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(chemin).expect("a page of the guide")
}

/// The rows of the first table of a text, its headers first: what each cell says.
pub fn rangees(texte: &str) -> Vec<Vec<String>> {
    let cellules = |l: &str| -> Vec<String> {
        // A bar inside a cell is written `\|`.
        l.replace("\\|", "¦").trim_matches('|').split('|').map(|c| c.trim().replace('¦', "|")).collect()
    };
    let table = texte.lines().skip_while(|l| !l.starts_with('|')).take_while(|l| l.starts_with('|'));
    // The second line is a rule.
    table.enumerate().filter(|(rang, _)| *rang != 1).map(|(_, l)| cellules(l)).collect()
}
