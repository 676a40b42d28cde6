//! How long what opens something does, the steps of signing in, how tries are slowed down.

use std::time::Duration;

use passerelle_socle::access::Role;

const MINUTE: u64 = 60;
const HEURE: u64 = 60 * MINUTE;
const JOUR: u64 = 24 * HEURE;

/// A link that opens a session at once waits this long.
pub const DUREE_LIEN: Duration = Duration::from_secs(24 * HEURE);
/// A link to choose a password waits this long.
pub const DUREE_INVITATION: Duration = Duration::from_secs(3 * JOUR);
/// A link or a code handed to a young person or an employer waits this long.
pub const DUREE_CODE: Duration = Duration::from_secs(10 * MINUTE);
/// Between two steps of signing in.
pub const DUREE_ETAPE: Duration = Duration::from_secs(15 * MINUTE);
/// Wrong tries that a code survives.
pub const ESSAIS_CODE: i64 = 5;
/// Recovery codes handed over together.
pub const CODES_SECOURS: usize = 10;
/// Where a session is in signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etape {
    /// A password is to be chosen.
    MotDePasse,
    /// A second factor is to be set.
    Enrolement,
    /// The code of the second factor is awaited.
    Verification,
    /// Open.
    Ouverte,
}

impl Etape {
    const TOUTES: [Self; 4] = [Self::MotDePasse, Self::Enrolement, Self::Verification, Self::Ouverte];

    /// Code kept in the base.
    pub fn code(self) -> &'static str {
        match self {
            Self::MotDePasse => "mot_de_passe",
            Self::Enrolement => "enrolement",
            Self::Verification => "verification",
            Self::Ouverte => "ouverte",
        }
    }
    /// Reads a code.
    pub fn lire(code: &str) -> Option<Self> {
        Self::TOUTES.into_iter().find(|e| e.code() == code)
    }
    /// The page where it goes on.
    pub fn chemin(self) -> &'static str {
        match self {
            Self::MotDePasse => "/connexion/mot-de-passe",
            Self::Enrolement => "/connexion/second-facteur",
            Self::Verification => "/connexion/verification",
            Self::Ouverte => "/",
        }
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    /// Left alone.
    pub inactivite: Duration,
    /// Whatever happens.
    pub duree: Duration,
}

impl Limites {
    /// Those of a role; a young person may stay signed in on their own telephone.
    pub fn de(role: Role, rester: bool) -> Self {
        let (inactivite, duree) = match role {
            Role::Administrateur => (15 * MINUTE, 8 * HEURE),
            Role::Jeune if rester => (30 * JOUR, 30 * JOUR),
            Role::Jeune | Role::Employeur => (30 * MINUTE, 12 * HEURE),
            _ => (HEURE, 12 * HEURE),
        };
        Self { inactivite: Duration::from_secs(inactivite), duree: Duration::from_secs(duree) }
    }
}

/// How tries on one thing are slowed down: some are free, then each waits twice as long as the one before.
#[derive(Clone, Copy, Debug)]
pub struct Frein {
    /// Tries without waiting.
    pub libres: u32,
    /// Tries older than this are forgotten.
    pub fenetre: Duration,
    /// The first wait.
    pub pas: Duration,
    /// No wait is longer: nobody is ever locked out.
    pub plafond: Duration,
}

const fn frein(libres: u32, pas: u64, plafond: u64) -> Frein {
    Frein {
        libres,
        fenetre: Duration::from_secs(HEURE),
        pas: Duration::from_secs(pas),
        plafond: Duration::from_secs(plafond),
    }
}

/// One account tried from one address.
pub const FREIN_COMPTE_ADRESSE: Frein = frein(5, 2, 15 * MINUTE);
/// One account, from anywhere: short waits, so that a stranger cannot keep its owner out.
pub const FREIN_COMPTE: Frein = frein(30, 1, 20);
/// One address, on any account: an office shares one.
pub const FREIN_ADRESSE: Frein = frein(100, 1, 5 * MINUTE);
/// The second factor of an account whose password is known.
pub const FREIN_CODE: Frein = frein(5, 5, 15 * MINUTE);
/// Codes asked for one mail address or telephone.
pub const FREIN_DEMANDE: Frein = frein(3, 60, 15 * MINUTE);
