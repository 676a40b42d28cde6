//! What a route declares of itself.

use crate::access::{Action, Objet};

/// What a route does to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declaration {
    /// Path, with its `{parameters}`.
    pub chemin: &'static str,
    /// `GET` or `POST`.
    pub methode: &'static str,
    /// What it does.
    pub action: Action,
    /// To what.
    pub objet: Objet,
    /// Whether the page is nothing but a form, which ends where its reader came from.
    pub formulaire: bool,
}
