//! The states of a positionnement, and why it did not go on.

use passerelle_base::Date;
use passerelle_socle::vocabulaire::Vocabulaire;

/// Marks the identifier of a positionnement.
#[derive(Debug)]
pub struct Positionnement;

/// Marks the identifier of a dated state.
#[derive(Debug)]
pub struct EtatDate;

/// States, each held since a date. The first eight are those that files have always told.
pub static ETATS: Vocabulaire<10> = Vocabulaire::nouveau([
    ("propose", "Proposé"),
    ("vu", "Vu"),
    ("accepte", "Accepté"),
    ("refuse", "Refusé"),
    ("expire", "Sans réponse"),
    ("annule", "Annulé"),
    ("entre", "Entré"),
    ("non_presente", "Non présenté"),
    ("en_attente", "En liste d'attente"),
    ("offert", "Place proposée"),
]);

/// Presence at a group information. Unsaid is not absent.
pub static PRESENCES: Vocabulaire<3> =
    Vocabulaire::nouveau([("present", "Présent"), ("absent", "Absent"), ("excuse", "Excusé")]);

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Etat {
    /// Sent.
    Propose,
    /// Read by whoever is to answer.
    Vu,
    /// A place is given.
    Accepte,
    /// Nobody says no, but there is no place.
    EnAttente,
    /// A place was freed, and is kept until a day.
    Offert,
    /// No.
    Refuse,
    /// Nobody answered in time.
    Expire,
    /// Taken back.
    Annule,
    /// The young person entered the action.
    Entre,
    /// They were accepted and did not come.
    NonPresente,
}

impl Etat {
    /// All of them.
    pub const TOUS: [Self; 10] = [
        Self::Propose,
        Self::Vu,
        Self::Accepte,
        Self::EnAttente,
        Self::Offert,
        Self::Refuse,
        Self::Expire,
        Self::Annule,
        Self::Entre,
        Self::NonPresente,
    ];

    /// Code kept in the base and written in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Vu => "vu",
            Self::Accepte => "accepte",
            Self::EnAttente => "en_attente",
            Self::Offert => "offert",
            Self::Refuse => "refuse",
            Self::Expire => "expire",
            Self::Annule => "annule",
            Self::Entre => "entre",
            Self::NonPresente => "non_presente",
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

    /// Whether it holds one of the places of the action.
    pub fn tient_une_place(self) -> bool {
        matches!(self, Self::Accepte | Self::Offert | Self::Entre)
    }

    /// Whether somebody said something to the request: neither waiting nor forgotten nor taken back.
    pub fn repond(self) -> bool {
        matches!(self, Self::Accepte | Self::EnAttente | Self::Offert | Self::Refuse | Self::Entre | Self::NonPresente)
    }
}

/// A state, and the day from which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depuis {
    pub etat: Etat,
    /// Its first day.
    pub date: Date,
    /// The day before which something is promised or kept: an answer, a place.
    pub echeance: Option<Date>,
}
