//! Bilans: the yearly report, from the facts, every figure opening on its cases.
//!
//! Word: `bilan`. Tables: `bilans_figes`, `bilans_figes_fichiers`, `bilans_figes_discrets`. Command: `passerelle bilan`.
//! `plan` says which places it offers to the figures that capabilities declare, and which it cannot
//! do without; `calcul` reads them from one still view of the base; `contenu` lays them out as typed
//! blocks that the page, the PDF, the workbook and the CSV share; `rendus` makes the bytes of
//! each format; `discret` leaves out what would tell of few people; `figes` keeps reports for ever; `ecarts` says what has changed since.
//!
//! The keys of the JSON report are public: a key is never renamed, only added.

mod calcul;
mod contenu;
mod discret;
mod ecarts;
mod figes;
mod model;
mod nombres;
mod pages;
mod plan;
mod rendus;

pub use calcul::calculer;
pub use model::Bilan;
pub use nombres::Nombres;
pub use pages::site;
pub use plan::PLAN;
pub use rendus::{Edition, Format, page_autonome, rendre};
