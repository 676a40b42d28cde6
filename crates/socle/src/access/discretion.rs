//! What a reader is told of small numbers of people. Pure.

use super::{Acteur, Role};

/// Under this many people, partners read no number.
pub const PARTENAIRES: i64 = 5;
/// Under this many, neither does the public.
const PUBLIC: i64 = 11;

/// What is kept from a reader of numbers of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discretion {
    /// Nothing: whoever counts their own people sees all.
    Aucune,
    /// The list of fewer people than this; their number is read.
    SansListe(i64),
    /// Numbers under this, whatever would give them back, and every list.
    SansNombre(i64),
}

impl Discretion {
    /// From how many people on a list opens.
    pub fn ouvre_des(self) -> i64 {
        match self {
            Self::Aucune => 0,
            Self::SansListe(seuil) | Self::SansNombre(seuil) => seuil,
        }
    }

    /// From how many people on a number is read, when some are not.
    pub fn seuil(self) -> Option<i64> {
        match self {
            Self::SansNombre(seuil) => Some(seuil),
            Self::Aucune | Self::SansListe(_) => None,
        }
    }
}

impl Acteur {
    /// What is kept from them.
    pub fn discretion(&self) -> Discretion {
        match self {
            Self::Systeme => Discretion::Aucune,
            Self::Public => Discretion::SansNombre(PUBLIC),
            Self::Compte { role, .. } => match role {
                Role::Pilote => Discretion::SansListe(PARTENAIRES),
                Role::Financeur | Role::Evaluateur => Discretion::SansNombre(PARTENAIRES),
                Role::Administrateur
                | Role::Responsable
                | Role::Conseiller
                | Role::Formateur
                | Role::Developpeur
                | Role::Employeur
                | Role::Jeune => Discretion::Aucune,
            },
        }
    }
}
