//! Who and where: structures, accounts, young people and who follows them, partnerships.

pub mod acces;
pub mod accompagnements;
pub mod comptes;
pub mod conservation;
pub mod contacts;
pub mod contestations;
pub mod documents;
pub mod etapes;
pub mod freins;
pub mod jeunes;
pub mod notes;
pub mod partenariats;
pub mod structures;
