//! What surrounds every page: who reads, where they are, what they may open.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use passerelle_base::date_longue;

use super::etape::Etape;
use super::menu::EntreeMenu;
use super::{Dit, Etat, retour};
use crate::access::{Accorde, Acteur, Action, Faits, Habilitation, Objet, may};
use crate::ident::Id;
use crate::temps::Instant;

/// What the frame says of the session: under what one works, under what else one may, when it closes.
#[derive(Clone, Debug)]
pub struct Presence {
    /// « Conseil, Mission locale Nord ».
    pub fonction: String,
    /// Other habilitations of the account: identifier and words.
    pub autres: Vec<(Id<Habilitation>, String)>,
    /// When it closes if nothing is done.
    pub fin: Instant,
    /// Whether it closes then whatever is done.
    pub ferme: bool,
    /// Seconds left until then.
    pub reste: i64,
}

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Cadre {
    /// Name of the territory.
    pub territoire: String,
    /// Whether to say that people are fictional.
    pub demonstration: bool,
    /// Whether to say that the base is damaged: to whoever may write there.
    pub abimee: bool,
    /// Name and role of the reader; empty for the public.
    pub lecteur: Option<(String, &'static str)>,
    /// Whether the reader may look for a young person.
    pub cherche: bool,
    /// Their session, for whoever has one.
    pub presence: Option<Presence>,
    pub menu: Vec<Etape>,
    /// How many entries each part of it has, with its title.
    pub(super) tailles: Vec<(&'static str, usize)>,
    /// Where its forms lead once they are done; empty when nothing says it.
    pub retour: String,
    /// What is said of the gesture that led here.
    pub dit: Option<Dit>,
    /// Trail; empty on first-level pages.
    pub fil: Vec<Etape>,
    /// « 20 novembre 2026 à 18 h 04 ».
    pub edite_le: String,
    /// When the page is made.
    pub maintenant: Instant,
    /// Version of the product.
    pub version: &'static str,
}

/// A menu of so many entries is read at once.
const MENU_COURT: usize = 12;

/// A part of the menu.
#[derive(Clone, Copy, Debug)]
pub struct Partie<'a> {
    /// What it is about.
    pub titre: &'static str,
    /// Its entries.
    pub entrees: &'a [Etape],
}

impl Cadre {
    /// Whether the menu of this reader leads there.
    pub fn ouvre(&self, chemin: &str) -> bool {
        self.menu.iter().any(|e| e.chemin == chemin)
    }

    /// The menu by parts; one without a title when it is short.
    pub fn parties(&self) -> Vec<Partie<'_>> {
        if self.menu.len() <= MENU_COURT {
            return vec![Partie { titre: "", entrees: &self.menu }];
        }
        let mut reste = self.menu.as_slice();
        let une = |(titre, n): &(&'static str, usize)| {
            let (entrees, suite) = reste.split_at((*n).min(reste.len()));
            reste = suite;
            Partie { titre, entrees }
        };
        self.tailles.iter().map(une).collect()
    }

    /// With a trail.
    pub fn fil(mut self, etapes: impl IntoIterator<Item = Etape>) -> Self {
        self.fil = etapes.into_iter().collect();
        self
    }

    /// Signature of a printed page.
    pub fn signature(&self) -> String {
        match &self.lecteur {
            Some((nom, role)) => format!("Édité le {} par {nom} ({role}).", self.edite_le),
            None => format!("Édité le {}.", self.edite_le),
        }
    }
}

/// « 20 novembre 2026 à 18 h 04 », in Paris.
pub fn entete_simple(instant: Instant) -> String {
    format!("{} à {}", date_longue(instant.date_paris()), instant.heure_paris())
}

impl FromRequestParts<Etat> for Cadre {
    type Rejection = Infallible;

    async fn from_request_parts(parties: &mut Parts, etat: &Etat) -> Result<Self, Infallible> {
        let acteur = parties.extensions.get::<Acteur>().cloned().unwrap_or(Acteur::Public);
        let chemin = parties.uri.path();
        let ouverte = |e: &&EntreeMenu| may(&acteur, e.action, e.objet, &Faits::default()).is_ok();
        let dedans = |e: &EntreeMenu| chemin.strip_prefix(e.chemin).is_some_and(|r| r.is_empty() || r.starts_with('/'));
        // One entry may stand under another: the nearest is where one is.
        let ici = etat.menu.iter().filter(ouverte).filter(|e| dedans(e)).map(|e| e.chemin.len()).max();
        let ouvertes: Vec<&EntreeMenu> = etat.menu.iter().filter(ouverte).collect();
        let tailles = ouvertes.chunk_by(|a, b| a.partie == b.partie).map(|p| (p[0].partie, p.len())).collect();
        let menu = ouvertes.iter().copied().map(|e| Etape {
            libelle: e.libelle.to_owned(),
            chemin: e.chemin.to_owned(),
            ici: dedans(e) && ici == Some(e.chemin.len()),
        });
        let maintenant = etat.horloge.maintenant();
        let lecteur = match &acteur {
            Acteur::Compte { nom, role, .. } => Some((nom.clone(), role.libelle())),
            _ => None,
        };
        Ok(Self {
            territoire: etat.territoire.clone(),
            demonstration: etat.demonstration,
            abimee: lecteur.is_some() && etat.base.abimee(),
            lecteur,
            cherche: may(&acteur, Action::Lister, Objet::Jeunes, &Faits::default()).is_ok(),
            presence: parties.extensions.get::<Presence>().cloned(),
            menu: menu.collect(),
            tailles,
            retour: retour::de_la_page(parties, &etat.reglages.url),
            dit: Dit::apporte(&parties.headers, etat.https),
            fil: vec![],
            edite_le: entete_simple(maintenant),
            maintenant,
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

impl FromRequestParts<Etat> for Accorde {
    type Rejection = super::Erreur;

    /// The proof left by the guard; a handler outside a declared route has none.
    async fn from_request_parts(parties: &mut Parts, _: &Etat) -> Result<Self, super::Erreur> {
        parties.extensions.get::<Self>().cloned().ok_or(super::Erreur::Introuvable)
    }
}
