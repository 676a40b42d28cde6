//! The figures of a report. The names of the fields are the keys of the JSON report.

use std::collections::BTreeMap;

use passerelle_base::{Date, Periode};
use passerelle_secret::Effectif;
use serde::{Deserialize, Serialize};

use super::nombres::Nombres;

/// A report over a period.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bilan {
    /// From this day to that one, both included.
    pub periode: Periode,
    /// Indicators of follow-up, by key.
    pub indicateurs: Nombres<Effectif>,
    /// Parcours sécurisés.
    pub parcours_securises: Vec<Parcours>,
    /// Alternance contracts by structure in charge.
    pub contrats_par_structure: Vec<ContratsStructure>,
    /// Their sums.
    pub contrats_total: Contrats,
    /// Alternance contracts by year of their first day, all years of the base.
    pub contrats_par_annee: BTreeMap<String, Effectif>,
    /// Positionnements by type of prescriber.
    pub positionnements_par_prescripteur: Vec<Prescripteur>,
    /// Their sum.
    pub positionnements_total: Effectif,
    /// Meetings of CFA and prescribers.
    pub rencontres: Vec<Rencontre>,
    /// Outside figures quoted beside.
    pub statistiques: Vec<Citation>,
    /// Missions locales that declared no contract over the period: silent, which is not zero.
    #[serde(skip)]
    pub sans_contrat: Vec<String>,
    /// The rows of its tables that are there whatever is counted.
    #[serde(skip)]
    pub reperes: Reperes,
    /// From how many people on a list of them opens to its reader.
    #[serde(skip)]
    pub ouvre_des: i64,
}

/// What may stand in a table, counted or not: a row that is missing would tell a zero.
#[derive(Clone, Debug, Default)]
pub struct Reperes {
    /// Missions locales: code and name, in the order of the table.
    pub missions_locales: Vec<(String, String)>,
    /// Types of structure that the base has.
    pub types: Vec<String>,
}

/// A parcours sécurisé. One that never opened has no figures: they are not zero, they are not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parcours {
    /// Code of the action.
    pub code: String,
    /// Title.
    pub intitule: String,
    /// Whether it opened.
    pub ouvert: bool,
    /// What is counted of it, by key.
    #[serde(flatten)]
    pub nombres: Nombres<Option<i64>>,
    /// First day, planned or real.
    #[serde(skip)]
    pub debut: Option<Date>,
    /// Last day, planned or real.
    #[serde(skip)]
    pub fin: Option<Date>,
}

impl Parcours {
    /// One of its figures.
    pub fn nombre(&self, cle: &str) -> Option<i64> {
        self.nombres.lire(cle).flatten()
    }
}

/// Contracts of a structure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ContratsStructure {
    /// Code of the structure.
    pub structure: String,
    pub nom: String,
    /// Counts.
    #[serde(flatten)]
    pub contrats: Contrats,
}

/// Contracts by type.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Contrats {
    /// Apprenticeship.
    pub apprentissage: Effectif,
    pub professionnalisation: Effectif,
    /// Both.
    pub total: Effectif,
}

/// Positionnements of a type of prescriber.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Prescripteur {
    /// Code of the type; `non_connu` when the file did not say who prescribed.
    pub r#type: String,
    pub nombre: Effectif,
}

/// A meeting of CFA and prescribers.
#[derive(Clone, Debug, Serialize, Deserialize, sea_orm::FromQueryResult)]
pub struct Rencontre {
    pub date: Date,
    /// Title.
    pub intitule: Option<String>,
    /// CFA present.
    pub nb_cfa: Option<i64>,
    /// Prescribers present.
    pub nb_prescripteurs: Option<i64>,
}

/// An outside figure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Citation {
    pub serie: String,
    /// Territory.
    pub territoire: String,
    /// Period.
    pub periode: String,
    /// Value; whole when it is whole.
    pub valeur: Option<serde_json::Number>,
    /// Unit.
    pub unite: Option<String>,
    pub source: Option<String>,
}

impl Bilan {
    /// The bytes of the JSON report.
    pub fn json(&self) -> Vec<u8> {
        let mut octets = serde_json::to_vec_pretty(self).expect("figures and texts are always JSON");
        octets.push(b'\n');
        octets
    }
}
