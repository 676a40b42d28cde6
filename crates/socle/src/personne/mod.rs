//! What a capability holds of a person, told by itself.
//!
//! Word: `personne`. No table. A capability that keeps facts of a young person has one [`Personne`], its `PERSONNE`:
//! plain data and function pointers. The roof gathers them (`personnes.rs`) and hands them down at start-up, so that
//! merging two files, exporting, erasing, telling who read, the record, the timeline and the day go through every
//! table without naming any that stands above them.
//! Files: `identite` (is a text about somebody), `table` (whose rows, and what becomes of them), `export` (fields and their words), `reunion` (a merge under
//! way), `montre` (what the pages of a file show).

mod export;
mod identite;
mod montre;
mod reunion;
mod table;

pub use export::{Donnee, Export, Genre};
pub use identite::Identite;
pub use montre::{
    FaitDe, Groupe, Journee, Lecture, Ligne, Lot, Matin, Panneau, Renvoi, Tache, Vue, faits, faits_du_lot, groupes,
    vues,
};
pub use reunion::{Double, Geste, LigneReunie, Reunion, Reunir};
pub use table::{Cle, Devient, Fusion, Oubli, Oublier, Signe, Table, a_effacer, table_nommee, tables};

use crate::access::Objet;
use crate::fait::Fait;

/// What one capability holds of a person.
#[derive(Clone, Copy, Debug)]
pub struct Personne {
    /// Its word.
    pub mot: &'static str,
    /// Its tables that name a person.
    pub tables: &'static [Table],
    /// What the journal says it did, to the person: « a lu *vos rendez-vous* ».
    pub journal: &'static [(Objet, &'static str)],
    /// The facts it adds to the timeline.
    pub faits: Option<Lecture<Vec<Fait>>>,
    /// Those that say where somebody stands, of several people at once.
    pub lot: Option<Lot>,
    /// The view of the timeline that it adds.
    pub vue: Option<Vue>,
    /// The group of fields it adds to the record.
    pub groupe: Option<Lecture<Groupe>>,
    /// Its pages that the record leads to.
    pub renvois: &'static [Renvoi],
    /// What it adds to the day of a professional.
    pub journee: Option<Journee>,
}

/// Those of every capability, in the order in which a person reads them.
pub type Personnes = &'static [&'static Personne];

impl Personne {
    /// One whose tables are all there is to say.
    pub const fn nouvelle(mot: &'static str, tables: &'static [Table]) -> Self {
        let (faits, lot) = (None, None);
        Self { mot, tables, journal: &[], faits, lot, vue: None, groupe: None, renvois: &[], journee: None }
    }
}
