//! Passerelle: the shared platform of an apprenticeship territory.
//!
//! A library for its own tests; the product is the binary `passerelle`. Four storeys, arrows go
//! down only: `lectures` → `faits` → `gens` → (`web`, `journal`, `access`, `fait`,
//! `echanges`, `db`).
//! `routes` (the site map), `natures` (the kinds of files) and `personnes` (what is held of a person) stand above and name them all.

pub mod cli;
pub mod demonstration;
pub mod figures;
pub mod natures;
pub mod personnes;
mod public;
pub mod routes;
pub mod sauvegarde;
