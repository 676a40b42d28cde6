//! Who and where: structures, accounts, young people, partnerships.

pub mod comptes;
pub mod jeunes;
pub mod partenariats;
pub mod structures;
