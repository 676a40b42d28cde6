//! What no column keeps of what was written: a social security number, marks that no keyboard types, a text without end.

use crate::Monde;

/// A valid number, written as people do, bare, and cut by a mark that is not seen.
pub const NIRS: [&str; 3] = ["N° 2 99 05 93 001 001 56 merci", "299059300100156", "2990593\u{200b}001001\u{202e}56"];
/// Escape, bell, right to left, isolates, separators of lines.
pub const MARQUES: &str = "Zebulon\u{1b}[2J\u{7}\u{202e}\u{2067}\u{200f}\u{61c}\u{0085}fin";

/// Marks and numbers as an engine gives them back.
const RESTES: [&str; 11] = [
    "299059300100156",
    "2 99 05 93",
    "\\u001b",
    "\u{1b}",
    "\u{7}",
    "\\u0007",
    "\u{202e}",
    "\u{2067}",
    "\u{200f}",
    "\u{61c}",
    "\u{85}",
];

/// A text that nothing has to keep whole.
pub fn sans_fin() -> String {
    "z".repeat(30_000)
}

/// What a line keeps that it may not.
pub fn reste(ligne: &str) -> Option<String> {
    if passerelle_base::contient_nir(ligne) && ligne.contains("9905") {
        return Some("a number".into());
    }
    let marque = RESTES.iter().find(|r| ligne.contains(**r)).map(|r| format!("{r:?}"));
    marque.or_else(|| ligne.contains(&sans_fin()).then(|| "a text without end".into()))
}

impl Monde {
    /// Every row of every table, which keep nothing of it.
    pub async fn ne_garde_rien_d_interdit(&self, quoi: &str) {
        for ligne in self.tout_le_texte().await.lines() {
            let table = ligne.split(':').next().unwrap_or_default();
            if let Some(reste) = reste(ligne) {
                panic!("{} {quoi}: {table} keeps {reste}: {ligne:.400}", self.moteur);
            }
        }
    }
}
