//! Stories of the whole: the program and its commands, every route and every page, the repository itself.
//!
//! Those of one storey live beside it, in its `tests/it`; the worlds they share are `crates/monde`.

mod acces;
mod apparier;
mod coffre;
mod coupures;
mod demonstration;
mod descripteurs;
mod disque;
mod effacement;
mod guide;
mod impact;
mod mots;
mod pages;
mod personne;
mod sante;
mod sauvegarde;
mod tidy;
mod tirages;
