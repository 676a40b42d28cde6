//! What the menu offers; each reader sees what they may open.

use crate::access::{Action, Objet};

/// An entry of the main menu.
#[derive(Debug)]
pub struct EntreeMenu {
    /// What it is about: a long menu is read by parts.
    pub partie: &'static str,
    /// Word shown.
    pub libelle: &'static str,
    /// Where it leads.
    pub chemin: &'static str,
    /// What one must be allowed to do there.
    pub action: Action,
    /// To what.
    pub objet: Objet,
}
