//! Lines of the journal that wait for a commit: the base keeps them, the journal fills and seals them.

use uuid::Uuid;

/// Lines that differ by what they are about only.
#[derive(Clone, Debug)]
pub struct Lot {
    /// What they all say.
    pub commun: Commun,
    /// What each is about, when it is about one thing.
    pub objets: Vec<Option<Uuid>>,
}

/// What a line says, but for its number and what it is about: shared by the lines of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commun {
    /// When, in milliseconds since 1970, UTC.
    pub instant: i64,
    pub compte: Option<Uuid>,
    /// Name shown.
    pub acteur: String,
    /// Code of the role at work.
    pub role: Option<String>,
    /// The structure at work.
    pub structure: Option<Uuid>,
    /// Code of what was done.
    pub action: String,
    /// Code of the kind of thing.
    pub objet: String,
    /// The import that did it.
    pub origine: Option<Uuid>,
    /// Names of fields, format, period.
    pub detail: Option<String>,
    /// Whether it was tried and refused.
    pub refus: bool,
}
