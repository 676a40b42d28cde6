//! The words of access: who, does what, to what.

use passerelle_base::Id;

/// Marks the identifier of an account.
#[derive(Debug)]
pub struct Compte;

/// What an account may be. A role says what is seen, never who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Keeps the platform: imports files, sees every file, reads the journal.
    Administrateur,
    /// Steers the territory: figures, report and cases, without the identity of the young people.
    Pilote,
}

impl Role {
    /// All roles, for tables and tests.
    pub const TOUS: [Self; 2] = [Self::Administrateur, Self::Pilote];

    /// Code kept in the base.
    pub fn code(self) -> &'static str {
        match self {
            Self::Administrateur => "administrateur",
            Self::Pilote => "pilote",
        }
    }

    /// Reads a code.
    pub fn lire(code: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|r| r.code() == code)
    }

    /// Word shown to people.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Administrateur => "Administration",
            Self::Pilote => "Pilotage",
        }
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq)]
pub enum Acteur {
    /// Somebody who has not signed in.
    Public,
    /// The command line, on the machine that holds the base.
    Systeme,
    /// Somebody signed in.
    Compte {
        /// The account.
        id: Id<Compte>,
        /// Name shown.
        nom: String,
        /// What the account may be.
        role: Role,
    },
}

impl Acteur {
    /// Name shown in the journal.
    pub fn nom(&self) -> &str {
        match self {
            Self::Public => "Public",
            Self::Systeme => "Ligne de commande",
            Self::Compte { nom, .. } => nom,
        }
    }

    /// The account, for whoever has one.
    pub fn compte(&self) -> Option<Id<Compte>> {
        match self {
            Self::Compte { id, .. } => Some(*id),
            _ => None,
        }
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $nom:ident { $($(#[$d:meta])* $variante:ident => $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $nom { $($(#[$d])* $variante),+ }
        impl $nom {
            /// All of them, for tables and tests.
            pub const TOUS: &'static [Self] = &[$(Self::$variante),+];
            /// Code written in the journal and in the access table.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variante => $code),+ }
            }
        }
    };
}

codes! {
    /// What is done.
    Action {
        /// Reads one page or one record.
        Consulter => "consulter",
        /// Reads a list, with its count.
        Lister => "lister",
        /// Takes rows away in a file.
        Exporter => "exporter",
        /// Brings files in.
        Importer => "importer",
        /// Writes a new fact.
        Creer => "creer",
        /// Changes a known fact.
        Modifier => "modifier",
        /// Keeps a report for ever.
        Figer => "figer",
        /// Signs in.
        Ouvrir => "ouvrir",
        /// Signs out.
        Fermer => "fermer",
    }
}

codes! {
    /// What it is done to.
    Objet {
        /// Pages for everybody.
        PagePublique => "page_publique",
        /// One's own session.
        Session => "session",
        /// The dashboard.
        TableauDeBord => "tableau_de_bord",
        /// Organisations.
        Structures => "structures",
        /// Young people.
        Jeunes => "jeunes",
        /// Partnerships.
        Partenariats => "partenariats",
        /// Actions.
        Actions => "actions",
        /// Entries of young people in actions.
        Participations => "participations",
        /// Requests from a structure to an action.
        Positionnements => "positionnements",
        /// Contracts.
        Contrats => "contrats",
        /// Events.
        Evenements => "evenements",
        /// Outside figures.
        Statistiques => "statistiques",
        /// The yearly report and its figures.
        Bilans => "bilans",
        /// The rows behind a figure.
        Cas => "cas",
        /// Files brought in.
        Imports => "imports",
        /// Who read or changed what.
        Journal => "journal",
    }
}

/// What the decision needs to know of the object itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faits {
    /// Whether the object is shown to the public; `None` for a list, which shows only those that are.
    pub public: Option<bool>,
}
