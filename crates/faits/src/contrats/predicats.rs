//! What a list or a search asks of a contract, said once in SQL. `rules` says the same of dates already read.

/// The contract of this row of `contrats` runs on a day: begun, neither past its last day nor broken. The mark of the day
/// (`$3`) may stand several times.
pub fn en_cours(ligne: &str, jour: &str) -> String {
    format!(
        "{ligne}.date_debut <= {jour} AND ({ligne}.date_fin IS NULL OR {ligne}.date_fin >= {jour}) \
         AND ({ligne}.date_rupture IS NULL OR {ligne}.date_rupture > {jour})"
    )
}
