//! Typed content in; PDF, XLSX, CSV and SVG bytes out.
//!
//! The crate does no I/O: callers build a [`Document`] or a [`Tableau`] and get bytes back.
//! Web pages render the very same types, so a page, its print and its spreadsheet never disagree.

#![warn(missing_docs)]

pub mod contenu;
mod erreur;
pub mod graphique;
mod pdf;
pub mod tableurs;
mod valeur;

pub use contenu::{Bloc, Chiffre, Colonne, Definition, Document, Tableau};
pub use erreur::{Erreur, Result};
pub use graphique::{Forme, Graphique};
pub use pdf::pdf;
pub use tableurs::{EcrivainCsv, EcrivainXlsx, csv, neutraliser, restaurer, xlsx};
pub use valeur::{Cellule, Valeur};
