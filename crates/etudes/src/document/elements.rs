//! What the blocks of a report are made of: a title, a paragraph, a figure in words.

use passerelle_documents::Bloc;
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
