//! What a capability declares of a figure.

use passerelle_base::{Date, Periode};

use super::parties::{Partie, Precisions};
use crate::db::Selection;
use crate::web::Repertoire;

/// Where the definitions of the indicators of follow-up come from.
pub const CONVENTION: &str =
    "Bilan des développeurs de l'apprentissage territorial, indicateurs de suivi de la convention régionale";
/// Whom a figure covers that leaves nobody out.
pub const TERRITOIRE: &str = "Toutes les structures du territoire présentes dans la base.";

#[derive(Clone, Copy)]
pub struct Figure {
    /// Its name in addresses: `/bilan/cas/contrats`.
    pub nom: &'static str,
    /// What else its address says.
    pub parties: &'static [Partie],
    /// Label, without the number.
    pub libelle: fn(&Precisions) -> String,
    /// How it is counted.
    pub definition: &'static str,
    /// Whom it covers.
    pub perimetre: &'static str,
    /// Where the definition comes from.
    pub reference: &'static str,
    /// The dated text that says what counts, for a figure that one decides.
    pub texte: Option<fn(Date) -> Texte>,
    /// Whether what it counts are people, of whom a small number is kept from some readers.
    pub denombre: Denombre,
    /// « jeune », « jeunes », when what is counted has another name than its rows.
    pub compte: Option<(&'static str, &'static str)>,
    /// How its rows are shown, as of a day.
    pub rangees: fn(Date) -> Box<dyn Repertoire>,
    /// Which of these rows it counts over a period.
    pub lignes: fn(Selection, &Precisions, &Periode) -> Selection,
    /// Its place in the report.
    pub place: Place,
    /// Its rank on the dashboard, for those that are there.
    pub carte: Option<u8>,
    /// Table and column of its days, when they tell which years have facts.
    pub annees: Option<(&'static str, &'static str)>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denombre {
    /// People, or facts of which each is one person's: a contract, a request.
    Personnes,
    /// People, said as they are even when they are few: this text asks for it.
    PersonnesTellesQuelles(&'static str),
    /// Events, structures, actions.
    Choses,
}

impl Denombre {
    /// Whether its rows are people's, so that a short list of them is kept from some.
    pub fn personnes(self) -> bool {
        self != Self::Choses
    }

    /// Whether a small number of them is kept from some.
    pub fn discret(self) -> bool {
        self == Self::Personnes
    }
}

/// A place in the report. What the report has is its `Plan`: a figure that asks for something else stops the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the indicators of a line of work, under a key of the JSON report.
    Axe {
        /// Code of the line of work.
        axe: &'static str,
        /// Key in the JSON report.
        cle: &'static str,
    },
    /// A column of a table, under a key of the JSON report.
    Colonne {
        /// Code of the section that holds the table.
        section: &'static str,
        /// Key in the JSON report.
        cle: &'static str,
        /// Heading of the column.
        titre: &'static str,
        /// « jeune accompagné », « jeunes accompagnés », when the sentence above the table says its sum.
        somme: Option<(&'static str, &'static str)>,
    },
    /// What a section is about, counted by groups.
    Section {
        /// Code of the section.
        section: &'static str,
        /// Columns of its rows that make the groups.
        groupes: &'static str,
    },
}

/// The version of a text in force on a day.
#[derive(Clone, Copy, Debug)]
pub struct Texte {
    pub titre: &'static str,
    /// Where texts disagree, in words.
    pub desaccord: &'static str,
}

impl Place {
    /// Its key in the report.
    pub fn cle(&self) -> &'static str {
        match self {
            Self::Axe { cle, .. } | Self::Colonne { cle, .. } => cle,
            Self::Section { section, .. } => section,
        }
    }

    /// Where this key is one of a kind: the table it is a column of, or the report.
    pub(super) fn lieu(&self) -> (&'static str, &'static str) {
        match self {
            Self::Colonne { section, cle, .. } => (section, cle),
            Self::Axe { .. } | Self::Section { .. } => ("", self.cle()),
        }
    }
}

impl std::fmt::Debug for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Figure").field("nom", &self.nom).field("place", &self.place).finish_non_exhaustive()
    }
}
