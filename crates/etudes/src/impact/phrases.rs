//! The sentences of a result, each with what it is for.

use serde::{Deserialize, Serialize};

/// What a sentence is for: whoever shows a result chooses by it, never by how the French begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sorte {
    /// It reads the figures.
    Mesure,
    /// It says what may be concluded of them.
    Verdict,
    /// It says what they were computed from.
    Source,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub sorte: Sorte,
    pub texte: String,
}

/// The sentences of a result, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Gardees", into = "Gardees")]
pub struct Phrases(Vec<Phrase>);

impl Phrases {
    pub fn ajouter(&mut self, sorte: Sorte, texte: impl Into<String>) {
        self.0.push(Phrase { sorte, texte: texte.into() });
    }

    /// Those that are for this.
    pub fn qui(&self, choisies: impl Fn(Sorte) -> bool) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |p| choisies(p.sorte)).map(|p| p.texte.as_str())
    }

    pub fn textes(&self) -> impl Iterator<Item = &str> {
        self.qui(|_| true)
    }
}

/// As they are kept with a result and told to programs: the texts, as before sentences had a kind, and beside them what
/// each is for.
#[derive(Serialize, Deserialize)]
struct Gardees {
    phrases: Vec<String>,
    #[serde(default)]
    sortes: Vec<Sorte>,
}

impl From<Phrases> for Gardees {
    fn from(p: Phrases) -> Self {
        let (sortes, phrases) = p.0.into_iter().map(|p| (p.sorte, p.texte)).unzip();
        Self { phrases, sortes }
    }
}

impl From<Gardees> for Phrases {
    /// A result kept before sentences had a kind closes with its source, said after its verdict.
    fn from(g: Gardees) -> Self {
        let n = g.phrases.len();
        let par_la_place = |rang: usize| match n - rang {
            1 => Sorte::Source,
            2 => Sorte::Verdict,
            _ => Sorte::Mesure,
        };
        let sorte = |rang| g.sortes.get(rang).copied().unwrap_or_else(|| par_la_place(rang));
        Self(g.phrases.iter().enumerate().map(|(rang, t)| Phrase { sorte: sorte(rang), texte: t.clone() }).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sentences_are_kept_with_what_they_are_for_and_old_ones_are_told_by_their_place() {
        let mut p = Phrases::default();
        p.ajouter(Sorte::Verdict, "Rien ne contredit.");
        p.ajouter(Sorte::Mesure, "F(1, 2) = 3.");
        let gardees = json!({"phrases": ["Rien ne contredit.", "F(1, 2) = 3."], "sortes": ["verdict", "mesure"]});
        assert_eq!(serde_json::to_value(&p).unwrap(), gardees);
        assert_eq!(serde_json::from_value::<Phrases>(gardees).unwrap(), p);
        let anciennes: Phrases = serde_json::from_value(json!({"phrases": ["a", "b", "c", "d"]})).unwrap();
        let de = |s| anciennes.qui(|x| x == s).collect::<Vec<_>>().join(" ");
        assert_eq!([Sorte::Mesure, Sorte::Verdict, Sorte::Source].map(de), ["a b", "c", "d"]);
    }
}
