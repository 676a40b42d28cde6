//! A table whose rows are somebody's: which ones, and what becomes of them.

use super::{Export, Identite, Personne, Reunir};
use crate::db::{Promesse, Tx};

/// A table that names a person.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name in the base.
    pub nom: &'static str,
    /// Which of its rows are somebody's.
    pub cle: Cle,
    /// What merging two files does to them.
    pub fusion: Fusion,
    /// What the person is told of them; `None` when they are no fact about the person.
    pub export: Option<Export>,
    /// What erasing the person does to them.
    pub oubli: Oubli,
    /// The dates that tell of a contact with the person.
    pub signes: &'static [Signe],
}

/// How a row names a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cle {
    /// Columns that hold their identifier; the first says in whose file the row is.
    Colonnes(&'static [&'static str]),
    /// A column that holds the identifier (`id`) of a row that is theirs: column, table.
    Par(&'static str, &'static str),
    /// The rows where this condition holds, the person being `$1`.
    Condition(&'static str),
    /// By no identifier.
    Sans,
}

/// What merging two files does to the rows of the one absorbed.
#[derive(Clone, Copy, Debug)]
pub enum Fusion {
    /// They go to the file kept.
    Suivent,
    /// Those (`a`) that meet one of the file kept (`g`) so are withdrawn; the others follow.
    Doubles(&'static str),
    /// What this does.
    Autrement(Reunir),
    /// Nothing: they hang on rows that follow, or stay.
    Restent,
}

/// What erasing a person does to their rows.
#[derive(Clone, Copy, Debug)]
pub enum Oubli {
    /// They go.
    Lignes,
    /// Each of these columns becomes that; the others are kept.
    Colonnes(&'static [(&'static str, Devient)]),
    /// What this does: rows that no identifier finds, or that are found faster by another way.
    Autrement(Oublier),
}

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Devient {
    /// NULL.
    Vide,
    /// An empty text.
    Blanc,
    /// The first day of its year.
    Annee,
    /// The first day of its month.
    Mois,
    /// The day of the erasure, when it has none.
    Clos,
    /// The same; what was to begin later, as this column says, ends on the day it would have begun.
    ClosDepuis(&'static str),
    /// The instant of the erasure, when it has none.
    ClosInstant,
}

/// A date that tells of a contact with the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signe {
    /// A column that holds a day.
    Jour(&'static str),
    /// A column that holds an instant.
    Instant(&'static str),
}

/// Erases what names a person by other means.
pub type Oublier = for<'a> fn(&'a Tx, &'a Identite) -> Promesse<'a, ()>;

impl Table {
    /// Rows that name one person in `jeune_id`: they follow them, are not told, and are kept.
    pub const fn du_jeune(nom: &'static str) -> Self {
        Self::nouvelle(nom, Cle::Colonnes(&["jeune_id"]), Fusion::Suivent)
    }
    /// Rows that hang on a row of another table: they go where it goes.
    pub const fn pendue(nom: &'static str, colonne: &'static str, table: &'static str) -> Self {
        Self::nouvelle(nom, Cle::Par(colonne, table), Fusion::Restent)
    }
    /// Rows that are somebody's by `cle`.
    pub const fn nouvelle(nom: &'static str, cle: Cle, fusion: Fusion) -> Self {
        Self { nom, cle, fusion, export: None, oubli: Oubli::Colonnes(&[]), signes: &[] }
    }
    /// With what merging does to them.
    pub const fn fusion(self, fusion: Fusion) -> Self {
        Self { fusion, ..self }
    }
    /// With what the person is told.
    pub const fn export(self, export: Export) -> Self {
        Self { export: Some(export), ..self }
    }
    /// With what erasing does to them.
    pub const fn oubli(self, oubli: Oubli) -> Self {
        Self { oubli, ..self }
    }
    /// With the dates that tell of a contact.
    pub const fn signes(self, signes: &'static [Signe]) -> Self {
        Self { signes, ..self }
    }

    /// The column that says in whose file a row is, where there is one.
    pub fn colonne(&self) -> Option<&'static str> {
        match self.cle {
            Cle::Colonnes(colonnes) => colonnes.first().copied(),
            _ => None,
        }
    }

    /// What becomes of a column when the person is erased; `None` when it is kept as it is.
    pub fn devient(&self, colonne: &str) -> Option<Devient> {
        match self.oubli {
            Oubli::Colonnes(colonnes) => colonnes.iter().find(|(nom, _)| *nom == colonne).map(|(_, d)| *d),
            _ => None,
        }
    }

    /// Which rows are about the person `$1`; `None` when no identifier tells.
    pub fn condition(&self, personnes: &[&Personne]) -> Option<String> {
        match self.cle {
            Cle::Colonnes(colonnes) => {
                let nommee: Vec<String> = colonnes.iter().map(|c| format!("{c} = $1")).collect();
                Some(format!("({})", nommee.join(" OR ")))
            }
            Cle::Par(colonne, parent) => {
                let la = table_nommee(personnes, parent)?.condition(personnes)?;
                Some(format!("{colonne} IN (SELECT id FROM {parent} WHERE {la})"))
            }
            Cle::Condition(condition) => Some(condition.to_owned()),
            Cle::Sans => None,
        }
    }
}

/// Every table, in the order of the capabilities.
pub fn tables<'a>(personnes: &'a [&'static Personne]) -> impl Iterator<Item = &'static Table> + use<'a> {
    personnes.iter().flat_map(|p| p.tables)
}

/// The table of that name.
pub fn table_nommee<'a>(personnes: &[&'a Personne], nom: &str) -> Option<&'a Table> {
    personnes.iter().flat_map(|p| p.tables).find(|t| t.nom == nom)
}

/// Every table, in the order in which a person is erased: what is found through other rows goes before them.
pub fn a_effacer(personnes: &[&'static Personne]) -> Vec<&'static Table> {
    let mut toutes: Vec<&Table> = tables(personnes).collect();
    toutes.sort_by_key(|t| match (t.oubli, t.cle) {
        // By the names that are about to go.
        (Oubli::Autrement(_), _) | (_, Cle::Sans) => 0,
        (_, Cle::Par(..)) => 1,
        (_, Cle::Condition(_)) => 2,
        (_, Cle::Colonnes(_)) => 3,
    });
    toutes
}
