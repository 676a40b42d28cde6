//! Handing over many young people at once, when a colleague leaves.

use askama::Template;
use axum::extract::State;
use passerelle_base::{Date, pluriel};
use passerelle_socle::ident::Id;

use crate::accompagnements::ouverture::structure;
use crate::accompagnements::passations::{self, Lot, Passation, Suivi};
use crate::accompagnements::referents::{self, Collegue};
use crate::accompagnements::{LECTURE_APRES_PASSATION, rules};
use passerelle_socle::access::{Accorde, Compte, Jeune, Role};
use passerelle_socle::web::{Cadre, Erreur, Etat, Geste, Page, Parametres, jour, page};

#[derive(Template)]
#[template(path = "accompagnements/pages/passation.html")]
struct PagePassation {
    cadre: Cadre,
    sortants: Vec<Collegue>,
    de: Option<Collegue>,
    suivis: Vec<Suivi>,
    coches: bool,
    entrants: Vec<Collegue>,
    passations: Vec<Passation>,
    responsable: bool,
    aujourdhui: Date,
    lecture: u64,
}

impl PagePassation {
    fn choisi(&self, qui: &Collegue) -> bool {
        self.de.as_ref().is_some_and(|d| d.compte_id == qui.compte_id)
    }
}

/// A responsable chooses among colleagues; anybody else hands over their own.
fn permis(accorde: &Accorde, compte: Id<Compte>) -> bool {
    accorde.acteur().role() == Some(Role::Responsable) || accorde.acteur().compte().is_some_and(|c| c == compte)
}

pub(super) async fn page_passation(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    let (conn, structure) = (etat.base.lecture(), structure(&accorde)?);
    let mut sortants = passations::sortants(conn, structure).await?;
    sortants.retain(|s| permis(&accorde, s.compte_id));
    let demande = p.lire("de").parse::<Id<Compte>>().ok();
    let de = sortants.iter().find(|s| Some(s.compte_id) == demande || sortants.len() == 1).cloned();
    let suivis = match &de {
        Some(de) => passations::suivis(conn, structure, de.compte_id).await?,
        None => vec![],
    };
    let mut entrants = referents::collegues(conn, &etat, structure).await?;
    entrants.retain(|c| de.as_ref().is_none_or(|d| d.compte_id != c.compte_id));
    let mut passations = passations::passations(conn, structure).await?;
    passations.retain(|p| permis(&accorde, p.de_compte_id));
    page(PagePassation {
        cadre,
        sortants,
        de,
        suivis,
        coches: p.lire("coches") != "aucun",
        entrants,
        passations,
        responsable: accorde.acteur().role() == Some(Role::Responsable),
        aujourdhui: etat.horloge.aujourdhui(),
        lecture: LECTURE_APRES_PASSATION,
    })
}

pub(super) async fn passer(g: Geste) -> Page {
    let structure = structure(&g.accorde)?;
    let de = g.recu.id("de")?;
    if !permis(&g.accorde, de) {
        return Err(Erreur::Introuvable);
    }
    let motif = rules::motif(g.recu.lire("motif")).map_err(Erreur::Demande)?;
    let mut jeunes: Vec<Id<Jeune>> = g.recu.tous("jeune").filter_map(|j| j.parse().ok()).collect();
    jeunes.sort_unstable();
    jeunes.dedup();
    if jeunes.is_empty() {
        return Err(Erreur::Demande("Cochez au moins un jeune.".into()));
    }
    let cles: Vec<&str> = g.recu.tous("vers").collect();
    let mut entrants = referents::collegues(g.tx(), &g.etat, structure).await?;
    entrants.retain(|c| c.compte_id != de && cles.contains(&c.cle().as_str()));
    if entrants.is_empty() {
        return Err(Erreur::Demande("Choisissez au moins une personne qui reprend ces jeunes.".into()));
    }
    let lot = Lot { de, jeunes, vers: entrants, date: g.recu.jour("date").map_err(Erreur::Demande)?, motif };
    let id = passations::passer_lot(g.tx(), &g.etat, &g.accorde, &lot).await?;
    let faite = passations::passations(g.tx(), structure).await?.into_iter().find(|p| p.id == id);
    let Passation { nombre, de, .. } = faite.ok_or(Erreur::Introuvable)?;
    let (combien, le) = (pluriel(nombre, "jeune de", "jeunes de"), jour(lot.date));
    let ont = if nombre < 2 { "a" } else { "ont" };
    g.conclure("/referents/passer", format!("{combien} {de} {ont} un nouveau référent depuis le {le}.")).await
}

pub(super) async fn annuler(g: Geste) -> Page {
    let structure = structure(&g.accorde)?;
    let id = g.recu.id("passation")?;
    let connue = passations::passations(g.tx(), structure).await?.into_iter().find(|p| p.id == id);
    // Whoever gave may take back: the responsable of the structure, who is also told of it.
    if !connue.is_some_and(|p| permis(&g.accorde, p.de_compte_id)) || g.acteur().role() != Some(Role::Responsable) {
        return Err(Erreur::Introuvable);
    }
    let rendus = passations::annuler(g.tx(), &g.etat, &g.accorde, id).await?;
    let combien = pluriel(rendus as i64, "jeune a retrouvé", "jeunes ont retrouvé");
    g.conclure("/referents/passer", format!("Passation annulée : {combien} leur référent d'avant.")).await
}
