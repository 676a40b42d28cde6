//! Who a note is for.

use passerelle_socle::access::Champ;

/// The level of a note or of a document, from the one that fewest read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Niveau {
    /// The structure that wrote it.
    Structure,
    /// Those who follow.
    Suivi,
    /// The young person too.
    Jeune,
}

impl Niveau {
    /// All of them, in order.
    pub const TOUS: [Self; 3] = [Self::Structure, Self::Suivi, Self::Jeune];

    /// Code kept in the base.
    pub fn code(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Suivi => "suivi",
            Self::Jeune => "jeune",
        }
    }

    /// Reads a code.
    pub fn lire(code: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|n| n.code() == code)
    }

    /// The field of the file it is part of.
    pub fn champ(self) -> Champ {
        match self {
            Self::Structure => Champ::NotesStructure,
            Self::Suivi => Champ::NotesSuivi,
            Self::Jeune => Champ::NotesJeune,
        }
    }

    /// Words of the choice.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Structure => "Ma structure seulement",
            Self::Suivi => "Celles et ceux qui suivent",
            Self::Jeune => "Le jeune aussi",
        }
    }

    /// Who reads what is of this code, told to the person it is about.
    pub fn dit_au_jeune(code: &str) -> String {
        match Self::lire(code) {
            Some(Self::Structure) => "Cet organisme seulement",
            Some(Self::Suivi) => "Les organismes qui vous suivent",
            Some(Self::Jeune) => "Vous, et les organismes qui vous suivent",
            None => code,
        }
        .to_owned()
    }

    /// Who will read, said before writing.
    pub fn lecteurs(self, prenom: &str) -> String {
        match self {
            Self::Structure => format!("Vos collègues qui suivent {prenom}. Ni les autres structures, ni {prenom}."),
            Self::Suivi => format!(
                "Toutes les structures qui suivent {prenom}, et celles à qui le dossier est ouvert, un CFA par exemple. \
                 Pas {prenom}."
            ),
            Self::Jeune => format!("Les mêmes, et {prenom} dans son espace : écrivez ce que vous lui diriez."),
        }
    }

    /// Who reads, beside what is written.
    pub fn portee(self) -> &'static str {
        match self {
            Self::Structure => "lue dans votre structure seulement",
            Self::Suivi => "lue par les structures qui suivent",
            Self::Jeune => "lue aussi par le jeune",
        }
    }
}
