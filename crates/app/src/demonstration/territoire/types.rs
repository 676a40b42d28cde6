//! What the territory is made of: structures, firms, people, contracts, requests, entries. Things are named by their rank
//! in their list.

use chrono::NaiveDate;

/// A structure of the delivery.
pub(super) struct Structure {
    /// Its key.
    pub(super) code: String,
    pub(super) nom: String,
    /// One of the types of the format.
    pub(super) genre: &'static str,
    /// SIRET; empty when none is told.
    pub(super) siret: String,
    /// UAI of a training centre; empty otherwise.
    pub(super) uai: String,
    /// INSEE code of its commune; empty for the whole departement.
    pub(super) commune: &'static str,
    /// Network it belongs to; empty when none.
    pub(super) reseau: &'static str,
}

/// A firm.
pub(super) struct Entreprise {
    /// Invented name.
    pub(super) nom: String,
    /// SIRET with valid keys that nobody holds.
    pub(super) siret: String,
    /// Rank of its sector.
    pub(super) secteur: usize,
    /// INSEE code of its commune.
    pub(super) commune: &'static str,
}

/// A young person, in charge of a mission locale.
pub(super) struct Jeune {
    /// Rank of the mission locale.
    pub(super) mission: usize,
    /// Number in the mission locale's own system.
    pub(super) numero: String,
    /// Surname.
    pub(super) nom: String,
    /// Given name.
    pub(super) prenom: &'static str,
    /// A woman?
    pub(super) femme: bool,
    /// Date of birth.
    pub(super) naissance: NaiveDate,
    /// INSEE code of the commune.
    pub(super) commune: &'static str,
    /// Level at the first welcome; empty when unknown.
    pub(super) niveau: &'static str,
    /// First welcome at the mission locale.
    pub(super) accueil: NaiveDate,
    /// Ranks of the contracts.
    pub(super) contrats: Vec<usize>,
    /// Ranks of the actions this person was positioned on.
    pub(super) actions: Vec<usize>,
    /// Days taken by actions: first, last.
    pub(super) occupe: Vec<(NaiveDate, NaiveDate)>,
}

/// A contract of a young person.
pub(super) struct Contrat {
    /// Rank of the young person.
    pub(super) jeune: usize,
    /// One of the types of the format.
    pub(super) genre: &'static str,
    /// Rank of the sector.
    pub(super) secteur: usize,
    /// Rank of the firm.
    pub(super) employeur: usize,
    /// Code of the training centre; empty for a job.
    pub(super) centre: &'static str,
    /// RNCP number; empty for a job.
    pub(super) certification: &'static str,
    /// Signature.
    pub(super) conclusion: NaiveDate,
    /// First day.
    pub(super) debut: NaiveDate,
    /// Planned last day; none for a contract without end.
    pub(super) fin: Option<NaiveDate>,
    /// Day and motif of the breach.
    pub(super) rupture: Option<(NaiveDate, &'static str)>,
}

impl Contrat {
    /// The last day it ran or will run.
    pub(super) fn derniere_journee(&self) -> NaiveDate {
        self.rupture.map(|(date, _)| date).or(self.fin).unwrap_or(NaiveDate::MAX)
    }
}

/// A request from a prescriber to an action about a young person.
pub(super) struct Positionnement {
    /// Rank of the young person.
    pub(super) jeune: usize,
    /// Code of the structure that asks.
    pub(super) prescripteur: &'static str,
    /// Rank of the action.
    pub(super) action: usize,
    /// Day of the request.
    pub(super) date: NaiveDate,
    /// What became of it.
    pub(super) etat: Etat,
}

/// State of a positionnement, the day it was reached, and why.
pub(super) type Etat = (&'static str, NaiveDate, &'static str);

/// An entry into an action.
pub(super) struct Participation {
    /// Rank of the young person.
    pub(super) jeune: usize,
    /// Rank of the action.
    pub(super) action: usize,
    /// First day there.
    pub(super) entree: NaiveDate,
    /// The exit; none while the action runs.
    pub(super) suite: Option<Suite>,
}

/// The exit from an action.
pub(super) struct Suite {
    /// Last day there.
    pub(super) sortie: NaiveDate,
    /// Stayed to the end?
    pub(super) terminee: bool,
    /// One of the outcomes of the format; empty when not known.
    pub(super) issue: &'static str,
    /// Day of the outcome.
    pub(super) date_issue: Option<NaiveDate>,
}
