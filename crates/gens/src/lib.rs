//! Who and where: structures, accounts, young people and who follows them, partnerships.

// Templates of this crate are expanded in those above it too: they name what they use in full.
extern crate self as passerelle_gens;

pub mod acces;
pub mod accompagnements;
pub mod comptes;
pub mod conservation;
pub mod contacts;
pub mod contestations;
pub mod documents;
pub mod etapes;
pub mod freins;
pub mod gabarits;
pub mod jeunes;
pub mod journal;
pub mod notes;
pub mod partenariats;
pub mod structures;
