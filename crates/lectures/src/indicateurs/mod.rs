//! Indicateurs: the figures that capabilities declare, on the dashboard and opened on their cases.
//!
//! A figure and its cases come from one `Selection`: the count cannot differ from the list.
//! `cas` is the page of a figure's rows; `pages` has the routes, the first page of a signed-in reader, and which years and
//! which period are shown when the address does not say.

mod cas;
mod pages;

pub use pages::{annees, periode_demandee, site};
