//! Contrats: what a young person signs with an employer, how long it holds, how it breaks.
//!
//! Word: `contrat`. Tables: `contrats`, `modifications`. Files: `contrats.csv`, `modifications.csv`.
//! Key: `structure` + `jeune` + `type` + `date_debut`. A contract's state is computed from its
//! dates (`rules`), never stored.
//! Files: `model` (types, reasons), `rules` (state), `predicats` (running, in SQL), `import` (file), `figures` (what is
//! counted), `liste` (list), `pages` (routes, record), `personne` (what it holds of a person); `modifications` (what changed while
//! it ran), `parametres` and `pratique` (the free period, counted in days of practice), `libre` and `libre_fiche` (the same, from
//! the base, and on the record), `echeances` and `echeances_fiche` (the days by which its papers are due).

mod echeances;
mod echeances_fiche;
mod figures;
mod import;
mod libre;
mod libre_fiche;
mod liste;
mod model;
mod modifications;
mod pages;
mod parametres;
mod personne;
mod pratique;
mod predicats;
mod rules;

pub use figures::{FIGURES, par_annee, sql_par_annee};
pub use import::NATURE;
pub use libre::{Periode, periode};
pub use liste::Contrats;
pub use model::{ALTERNANCE, MOTIFS_RUPTURE, TYPES};
pub use modifications::MODIFICATIONS;
pub use pages::site;
pub use personne::PERSONNE;
pub use pratique::Avancee;
pub use predicats::en_cours;
pub use rules::{Dates, EtatContrat, etat};
