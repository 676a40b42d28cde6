//! The minutes as a file says them, before anything is believed.

use crate::dossier::{LigneListe, Precedent, Report};
use crate::erreur::{ErreurTirage, illisible};
use crate::hasard::Revele;
use crate::protocole::Protocole;
use serde::{Deserialize, Serialize};

/// Line of the first group in the file.
pub(crate) const PREMIERE_CELLULE: usize = 13;

/// Site, wave, stratum, people to draw, excluded, admitted, people in each arm, probability of each arm,
/// probability of being beyond the capacity. A probability is a text here: places over candidates times a ratio has
/// a larger denominator than the ratios of a protocol may have, and every line is compared with the one expected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Cellule(
    pub String,
    pub String,
    pub String,
    pub u64,
    pub u64,
    pub u64,
    pub Vec<u64>,
    pub Vec<String>,
    pub String,
);

/// Identifier, site, wave, stratum, exclusion, leaf, arm, probability, ticket; the last three are empty when excluded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct LignePersonne(pub [String; 9]);

impl LignePersonne {
    pub(crate) fn liste(&self) -> LigneListe {
        let [a, b, c, d, e, f, ..] = self.0.clone();
        LigneListe(a, b, c, d, e, f)
    }
}

/// Every member of the file, in order.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lu {
    pub format: String,
    pub protocole: Protocole,
    pub protocole_sha256: String,
    pub secret_liste: String,
    pub precedent: Option<Precedent>,
    pub racine: String,
    pub alea: String,
    pub secrets: Vec<Revele>,
    pub graine: String,
    pub affectations_sha256: String,
    pub cellules: Vec<Cellule>,
    pub reports: Vec<Report>,
    pub personnes: Vec<LignePersonne>,
}

impl Lu {
    pub(crate) fn lire(texte: &str) -> Result<Self, ErreurTirage> {
        serde_json::from_str(texte).map_err(|e| illisible("le procès-verbal", &e))
    }

    /// Line of the first person.
    pub(crate) fn premiere_personne(&self) -> usize {
        // Each list opens on its line and closes on another.
        PREMIERE_CELLULE + self.cellules.len() + 2 + self.reports.len() + 2
    }
}
