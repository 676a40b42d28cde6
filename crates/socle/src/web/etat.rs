//! What every handler is given.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use super::{EntreeMenu, Volet};
use crate::db::Base;
use crate::echanges::Nature;
use crate::figure::Figures;
use crate::personne::Personnes;
use crate::temps::Horloge;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct Etat(Arc<Interieur>);

/// What is shared.
pub struct Interieur {
    /// The facts.
    pub base: Base,
    /// The time.
    pub horloge: Box<dyn Horloge>,
    /// The kinds of files that can be brought in.
    pub natures: &'static [&'static Nature],
    /// What is counted, in the order of the report.
    pub figures: Figures,
    /// The main menu; each reader sees what they may open.
    pub menu: &'static [EntreeMenu],
    /// What each capability holds of a person.
    pub personnes: Personnes,
    /// What capabilities add to the records of others.
    pub volets: &'static [Volet],
    /// Name of the territory, in the header.
    pub territoire: String,
    /// Whether people and firms are fictional.
    pub demonstration: bool,
    /// Whether the site is reached through HTTPS: cookies then refuse anything else.
    pub https: bool,
    /// What whoever installed the site chose.
    pub reglages: Reglages,
}

/// What whoever installs the site chooses, beyond its address.
#[derive(Clone, Debug, Default)]
pub struct Reglages {
    /// Public address of the site, without a slash at its end, for the links it writes.
    pub url: String,
    /// Whether a proxy stands before the site and tells the address of the reader last in `X-Forwarded-For`.
    pub mandataire: bool,
    /// Whether mails leave; otherwise the administrateur reads them on a page.
    pub courriels: bool,
    /// Where people may also sign in.
    pub oidc: Option<Fournisseur>,
    /// What is not found is answered at a multiple of this after it was asked: how long the looking took does not tell
    /// what is out of sight from what never was. Nothing is waited for when it is zero.
    pub palier: Duration,
}

/// An OpenID Connect provider.
#[derive(Clone)]
pub struct Fournisseur {
    /// Its address; it tells the rest itself.
    pub emetteur: String,
    /// Word on the button.
    pub nom: String,
    /// Who we are for it.
    pub client: String,
    /// Our secret there.
    pub secret: String,
    /// Level of authentication asked for, and then required, such as `eidas2`; it counts as a second factor.
    pub acr: Option<String>,
}

impl std::fmt::Debug for Fournisseur {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fournisseur").field("emetteur", &self.emetteur).finish_non_exhaustive()
    }
}

impl Etat {
    /// Shares it.
    pub fn nouveau(interieur: Interieur) -> Self {
        Self(Arc::new(interieur))
    }
}

impl Deref for Etat {
    type Target = Interieur;
    fn deref(&self) -> &Interieur {
        &self.0
    }
}

impl std::fmt::Debug for Etat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Etat").field("base", &self.base).finish_non_exhaustive()
    }
}
