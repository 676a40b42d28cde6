//! Bilans: the yearly report, from the facts, every figure opening on its cases.
//!
//! Word: `bilan`. Tables: `bilans_figes`, `bilans_figes_fichiers`. Command: `passerelle bilan`.
//! `calcul` reads the figures from one still view of the base; `contenu` lays them out as typed
//! blocks that the page, the PDF, the workbook and the CSV share; `rendus` makes the bytes of
//! each format; `figes` keeps reports for ever; `ecarts` says what has changed since.
//!
//! The keys of the JSON report are public: a key is never renamed, only added.

mod calcul;
mod contenu;
mod ecarts;
mod figes;
mod model;
mod pages;
mod rendus;

pub use calcul::calculer;
pub use model::Bilan;
pub use pages::site;
pub use rendus::{Edition, Format, page_autonome, rendre};
