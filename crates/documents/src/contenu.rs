//! The typed content every output shares: pages, PDF and spreadsheets read the same blocks.

use crate::graphique::Graphique;
pub use crate::valeur::{Cellule, Valeur};
use chrono::NaiveDate;

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Colonne {
    /// Stable name, for sorting and for the code.
    pub cle: &'static str,
    /// What the reader sees.
    pub titre: String,
    /// Numbers are aligned to the right.
    pub numerique: bool,
}

impl Colonne {
    /// A column of text, dates or yes/no.
    pub fn texte(cle: &'static str, titre: impl Into<String>) -> Self {
        Self { cle, titre: titre.into(), numerique: false }
    }

    /// A column of numbers.
    pub fn nombre(cle: &'static str, titre: impl Into<String>) -> Self {
        Self { cle, titre: titre.into(), numerique: true }
    }
}

/// A table; every row has one cell a column.
#[derive(Clone, Debug)]
pub struct Tableau {
    /// The caption, also the name of the worksheet.
    pub titre: String,
    /// The columns, in order.
    pub colonnes: Vec<Colonne>,
    /// The rows.
    pub lignes: Vec<Vec<Cellule>>,
    /// The total row, when a total makes sense.
    pub total: Option<Vec<Cellule>>,
}

/// One block of a document.
#[derive(Clone, Debug)]
pub enum Bloc {
    /// A heading.
    Titre {
        /// 2 or 3: level 1 is the title of the document.
        niveau: u8,
        /// The heading itself.
        texte: String,
        /// The fragment that leads here on the web.
        ancre: String,
    },
    /// Running text.
    Paragraphe(String),
    /// Text set apart, for instance where two sources disagree.
    Note(String),
    /// The key figures.
    Chiffres(Vec<Chiffre>),
    /// A table.
    Tableau(Tableau),
    /// A chart with the table it draws.
    Graphique {
        /// The drawing.
        graphique: Graphique,
        /// The same figures, readable one by one.
        tableau: Tableau,
    },
    /// What the words mean.
    Definitions(Vec<Definition>),
    /// Text to be copied as it is: a command, a print.
    Code(String),
}

/// A key figure.
#[derive(Clone, Debug)]
pub struct Chiffre {
    /// Stable name.
    pub cle: &'static str,
    /// The figure.
    pub valeur: Valeur,
    /// What it counts.
    pub libelle: String,
    /// A precision under the label, such as last year's figure.
    pub complement: Option<String>,
    /// The list behind the figure, on the web only.
    pub lien: Option<String>,
    /// How it is counted, exactly.
    pub definition: String,
}

/// What a word means.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The word.
    pub terme: String,
    /// Its meaning.
    pub texte: String,
    /// The law or the source it comes from.
    pub reference: Option<String>,
}

/// A whole document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The title.
    pub titre: String,
    /// The line under the title, such as the period covered.
    pub sous_titre: String,
    /// Who publishes the document.
    pub organisme: String,
    /// The day it was made; `None` for a document that is the same whatever the day.
    pub edite_le: Option<NaiveDate>,
    /// The person who asked for it.
    pub edite_par: String,
    /// The figures are invented: say so on every page.
    pub demonstration: bool,
    /// The content.
    pub blocs: Vec<Bloc>,
}
