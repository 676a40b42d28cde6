//! What the blocks of a report are made of: a title, a paragraph, a figure in words.

use std::collections::BTreeMap;

use passerelle_base::{decimal, pourcent};
use passerelle_documents::Bloc;
use passerelle_gens::structures;
use serde_json::Value;

use crate::impact::chiffre;

pub(super) fn titre(niveau: u8, texte: &str, ancre: &str) -> Bloc {
    Bloc::Titre { niveau, texte: texte.to_owned(), ancre: ancre.to_owned() }
}

pub(super) fn paragraphe(texte: impl Into<String>) -> Bloc {
    Bloc::Paragraphe(texte.into())
}

/// The interval at the level of the analysis; the usual one in a result made before levels were chosen.
pub(super) fn ic(v: &Value) -> &Value {
    if v["ic"].is_null() { &v["ic95"] } else { &v["ic"] }
}

/// The unit in which people read a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unite {
    /// A difference of shares: « 3,6 points ».
    Points,
    /// A share: « 45,2 % ».
    Part,
    /// The unit of the outcome itself, which has none.
    Nue,
}

/// A figure, or two, in that unit.
pub(super) fn dire_en(v: &Value, unite: Unite) -> String {
    let un = |v: &Value| v.as_f64().filter(|v| v.is_finite());
    match (unite, v) {
        (Unite::Points, Value::Array(deux)) => match deux.as_slice() {
            [bas, haut] => match (un(bas), un(haut)) {
                (Some(bas), Some(haut)) => format!("{} à {} points", decimal(100.0 * bas, 1), decimal(100.0 * haut, 1)),
                (Some(bas), None) => format!("au moins {} points", decimal(100.0 * bas, 1)),
                (None, Some(haut)) => format!("au plus {} points", decimal(100.0 * haut, 1)),
                (None, None) => "sans limite".to_owned(),
            },
            _ => "–".to_owned(),
        },
        (Unite::Points, v) => un(v).map_or_else(|| dire(v), |v| format!("{} points", decimal(100.0 * v, 1))),
        (Unite::Part, v) => un(v).map_or_else(|| dire(v), |v| pourcent(100.0 * v, 1)),
        (Unite::Nue, v) => dire(v),
    }
}

/// The formula of a result, by what it does; its name is in the commands.
pub(super) fn formule_dite(formule: &str) -> &str {
    match formule {
        "difference" => "Différence des moyennes",
        "difference-strates" => "Différence des moyennes, strate par strate",
        "moindres-carres" => "Moindres carrés",
        "lin" => "Différence ajustée à la manière de Lin",
        "iv" | "iv-classique" => "Variables instrumentales",
        "lee" => "Bornes de Lee",
        "lien" => "Bornes d'un lien en doute",
        "permutation-exacte" => "Toutes les permutations",
        "permutation-monte-carlo" => "Permutations au hasard",
        autre => autre,
    }
}

/// The columns of an extract, by the name that sentences of the engine give them: what each is.
pub(super) struct Colonnes(BTreeMap<String, String>);

impl Colonnes {
    pub fn de(description: &Value) -> Self {
        let champs = description["schema"]["fields"].as_array().into_iter().flatten();
        // « Type de structure qui prescrit : mission_locale »: the answer is kept as its code.
        let mots = |titre: &str| match titre.rsplit_once(" : ") {
            Some((quoi, code)) => format!("{quoi} : {}", structures::TYPES.libelle(code)),
            None => titre.to_owned(),
        };
        Self(champs.filter_map(|f| Some((f["name"].as_str()?.to_owned(), mots(f["title"].as_str()?)))).collect())
    }

    /// What a column is; its name when nobody said.
    pub fn titre<'a>(&'a self, nom: &'a str) -> &'a str {
        self.0.get(nom).map_or(nom, String::as_str)
    }

    /// A sentence where columns are called by what they are.
    pub fn en_clair(&self, phrase: &str) -> String {
        let (mut dite, mut mot) = (String::new(), String::new());
        // A last sign ends the last word, and is taken back.
        for c in phrase.chars().chain(['\n']) {
            if c.is_alphanumeric() || c == '_' {
                mot.push(c);
            } else {
                // A word of one piece is a word already.
                dite += if mot.contains('_') { self.titre(&mot) } else { &mot };
                mot.clear();
                dite.push(c);
            }
        }
        dite.pop();
        dite
    }
}

/// A figure, or two, in words; a dash for what does not exist.
pub(super) fn dire(v: &Value) -> String {
    match v {
        Value::Array(deux) => match deux.as_slice() {
            [bas, haut] => {
                let fin = |v: &Value, infini: f64| chiffre(v.as_f64().unwrap_or(infini));
                format!("{} à {}", fin(bas, f64::NEG_INFINITY), fin(haut, f64::INFINITY))
            }
            _ => "–".to_owned(),
        },
        v => v.as_f64().map_or_else(|| "–".to_owned(), chiffre),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_figure_is_read_in_its_unit() {
        assert_eq!(dire_en(&json!(0.03559), Unite::Points), "3,6 points");
        assert_eq!(dire_en(&json!([-0.012, 0.0832]), Unite::Points), "-1,2 à 8,3 points");
        assert_eq!(dire_en(&json!([0.012, null]), Unite::Points), "au moins 1,2 points");
        assert_eq!(dire_en(&json!(null), Unite::Points), "–");
        assert_eq!(dire_en(&json!(0.03559), Unite::Nue), "0,03559");
    }

    #[test]
    fn sentences_call_columns_by_what_they_are() {
        let description = json!({"schema": {"fields": [
            {"name": "age_16_17", "title": "Tranche d'âge au départ : 16 à 17 ans"}, {"name": "sexe", "title": "Sexe"},
        ]}});
        let colonnes = Colonnes::de(&description);
        assert_eq!(
            colonnes.en_clair("Écart de plus de 0,25 : age_16_17, sexe, inconnue_1."),
            "Écart de plus de 0,25 : Tranche d'âge au départ : 16 à 17 ans, sexe, inconnue_1."
        );
    }
}
