//! Indicateurs: every figure, declared once, with its definition and the rows it counts.
//!
//! A figure and its cases come from one `Selection`: the count cannot differ from the list.
//! `definitions` says in words what `figure` says in SQL; `cas` is the page of a figure's rows;
//! `pages` has the first page of a signed-in reader.

mod cas;
mod definitions;
mod figure;
mod pages;

pub use definitions::{AXES, Texte};
pub use figure::{Figure, Mesure};
pub use pages::{annees, periode_demandee, site};
