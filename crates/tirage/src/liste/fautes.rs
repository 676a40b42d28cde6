//! Why a list of candidates is refused. No sentence repeats a cell: it may hold what it should not.

use std::fmt;

/// Lines said one by one in a sentence; the value holds them all.
const FAUTES_DITES: usize = 20;

/// Why a list is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErreurListe {
    /// A column is missing.
    #[error("la colonne « {0} » manque dans la liste : ajoutez-la")]
    ColonneManque(String),
    /// A column is there twice.
    #[error("la colonne « {0} » est deux fois dans la liste : gardez-en une")]
    ColonneDouble(String),
    /// A column the protocol does not know.
    #[error(
        "la colonne n° {0} de la liste n’est pas prévue par le protocole : retirez-la, la liste ne porte que ce qui sert au tirage"
    )]
    ColonneInconnue(usize),
    /// A column the protocol does not know, while one that it asks for is missing.
    #[error(
        "la colonne « {manque} » manque, et la colonne n° {place} n’est pas prévue par le protocole : si c’est elle, corrigez son en-tête"
    )]
    ColonneAutrement {
        /// Where the unknown one stands.
        place: usize,
        /// The missing one.
        manque: String,
    },
    /// Everything in one column.
    #[error("la liste n’a qu’une colonne : séparez les colonnes par « ; », « , » ou une tabulation")]
    Separateur,
    /// No candidate.
    #[error("la liste n’a aucun candidat à tirer : vérifiez le fichier")]
    Vide,
    /// More people than the arithmetic is specified for.
    #[error("la liste dépasse quatre milliards de lignes : séparez-la")]
    Longueur,
    /// A value the protocol announces and nobody has.
    #[error(
        "la strate « {colonne} = {valeur} » est vide : complétez la liste, retirez cette valeur du protocole, ou écrivez-y « strates_vides_admises = true »"
    )]
    StrateVide {
        /// Column of the stratum.
        colonne: String,
        /// Value announced by the protocol.
        valeur: String,
    },
    /// Lines to correct.
    #[error("{}", dire(.0))]
    Lignes(Vec<Faute>),
}

/// A line to correct.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faute {
    /// Its number in the file, the header being 1.
    pub ligne: u64,
    /// What is wrong.
    pub motif: MotifFaute,
}

/// What is wrong in a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MotifFaute {
    /// Not UTF-8, or a broken quote.
    #[error("cette ligne ne se lit pas : enregistrez le fichier en UTF-8, séparateur « ; »")]
    Illisible,
    /// Not as many cells as headers.
    #[error("{0} cellules au lieu de {1} : complétez la ligne ou retirez un « ; » de trop")]
    Cellules(usize, usize),
    /// The identifier is empty or has a forbidden character.
    #[error("l’identifiant est vide ou contient un caractère interdit : donnez un code sans « ; », « | » ni guillemet")]
    Identifiant,
    /// A social security number.
    #[error("l’identifiant semble un numéro de sécurité sociale : donnez un pseudonyme")]
    Nir,
    /// A social security number in a stratum.
    #[error("la cellule semble contenir un numéro de sécurité sociale : retirez-le, ce n’est pas une strate")]
    NirStrate(String),
    /// The same person twice.
    #[error("cet identifiant est déjà à la ligne {0} : gardez une seule ligne par personne")]
    Doublon(u64),
    /// A site the protocol does not have.
    #[error("ce site n’est pas dans le protocole : corrigez son code ou ajoutez le site au protocole")]
    Site,
    /// A wave the protocol does not have.
    #[error("cette vague n’est pas dans le protocole : corrigez-la ou ajoutez-la au protocole")]
    Vague,
    /// No value in a stratum column.
    #[error("la strate est vide : indiquez sa valeur, « inconnu » par exemple")]
    StrateVide(String),
    /// A value the protocol does not announce, or one that cannot be written.
    #[error("cette valeur n’est pas prévue par le protocole : corrigez-la")]
    Strate(String),
    /// A reason the protocol does not have.
    #[error("ce motif d’exclusion n’est pas dans le protocole : laissez la cellule vide ou donnez un code prévu")]
    Exclusion,
}

impl MotifFaute {
    /// The column at fault; `None` when the whole line is.
    pub fn colonne(&self) -> Option<&str> {
        Some(match self {
            Self::Illisible | Self::Cellules(..) => return None,
            Self::Identifiant | Self::Nir | Self::Doublon(_) => "identifiant",
            Self::Site => "site",
            Self::Vague => "vague",
            Self::StrateVide(colonne) | Self::Strate(colonne) | Self::NirStrate(colonne) => colonne,
            Self::Exclusion => "exclusion",
        })
    }
}

impl fmt::Display for Faute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.motif.colonne() {
            Some(colonne) => write!(f, "ligne {}, colonne « {colonne} » : {}", self.ligne, self.motif),
            None => write!(f, "ligne {} : {}", self.ligne, self.motif),
        }
    }
}

fn dire(fautes: &[Faute]) -> String {
    let mut phrases: Vec<String> = fautes.iter().take(FAUTES_DITES).map(Faute::to_string).collect();
    if fautes.len() > FAUTES_DITES {
        phrases.push(format!("et {} autres lignes à corriger", fautes.len() - FAUTES_DITES));
    }
    phrases.join("\n")
}
