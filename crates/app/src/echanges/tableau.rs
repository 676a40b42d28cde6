//! A file of numbers read for a computation, not for the base: the same encodings, separators and workbooks as an
//! import, no kind of file, nothing kept.

use std::path::Path;
use std::sync::atomic::AtomicU64;

use super::fichier::Fichier;
use super::rangees::cellules;

/// What is known of the file beside its rows.
#[derive(Clone, Debug)]
pub struct Tableau {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What deserves a word.
    pub avis: Vec<String>,
}

/// Calls `ligne` with the line number and the cells of each row, the header first, until it returns `false`.
pub fn lire_tableau(chemin: &Path, ligne: impl FnMut(u64, Vec<String>) -> bool) -> Result<Tableau, String> {
    let fichier = Fichier::examiner(chemin)?;
    cellules(&fichier, &AtomicU64::new(0), ligne)?;
    // A file without a last line end is whole more often than not; here nothing is taken in twice.
    Ok(Tableau { sha256: fichier.sha256.clone(), avis: fichier.avis() })
}
