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

/// How many tries one thing is worth: some at once, and then one more each time that one comes back. What it lets through
/// in a day is bounded whoever tries, and it never stays shut.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Tries at once.
    pub reserve: u32,
    /// How long one takes to come back.
    pub retour: Duration,
}

const fn budget(reserve: u32, retour: u64) -> Budget {
    Budget { reserve, retour: Duration::from_secs(retour) }
}

/// Passwords alone on one account, from browsers that never signed in there: 20 a day.
pub const BUDGET_COMPTE: Budget = budget(10, 144 * MINUTE);
/// The same from one address, on any account: 300 a day. An office shares one.
pub const BUDGET_ADRESSE: Budget = budget(60, 6 * MINUTE);
/// Passwords given with the right code, on one account: 100 a day. Nobody spends it without the second factor.
pub const BUDGET_ESSAI_COMPLET: Budget = budget(20, 18 * MINUTE);
/// Passwords given with one and the same right code.
pub const BUDGET_PAS: Budget = budget(2, JOUR);
/// Passwords given with a recovery code of the account: 20 a day.
pub const BUDGET_SECOURS: Budget = budget(10, 144 * MINUTE);
/// Codes of the second factor, from unknown browsers that gave the right password: 14 a day.
pub const BUDGET_CODE: Budget = budget(8, 4 * HEURE);
/// Passwords, or codes, from one browser that signed in before: 34 a day. Nobody else spends it.
pub const BUDGET_APPAREIL: Budget = budget(10, HEURE);
/// The password asked for again, of somebody signed in.
pub const BUDGET_REDEMANDE: Budget = budget(5, 10 * MINUTE);
/// Codes sent to one mail address or telephone.
pub const BUDGET_DEMANDE: Budget = budget(3, 15 * MINUTE);
/// Codes asked for from one address.
pub const BUDGET_DEMANDE_ADRESSE: Budget = budget(60, MINUTE);
/// Sign-ins by an outside provider begun or ended from one address: each asks the provider something.
pub const BUDGET_FOURNISSEUR: Budget = budget(20, MINUTE);

/// A refused try with everything at once is told after this long, whatever was wrong in it: longer than judging a password.
pub const DELAI_REFUS: Duration = Duration::from_millis(300);
/// A browser that signed in is known this long after it last did.
pub const DUREE_APPAREIL: Duration = Duration::from_secs(180 * JOUR);
/// Browsers known of one account.
pub const APPAREILS_PAR_COMPTE: i64 = 10;
