//! What a kind of file is: its columns, its key, its table. Each capability declares its own
//! `NATURE` in its `import.rs`; this engine reads, checks, compares and writes all of them.

use passerelle_base::{Date, plier};
use sea_orm::Value;

use crate::access::Objet;
use crate::vocabulaire::Codes;

/// The column that a returned file gains, folded as headers are.
pub(super) const MOTIF_PLIE: &str = "motifrefus";

/// One kind of exchange file.
#[derive(Debug)]
pub struct Nature {
    /// Name of the kind and of its file (`contrats` → `contrats.csv`).
    pub nom: &'static str,
    /// Whether its rows have a list of their own, at `/nom`; others are read on a record.
    pub liste: bool,
    /// Table that holds the rows.
    pub table: &'static str,
    /// When the key lives in a table of its own (a young person's numbers): that table and its
    /// column that points at `table`.
    pub table_cle: Option<(&'static str, &'static str)>,
    /// A row of another table that each new row brings with it.
    pub suite: Option<Suite>,
    /// Fields that make a row unique, in the order of the index.
    pub cle: &'static [&'static str],
    /// Columns of the file, in their published order.
    pub colonnes: &'static [Colonne],
    /// Fields computed from the row when it is written.
    pub derives: &'static [Derive],
    /// What must hold between two columns of a row.
    pub controles: &'static [Controle],
    /// What the journal calls these rows.
    pub objet: Objet,
}

/// The row of another table that a new row brings with it.
#[derive(Debug)]
pub struct Suite {
    pub table: &'static str,
    /// Its fields, and where each comes from.
    pub champs: &'static [(&'static str, De)],
}

/// Where a field of a [`Suite`] comes from.
#[derive(Debug)]
pub enum De {
    /// The identifier just given to the new row.
    Nouveau,
    /// A field of the key, by its rank.
    Cle(usize),
    /// A field of the row, unknown when the file does not bring it.
    Champ(&'static str, Forme),
    /// True.
    Oui,
}

/// One column of a kind of file.
#[derive(Debug)]
pub struct Colonne {
    /// Published header.
    pub nom: &'static str,
    /// Field it fills; `None` when it only helps to find another one, or is not kept.
    pub champ: Option<&'static str>,
    /// How its cells are read.
    pub forme: Forme,
    /// Whether a row without it is refused.
    pub requise: bool,
    /// What a page calls it, when its header does not read as French.
    mots: Option<&'static str>,
}

impl Colonne {
    /// A column that may be empty.
    pub const fn libre(nom: &'static str, champ: &'static str, forme: Forme) -> Self {
        Self { nom, champ: Some(champ), forme, requise: false, mots: None }
    }
    /// A column that must be filled.
    pub const fn requise(nom: &'static str, champ: &'static str, forme: Forme) -> Self {
        Self { nom, champ: Some(champ), forme, requise: true, mots: None }
    }
    /// A column that fills no field of the table.
    pub const fn sans_champ(nom: &'static str, forme: Forme, requise: bool) -> Self {
        Self { nom, champ: None, forme, requise, mots: None }
    }
    /// What a page calls it.
    pub const fn dite(self, mots: &'static str) -> Self {
        Self { mots: Some(mots), ..self }
    }
    /// In words.
    pub fn mots(&self) -> String {
        self.mots.map_or_else(|| capitale(&self.nom.replace('_', " ")), str::to_owned)
    }
    /// The codes of its cells and their words, when it is one of codes.
    pub fn codes(&self) -> Vec<(&'static str, &'static str)> {
        match self.forme {
            Forme::Parmi(codes) => codes.choix(),
            _ => Vec::new(),
        }
    }
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Forme {
    /// Free text.
    Texte,
    /// The name of somebody: on one line, without the question mark of a lost letter.
    Nom,
    /// A code, a number, a key: kept as it is, leading zeros included, without what nobody sees.
    Code,
    /// A civil date.
    Date,
    /// A time of day, `09:30`.
    Heure,
    /// oui/non.
    Booleen,
    /// A count, zero or more.
    Entier,
    /// A number with decimals.
    Decimal,
    /// One of these codes, each with its words.
    Parmi(Codes),
    /// A level of training, old or European scale.
    Niveau,
    /// Establishment number.
    Siret,
    /// School number.
    Uai,
    /// INSEE code of a commune.
    Commune,
    CodePostal,
    /// Telephone number.
    Telephone,
    /// E-mail address.
    Courriel,
    /// Code of a structure.
    Structure,
    /// Codes of structures separated by `|`, kept in the link table (table, owner, target).
    Structures(&'static str, &'static str, &'static str),
    /// Code of an action.
    Action,
    /// Number of a young person in the structure of the row.
    Jeune,
    /// Checked, then left out: what the house does not store.
    NonConservee(&'static str),
}

/// What must hold between two columns.
#[derive(Clone, Copy, Debug)]
pub enum Controle {
    /// This day has come already, and nobody is older.
    Passee(&'static str),
    /// `fin` is not before `debut`; `des` (when known) is an earlier day that is accepted too.
    PasAvant {
        /// First day.
        debut: &'static str,
        /// Last day.
        fin: &'static str,
        /// Column of an earlier accepted first day.
        des: Option<&'static str>,
    },
    /// What was typed on the site is newer than a row of which `date` is not after it: these fields are kept as they are
    /// known, and the report says so.
    Saisie {
        /// Column of the file that dates these fields.
        date: &'static str,
        /// Field of the table that holds the day of what was typed.
        saisi_le: &'static str,
        /// The fields.
        champs: &'static [&'static str],
    },
}

/// A field computed from cells of the row.
#[derive(Debug)]
pub struct Derive {
    /// Field to fill.
    pub champ: &'static str,
    /// Columns it is made of.
    pub colonnes: &'static [&'static str],
    /// How it is made of them, given in the order of `colonnes`.
    pub faire: fn(&[String]) -> String,
    /// The table that holds each of its words on a row: table, its column of words, its column that
    /// points at the row.
    pub index: Option<[&'static str; 3]>,
}

impl Derive {
    /// Columns folded and joined by a space.
    pub const fn plie(champ: &'static str, colonnes: &'static [&'static str]) -> Self {
        fn joindre(textes: &[String]) -> String {
            textes.iter().map(|t| plier(t)).collect::<Vec<_>>().join(" ")
        }
        Self { champ, colonnes, faire: joindre, index: None }
    }

    pub(super) fn valeur(&self, texte: impl Fn(&str) -> String) -> Value {
        let parties: Vec<String> = self.colonnes.iter().map(|c| texte(c)).collect();
        (self.faire)(&parties).into()
    }
}

/// What a cell was read as.
#[derive(Clone, Debug, PartialEq)]
pub enum Lu {
    /// Empty: not known. Never zero.
    Inconnu,
    /// A value ready for the base.
    Valeur(Value),
    /// Codes still to be looked up.
    Codes(Vec<String>),
}

impl Lu {
    pub(super) fn date(&self) -> Option<Date> {
        match self {
            Self::Valeur(Value::ChronoDate(d)) => *d,
            _ => None,
        }
    }

    pub(super) fn texte(&self) -> &str {
        match self {
            Self::Valeur(Value::String(Some(t))) => t,
            Self::Codes(codes) => codes.first().map_or("", String::as_str),
            _ => "",
        }
    }
}

fn capitale(mot: &str) -> String {
    let mut lettres = mot.chars();
    lettres.next().map_or_else(String::new, |l| l.to_uppercase().chain(lettres).collect())
}

impl Nature {
    /// What a page calls it.
    pub fn mots(&self) -> String {
        match self.nom {
            "evenements" => "Événements".to_owned(),
            nom => capitale(nom),
        }
    }

    /// Whether its rows are people, or what happened to one.
    pub(super) fn d_une_personne(&self) -> bool {
        self.position("structure").is_some()
            && (self.table_cle.is_some() || self.colonnes.iter().any(|c| c.forme == Forme::Jeune))
    }

    /// Position of a column by its published name.
    pub(super) fn position(&self, nom: &str) -> Option<usize> {
        self.colonnes.iter().position(|c| c.nom == nom)
    }

    /// Every table that its rows fill.
    pub(super) fn tables(&self) -> Vec<&'static str> {
        let liens = self.colonnes.iter().filter_map(|c| match c.forme {
            Forme::Structures(table, ..) => Some(table),
            _ => None,
        });
        let mots = self.derives.iter().filter_map(|d| d.index.map(|[table, ..]| table));
        let autour = self.table_cle.iter().map(|(table, _)| *table).chain(self.suite.iter().map(|s| s.table));
        std::iter::once(self.table).chain(autour).chain(liens).chain(mots).collect()
    }

    /// The column that fills a field of the key.
    pub(super) fn colonne_de(&self, champ: &str) -> usize {
        let trouvee = self.colonnes.iter().position(|c| c.champ == Some(champ));
        trouvee.expect("a key field is filled by a column: held by a test over all kinds")
    }
}
