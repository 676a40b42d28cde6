//! Gabarits: what the columns of a partner's files are, told once, kept with its versions, recognised the next month.
//!
//! Word: `gabarit`. Tables: `gabarits`, `gabarits_versions`. Pages: `/gabarits`. Commands: `gabarit`, `import --gabarit`.
//! What a gabarit says and does to rows is the ground's (`echanges::gabarit`); here is where it is kept, proposed and used by
//! people. A file that was dropped is not kept: it waits in a folder of this process, for its sender alone, for two hours.
//! Files: `rules` (recognising a shape, what changed in it), `store` (SQL), `prets` (those that come with the program),
//! `depot` (a file that waits), `lecture` (which of its tables, recognised or proposed), `formulaire` (columns chosen by somebody), `vue` (what a page shows of them), `pages` (list and
//! record), `pages_depot` (from a file to an import), `sans_numero` (rows handed to `rapprochements`).

mod depot;
mod formulaire;
mod lecture;
mod pages;
mod pages_depot;
mod prets;
mod rules;
mod sans_numero;
mod store;
mod vue;

pub use depot::Attente;
pub use prets::{PRETS, Pret, pret};
pub use rules::{Ecart, ecarts, reconnaitre};
pub use sans_numero::{SansNumero, sans_numero};

use passerelle_socle::web::Site;

/// Routes.
pub fn site() -> Site {
    pages::site().avec(pages_depot::site())
}
