//! A copy of the whole base in one file, the same for both engines, and back.
//!
//! Word: `sauvegarde`. A ZIP: `manifeste.json`, then one file a table, one JSON array a row, columns in the order
//! that the manifest says. Taken from one still view while others write; restored in one transaction. The sum of
//! the hashes of its rows says that a table is the same, whatever the order of the rows and the engine.
//! `sessions` stay out: whoever restores signs in again.
//!
//! Files: `examen` (what is damaged is refused before it is copied), `relecture` (what was written is read back), `schema`
//! (tables and columns of a base), `valeur` (a cell as JSON), `lecture` (base to file),
//! `ecriture` (file to base).

mod ecriture;
mod examen;
mod lecture;
mod relecture;
mod schema;
mod valeur;

pub use ecriture::{Facon, Restauration, restaurer};
pub use examen::examiner;
pub use lecture::{Manifeste, TableSauvee, sauvegarder, sommes};
pub use relecture::relire;
