//! The canonical writing of every JSON file: one member on a line, one row of a list on a line, no space,
//! a line feed at the end. `docs/tirage.md` gives it byte by byte.

use serde::Serialize;

/// Compact JSON: no space, UTF-8, only `"`, `\` and controls escaped.
pub(crate) fn json(valeur: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(valeur).expect("texts, whole numbers and lists always serialise")
}

/// Writes an object member by member.
pub(crate) struct Ecrivain(String);

impl Ecrivain {
    pub(crate) fn nouveau() -> Self {
        Self("{\n".into())
    }

    /// A member on its line.
    pub(crate) fn membre(&mut self, nom: &str, valeur: &(impl Serialize + ?Sized)) {
        self.nom(nom);
        self.0.push_str(&json(valeur));
    }

    /// A list, one row on a line.
    pub(crate) fn liste(&mut self, nom: &str, lignes: &[impl Serialize]) {
        self.nom(nom);
        self.0.push('[');
        for (i, ligne) in lignes.iter().enumerate() {
            self.0.push_str(if i == 0 { "\n" } else { ",\n" });
            self.0.push_str(&json(ligne));
        }
        self.0.push_str("\n]");
    }

    pub(crate) fn finir(mut self) -> String {
        self.0.push_str("\n}\n");
        self.0
    }

    fn nom(&mut self, nom: &str) {
        if self.0.len() > 2 {
            self.0.push_str(",\n");
        }
        self.0.push_str(&json(nom));
        self.0.push(':');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_are_these() {
        let mut e = Ecrivain::nouveau();
        e.membre("titre", "é\"\n\u{1}");
        e.liste("lignes", &[("a", 1), ("b", 2)]);
        e.liste("vide", &[0u8; 0]);
        assert_eq!(
            e.finir(),
            "{\n\"titre\":\"é\\\"\\n\\u0001\",\n\"lignes\":[\n[\"a\",1],\n[\"b\",2]\n],\n\"vide\":[\n]\n}\n"
        );
    }
}
