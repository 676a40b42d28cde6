//! Who and where: structures, accounts, young people and who follows them, partnerships.

pub mod acces;
pub mod accompagnements;
pub mod comptes;
pub mod conservation;
pub mod jeunes;
pub mod partenariats;
pub mod structures;
