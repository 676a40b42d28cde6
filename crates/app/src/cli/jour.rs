//! A day, as it is typed on the command line.

use passerelle_base::{Date, lire_date};

/// Reads it, or says how to write it.
pub(super) fn jour(texte: &str) -> Result<Date, String> {
    lire_date(texte).map_err(|e| e.to_string())
}
