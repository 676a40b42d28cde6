//! Indicateurs: the figures that capabilities declare, on the dashboard and opened on their cases.
//!
//! A figure and its cases come from one `Selection`: the count cannot differ from the list.
//! `cas` is the page of a figure's rows; `pages` has the routes, the first page of a signed-in reader, and which years and
//! which period are shown when the address does not say; `discretion` says which periods are read by whom.

mod cas;
mod discretion;
mod pages;

pub(crate) use discretion::annee_finie;
pub use pages::{annees, periode_lue, site};
