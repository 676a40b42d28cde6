//! Questions about what is out of their asker's sight (`hors_vue`), as the journal tells them.

use crate::access::Objet;

/// A question whose answer says whether something out of sight exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Looking for a person to ask for their file.
    Recherche,
    /// Opening the file of a person who may be known elsewhere.
    Inscription,
    /// Naming a mail address that may be that of another account.
    Courriel,
}

impl Question {
    /// All of them.
    pub const TOUTES: [Self; 3] = [Self::Recherche, Self::Inscription, Self::Courriel];

    /// What the journal calls it.
    pub fn mot(self) -> &'static str {
        match self {
            Self::Recherche => "recherche",
            Self::Inscription => "inscription",
            Self::Courriel => "courriel",
        }
    }
    /// What it is about.
    pub fn objet(self) -> Objet {
        match self {
            Self::Recherche | Self::Inscription => Objet::DemandesAcces,
            Self::Courriel => Objet::Comptes,
        }
    }
}
