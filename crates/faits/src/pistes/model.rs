//! The states of a piste, and why one is given up.

use passerelle_base::Date;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Marks the identifier of a piste.
#[derive(Debug)]
pub struct Piste;

/// Marks the identifier of a dated state.
#[derive(Debug)]
pub struct EtatDate;

/// States, each held since a date.
pub static ETATS: Vocabulaire<5> = Vocabulaire::nouveau([
    ("envisagee", "Envisagée"),
    ("convenue", "Convenue"),
    ("dossier", "Dossier en cours"),
    ("signee", "Signée"),
    ("abandonnee", "Abandonnée"),
]);

/// Why a piste is given up. Nothing of health.
pub static MOTIFS: Vocabulaire<9> = Vocabulaire::nouveau([
    ("employeur", "L'employeur renonce"),
    ("jeune", "Le jeune renonce"),
    ("autre_contrat", "Contrat signé ailleurs"),
    ("cfa", "Pas de place au CFA"),
    ("financement", "Financement refusé"),
    ("transport", "Trajet"),
    ("logement", "Logement"),
    ("sans_nouvelles", "Sans nouvelles"),
    ("autre", "Autre raison"),
]);

/// Where a piste is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Etat {
    /// An idea: nobody has agreed to anything.
    Envisagee,
    /// The employer and the young person agree.
    Convenue,
    /// The papers of the contract are being made.
    Dossier,
    /// The contract is signed.
    Signee,
    /// It will not be.
    Abandonnee,
}

impl Etat {
    /// All of them.
    pub const TOUS: [Self; 5] = [Self::Envisagee, Self::Convenue, Self::Dossier, Self::Signee, Self::Abandonnee];

    /// Code kept in the base and written in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Envisagee => "envisagee",
            Self::Convenue => "convenue",
            Self::Dossier => "dossier",
            Self::Signee => "signee",
            Self::Abandonnee => "abandonnee",
        }
    }

    /// Reads a code.
    pub fn lire(code: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|e| e.code() == code)
    }

    /// What people read.
    pub fn libelle(self) -> &'static str {
        ETATS.libelle(self.code())
    }

    /// Whether somebody still works on it.
    pub fn ouverte(self) -> bool {
        !matches!(self, Self::Signee | Self::Abandonnee)
    }
}

/// A state, and the day from which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depuis {
    pub etat: Etat,
    /// Its first day.
    pub date: Date,
}
