//! Who acts: roles, what each reaches, the actor of a request.

use crate::ident::Id;
use passerelle_base::Siret;

/// Marks the identifier of an account.
#[derive(Debug)]
pub struct Compte;

/// Marks the identifier of an organisation.
#[derive(Debug)]
pub struct Structure;

/// Marks the identifier of a young person.
#[derive(Debug)]
pub struct Jeune;

/// Marks the identifier of an habilitation: one role of one account, somewhere.
#[derive(Debug)]
pub struct Habilitation;

/// What an account may be. A role says what is seen, never who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Keeps the platform: accounts, imports, journal, the facts that files bring.
    Administrateur,
    /// Answers for a structure: its accounts, its young people without référent, handovers.
    Responsable,
    /// Follows young people for a structure.
    Conseiller,
    /// Works in a CFA or a training body.
    Formateur,
    /// Develops apprenticeship in a territory (DAT).
    Developpeur,
    /// Employs apprentices.
    Employeur,
    /// A young person, for their own file.
    Jeune,
    /// Steers the territory: figures, report and cases, without the identity of the young people.
    Pilote,
    /// Pays: the report and its figures.
    Financeur,
    /// Evaluates: the report and its figures.
    Evaluateur,
}

/// To what the role of an account applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Portee {
    /// The whole territory.
    Territoire,
    /// One structure.
    Structure {
        /// Which one.
        id: Id<Structure>,
        /// Whether its trade is to accompany people, obstacles included; a CFA trains.
        accompagne: bool,
    },
    /// One young person: themself.
    Jeune(Id<Jeune>),
    /// The contracts of one employer.
    Employeur(Siret),
}

impl Role {
    /// All roles, for tables and tests.
    pub const TOUS: [Self; 10] = [
        Self::Administrateur,
        Self::Responsable,
        Self::Conseiller,
        Self::Formateur,
        Self::Developpeur,
        Self::Employeur,
        Self::Jeune,
        Self::Pilote,
        Self::Financeur,
        Self::Evaluateur,
    ];

    /// Code kept in the base.
    pub fn code(self) -> &'static str {
        match self {
            Self::Administrateur => "administrateur",
            Self::Responsable => "responsable",
            Self::Conseiller => "conseiller",
            Self::Formateur => "formateur",
            Self::Developpeur => "developpeur",
            Self::Employeur => "employeur",
            Self::Jeune => "jeune",
            Self::Pilote => "pilote",
            Self::Financeur => "financeur",
            Self::Evaluateur => "evaluateur",
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
            Self::Responsable => "Responsable de structure",
            Self::Conseiller => "Conseil",
            Self::Formateur => "Formation",
            Self::Developpeur => "Développement de l'apprentissage",
            Self::Employeur => "Employeur",
            Self::Jeune => "Jeune",
            Self::Pilote => "Pilotage",
            Self::Financeur => "Financement",
            Self::Evaluateur => "Évaluation",
        }
    }

    /// Whether the role is held in a structure.
    pub fn en_structure(self) -> bool {
        matches!(self, Self::Responsable | Self::Conseiller | Self::Formateur | Self::Developpeur)
    }

    /// Whether whoever holds it works with other people's data, and so needs a second factor.
    pub fn professionnel(self) -> bool {
        !matches!(self, Self::Jeune | Self::Employeur)
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq)]
pub enum Acteur {
    /// Somebody who has not signed in.
    Public,
    /// The command line, on the machine that holds the base.
    Systeme,
    /// Somebody signed in, under one of their habilitations.
    Compte {
        /// The account.
        id: Id<Compte>,
        /// Name shown.
        nom: String,
        /// The habilitation at work.
        habilitation: Id<Habilitation>,
        role: Role,
        /// Its reach.
        portee: Portee,
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

    /// The role at work, for whoever has one.
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::Compte { role, .. } => Some(*role),
            _ => None,
        }
    }

    /// The structure one works for, if any.
    pub fn structure(&self) -> Option<Id<Structure>> {
        match self {
            Self::Compte { portee: Portee::Structure { id, .. }, .. } => Some(*id),
            _ => None,
        }
    }
}
