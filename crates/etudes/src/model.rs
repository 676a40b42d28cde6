//! What a study is: its protocol as it is frozen, its lists of codes.

use passerelle_base::Date;
use serde::{Deserialize, Serialize};

use super::impact::{Seuil, USUEL};
use passerelle_faits::tirages::Tirage;
use passerelle_socle::ident::Id;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Where a person's time begins.
pub static DEPARTS: Vocabulaire<3> = Vocabulaire::nouveau([
    ("tirage", "Les jeunes d'un tirage au sort"),
    ("positionnement", "Les jeunes positionnés sur l'action"),
    ("accueil", "Les jeunes accueillis pour la première fois"),
]);

/// How the effect is estimated; the names are those of `passerelle impact`.
pub static ESTIMATEURS: Vocabulaire<5> = Vocabulaire::nouveau([
    ("difference", "Différence entre les bras"),
    ("lin", "Différence ajustée à la manière de Lin"),
    ("iv", "Effet sur ceux que le tirage a fait entrer (variables instrumentales)"),
    ("lee", "Bornes de Lee, quand un bras répond moins"),
    ("permutation", "Test par permutation"),
]);

/// What can be measured from the dated facts of the base.
pub static MESURES: Vocabulaire<4> = Vocabulaire::nouveau([
    ("contrat", "A signé un contrat en alternance"),
    ("contrat_cours", "Est en contrat en alternance"),
    ("rupture", "Premier contrat en alternance rompu"),
    ("sortie_positive", "Sortie positive d'une action"),
]);

/// What is known of people before: never dates, never a commune.
pub static COVARIABLES: Vocabulaire<5> = Vocabulaire::nouveau([
    ("age", "Tranche d'âge au départ"),
    ("sexe", "Sexe"),
    ("qpv", "Quartier prioritaire"),
    ("niveau", "Niveau d'études"),
    ("prescripteur", "Type de structure qui prescrit"),
]);

/// Groups within which people were drawn.
pub static STRATES: Vocabulaire<3> =
    Vocabulaire::nouveau([("site", "Site ou structure"), ("vague", "Vague"), ("strate", "Strate du tirage")]);

/// How a question is answered.
pub static REPONSES: Vocabulaire<2> =
    Vocabulaire::nouveau([("oui_non", "Oui ou non"), ("echelle", "De 1 (pas du tout) à 5 (tout à fait)")]);

/// Fewest people who share the same quasi-identifiers: never below.
pub const K_MIN: usize = 5;

/// Percent under which a link is left out of the second estimate, when a protocol says nothing else.
pub const SEUIL_LIEN: u32 = 95;

fn seuil_lien() -> u32 {
    SEUIL_LIEN
}

fn seuil_milliemes() -> u32 {
    USUEL
}

/// A protocol, in the order in which it is hashed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Protocole {
    /// Title, in lists and at the head of reports.
    pub titre: String,
    /// The question that the study answers, in words.
    pub question: String,
    /// What the treated arm receives, and what the other receives.
    pub traitement: String,
    /// Who is studied, and which of them are treated.
    pub population: Population,
    /// What is measured, in order.
    pub issues: Vec<Issue>,
    /// Column of the primary outcome.
    pub principale: String,
    /// Code of `ESTIMATEURS`.
    pub estimateur: String,
    /// Codes of `COVARIABLES`.
    pub covariables: Vec<String>,
    /// Codes of `STRATES`.
    pub strates: Vec<String>,
    /// Whether sites were drawn whole.
    pub grappes: bool,
    /// Level of the tests, two-sided, in thousandths; intervals follow it.
    #[serde(default = "seuil_milliemes")]
    pub seuil_milliemes: u32,
    /// Percent under which a link is too doubtful for the second estimate.
    #[serde(default = "seuil_lien")]
    pub seuil_lien: u32,
    /// What the study can see.
    pub puissance: Puissance,
    /// When the extract is planned.
    pub extrait_prevu: Date,
    /// Months after an extract when the key of its pseudonyms is destroyed.
    pub cle_mois: u32,
    /// The analysis plan, in words.
    pub plan: String,
}

/// Who is studied, since when, and who counts as treated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Code of `DEPARTS`.
    pub depart: String,
    /// First day of the beginnings; the day of a draw.
    pub du: Date,
    /// Last day of the beginnings.
    pub au: Date,
    /// Codes of structures that accompany; all when empty.
    pub structures: Vec<String>,
    /// Code of the action that is entered.
    pub action: String,
    /// Days within which entering it counts.
    pub delai_prise: u32,
    /// The arm of the draw that is the treatment.
    pub bras: String,
    /// The draw, when it was made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tirage: Option<Id<Tirage>>,
    /// SHA-256 of the minutes of the draw.
    pub proces_verbal: Option<String>,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// Its column in an extract, its key in a report.
    pub code: String,
    /// Code of `MESURES`, or `enquete`.
    pub mesure: String,
    /// Days, or months for `contrat_cours`; 0 for a question.
    pub delai: u32,
    /// The question, when it is asked.
    pub question: Option<String>,
    /// Code of `REPONSES`.
    pub reponse: Option<String>,
}

impl Issue {
    /// In words, with its delay: its definition.
    pub fn libelle(&self) -> String {
        let mots = MESURES.libelle(&self.mesure);
        match (self.mesure.as_str(), &self.question) {
            (_, Some(question)) => question.clone(),
            ("contrat_cours", _) => format!("{mots} {} mois après le départ", self.delai),
            ("rupture", _) => format!("{mots} dans les {} jours de son début", self.delai),
            _ => format!("{mots} dans les {} jours", self.delai),
        }
    }

    /// Whether it is yes or no.
    pub fn binaire(&self) -> bool {
        self.reponse.as_deref() != Some("echelle")
    }
}

/// What the study can see, before any outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Puissance {
    /// People expected, both arms together.
    pub n: u32,
    /// Percent treated.
    pub part: u32,
    /// Percent of the controls expected to have the primary outcome.
    pub taux: u32,
    /// Smallest effect seen four times out of five, in points.
    pub effet_minimal: Option<f64>,
}

impl Protocole {
    /// The bytes that are frozen and hashed.
    pub fn octets(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The level of its tests.
    pub fn seuil(&self) -> Seuil {
        Seuil::de(self.seuil_milliemes)
    }

    /// Whether the extract tells the site of each person: clusters may then be looked at.
    pub fn sites(&self) -> bool {
        self.grappes || self.strates.iter().any(|s| s == "site")
    }

    /// Whether arms were drawn at random.
    pub fn tire(&self) -> bool {
        self.population.depart == "tirage"
    }

    /// The questions of its survey.
    pub fn questions(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|i| i.question.is_some())
    }

    /// The definition of the treatment, in words.
    pub fn bras_traite(&self) -> String {
        let p = &self.population;
        match self.tire() {
            true => format!("Bras « {} » du tirage, que la personne ait suivi le programme ou non.", p.bras),
            false => format!("Entrée dans l'action « {} » dans les {} jours du départ.", p.action, p.delai_prise),
        }
    }
}

/// What was asked for, when it is not what was registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choix {
    /// Code of `ESTIMATEURS`.
    pub estimateur: String,
    /// Codes of `COVARIABLES`.
    pub covariables: Vec<String>,
    /// Codes of `STRATES`.
    pub strates: Vec<String>,
    /// Whether sites are taken as clusters.
    pub grappes: bool,
}

impl From<&Protocole> for Choix {
    fn from(p: &Protocole) -> Self {
        Self {
            estimateur: p.estimateur.clone(),
            covariables: p.covariables.clone(),
            strates: p.strates.clone(),
            grappes: p.grappes,
        }
    }
}
