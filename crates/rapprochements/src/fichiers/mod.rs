//! A file that was deposited, linked to the files of the base: whoever keeps it learns who is already there, decides,
//! and the number that the file gives becomes one of that person's, so that later imports find them.
//!
//! Tables: `rapprochements_lignes`, `rapprochements_lignes_decisions`. Only people open to the reader are compared. The
//! file itself is not kept; of its rows, only those that look like somebody, for thirty days.
//! Files: `travail` (the engine over a file), `store` (rows and decisions), `liste` (list of rows), `pages` (deposit,
//! what a file gave), `revue` (one row beside one person, what is decided).

mod liste;
mod pages;
mod revue;
mod store;
mod travail;

pub use travail::oublier;

use passerelle_socle::web::Site;

/// Routes.
pub(super) fn site() -> Site {
    pages::site().avec(liste::site()).avec(revue::site())
}
