//! How a delivery is imported.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::gabarit::Gabarit;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct Mode {
    /// Say the verdicts, write nothing.
    pub a_blanc: bool,
    /// Write nothing when anything is refused.
    pub tout_ou_rien: bool,
    /// The kind of the files, when their names do not tell.
    pub nature: Option<String>,
    /// What their columns are, when they are not ours; it tells the kinds too.
    pub gabarit: Option<Arc<Gabarit>>,
    /// Create people whose number was made by the gabarit: somebody said that they are not known.
    pub creer_sans_numero: bool,
    /// SQL that says whether a structure (`$1`) follows a person (`$2`): whoever imports for a structure changes nobody else.
    pub suivi: Option<String>,
    /// Columns whose empty cells empty what was known. Without it, what was known stays.
    pub effacer: Vec<String>,
    /// Folder that receives the refused rows.
    pub refus: Option<PathBuf>,
    /// Keep the report in the base even when the rows are not kept (the web shows it later).
    pub garder_rapport: bool,
    /// The longest time between two commits: what an interruption can cost, and how long another
    /// writer may have to wait.
    pub pas: Option<Duration>,
}

impl Mode {
    /// Nothing is kept before the end.
    pub(super) fn une_seule_transaction(&self) -> bool {
        self.a_blanc || self.tout_ou_rien
    }
}
