//! Passerelle: the shared platform of an apprenticeship territory.
//!
//! A library for its own tests; the product is the binary `passerelle`. The roof: it names every storey (ARCHITECTURE.md).
//! `routes` is the site map; `natures`, `personnes` and `figures` gather what the capabilities hand up.

pub mod cli;
pub mod demonstration;
pub mod figures;
pub mod natures;
pub mod personnes;
mod public;
pub mod routes;
pub mod sauvegarde;
