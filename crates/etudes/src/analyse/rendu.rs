//! A computation made for a page, and the command that makes it again.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::impact::{Demande, Phrases};

/// One command and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rendu {
    /// What to type to get the same figures from the extract.
    pub commande: String,
    /// The figures; null when there are none.
    pub valeurs: Value,
    /// The sentences of the engine, each with what it is for.
    #[serde(flatten)]
    pub phrases: Phrases,
    pub avertissements: Vec<String>,
    /// Why there are no figures, and what to do.
    pub erreur: Option<String>,
}

/// Makes a computation on the files of that folder; its name never shows.
pub fn lancer(dossier: &Path, demande: Demande) -> Rendu {
    let commande = demande.commande();
    match demande.rapport(dossier) {
        Err(e) => Rendu { commande, erreur: Some(format!("{e:#}")), ..Rendu::default() },
        Ok(r) => {
            Rendu { commande, valeurs: r.valeurs(), phrases: r.phrases, avertissements: r.avertissements, erreur: None }
        }
    }
}
