//! Apprentis: what an employer sees of the young people they have under contract.
//!
//! Word: `apprenti`. No table: contracts of the employer's SIRET, while they run. An employer reads a given
//! name, the contract and its dates, the CFA; never a family name, an address, an obstacle, a note.
//! A professional who follows one of them opens that access.
//! Files: `liste` (the list, its count, its exports), `invitation` (opening the access), `store` (SQL of the invitation),
//! `personne` (what reading it is called in a file).

mod invitation;
mod liste;
mod personne;
mod store;

pub use liste::site;
pub use personne::PERSONNE;
