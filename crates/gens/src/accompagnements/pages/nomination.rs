//! Naming a référent of many young people at once, and taking it back on the same day.

use askama::Template;
use axum::extract::State;
use passerelle_base::pluriel;

use crate::accompagnements::nominations::{self, Annee, Nomme, SansReferent};
use crate::accompagnements::ouverture::structure;
use crate::accompagnements::referents::{self, Collegue, Referent};
use passerelle_socle::access::{Accorde, Compte, Jeune};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Dit, Erreur, Etat, Geste, Page, Parametres, Recu, page};

/// What an address says of every year, and of a first welcome whose year nobody knows.
const TOUTES: &str = "toutes";
const INCONNUE: &str = "inconnue";

#[derive(Template)]
#[template(path = "accompagnements/pages/nomination.html")]
struct PageNomination {
    cadre: Cadre,
    annees: Vec<Annee>,
    annee: Option<String>,
    total: i64,
    attendent: Vec<SansReferent>,
    coches: bool,
    collegues: Vec<Collegue>,
    /// The reader, first proposed.
    moi: Option<Id<Compte>>,
    nommes: Vec<Nomme>,
}

impl PageNomination {
    fn choisie(&self, a: &Annee) -> bool {
        self.annee.as_deref() == Some(a.annee.as_str())
    }
    fn propose(&self, c: &Collegue) -> bool {
        self.moi == Some(c.compte_id)
    }
    /// The address of the same list, ticked or not.
    fn adresse(&self, coches: bool) -> String {
        let annee = self.annee.as_deref().map_or(TOUTES, |a| if a.is_empty() { INCONNUE } else { a });
        let coches = if coches { "" } else { "&coches=aucun" };
        format!("/referents/nommer?annee={annee}{coches}")
    }
    fn reste(&self) -> bool {
        let combien = self.annees.iter().find(|a| self.choisie(a)).map_or(self.total, |a| a.nombre);
        combien > self.attendent.len() as i64
    }
}

pub(super) async fn page_nomination(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    let (conn, structure) = (etat.base.lecture(), structure(&accorde)?);
    let annees = nominations::annees(conn, structure).await?;
    // The last year first: those of long ago do not drown those of today.
    let annee = match p.lire("annee") {
        TOUTES => None,
        demandee => {
            let demandee = if demandee == INCONNUE { "" } else { demandee };
            let choisie = annees.iter().find(|a| a.annee == demandee && !p.lire("annee").is_empty());
            choisie.or(annees.first()).map(|a| a.annee.clone())
        }
    };
    page(PageNomination {
        cadre,
        total: annees.iter().map(|a| a.nombre).sum(),
        attendent: nominations::qui_attend(conn, structure, annee.as_deref()).await?,
        annee,
        annees,
        coches: p.lire("coches") != "aucun",
        collegues: referents::collegues(conn, &etat, structure).await?,
        moi: accorde.acteur().compte(),
        nommes: nominations::nommes(conn, &accorde, etat.horloge.aujourdhui()).await?,
    })
}

/// The identifiers of boxes ticked, each once.
fn coches<T>(recu: &Recu, cle: &str) -> Vec<Id<T>> {
    let mut ids: Vec<Id<T>> = recu.tous(cle).filter_map(|v| v.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(super) async fn nommer(g: Geste) -> Page {
    let structure = structure(&g.accorde)?;
    let jeunes: Vec<Id<Jeune>> = coches(&g.recu, "jeune");
    if jeunes.is_empty() {
        return Err(Erreur::Demande("Cochez au moins un jeune.".into()));
    }
    let cles: Vec<&str> = g.recu.tous("vers").collect();
    let mut vers = referents::collegues(g.tx(), &g.etat, structure).await?;
    vers.retain(|c| cles.contains(&c.cle().as_str()));
    if vers.is_empty() {
        return Err(Erreur::Demande("Choisissez au moins une personne qui répondra de ces jeunes.".into()));
    }
    let nommes = nominations::nommer(g.tx(), &g.etat, &g.accorde, &jeunes, &vers).await?;
    if nommes.combien == 0 {
        return Err(Erreur::Demande(nommes.laisses_dits().unwrap_or_default()));
    }
    let combien = pluriel(nommes.combien, "jeune a un référent", "jeunes ont un référent");
    let dit = Dit::nouveau(format!("{combien} depuis aujourd'hui."));
    let dit = match nommes.laisses_dits() {
        Some(laisses) => dit.attention(&laisses),
        None => dit,
    };
    g.conclure("/referents/nommer", dit).await
}

pub(super) async fn reprendre(g: Geste) -> Page {
    structure(&g.accorde)?;
    let lesquels: Vec<Id<Referent>> = coches(&g.recu, "referent");
    let repris = nominations::reprendre(g.tx(), &g.etat, &g.accorde, &lesquels).await?;
    if repris == 0 {
        return Err(Erreur::Demande("Rien à reprendre : cochez au moins un jeune, le jour même.".into()));
    }
    let combien = pluriel(repris, "jeune n'a plus", "jeunes n'ont plus");
    g.conclure("/referents/nommer", format!("Nomination reprise : {combien} de référent.")).await
}
