//! Routes of draws: the list, one draw, its files, what is published of it.

mod candidats;
mod candidature;
mod execution;
mod ouverture;
mod preparation;

use askama::Template;
use axum::extract::{Path, State};
use passerelle_tirage::{Protocole, SURNOMBRE};

use super::liste::Tirages;
use super::model::{ECARTS, Etat as Ou};
use super::store::{self, EcartVu, Effectif, Tirage};
use ouverture::{SiteVu, fil, lire, sites};
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Site, page, telecharger};

/// The page that verifies offline and its script, as they stand beside the specification.
const VERIFIER_HTML: &str = include_str!("../../../../docs/tirage/verifier.html");
const VERIFIER_JS: &str = include_str!("../../../../docs/tirage/verifier.js");

/// Routes.
pub fn site() -> Site {
    let site = Site::nouveau()
        .repertoire(["/tirages", "/tirages.xlsx", "/tirages.csv"], Objet::Tirages, async |_, p| {
            Ok(Tirages::demandes(&p))
        })
        .get("/tirages/{id}", Action::Consulter, Objet::Tirages, fiche)
        .get("/tirages/{id}/protocole.toml", Action::Consulter, Objet::Tirages, protocole)
        .get("/tirages/{id}/candidats.csv", Action::Exporter, Objet::Tirages, liste)
        .get("/tirages/{id}/proces-verbal.json", Action::Exporter, Objet::Tirages, proces_verbal)
        .get("/tirages/{id}/proces-verbal.pdf", Action::Exporter, Objet::Tirages, minutes)
        .get("/tirages/{id}/affectations.csv", Action::Exporter, Objet::Tirages, affectations)
        .get("/tirages/{id}/engagement.json", Action::Consulter, Objet::PagePublique, engagement)
        .get("/tirages/verifier.html", Action::Consulter, Objet::PagePublique, async || {
            telecharger("verifier.html", VERIFIER_HTML.into())
        })
        .get("/tirages/verifier.js", Action::Consulter, Objet::PagePublique, async || {
            telecharger("verifier.js", VERIFIER_JS.into())
        })
        .get("/engagements", Action::Consulter, Objet::PagePublique, publies);
    let site = execution::ajouter(preparation::ajouter(site));
    candidature::ajouter(candidats::ajouter(site))
}

/// What the reader may do here.
struct Peut {
    inscrire: bool,
    modifier: bool,
    figer: bool,
    tirer: bool,
    emporter: bool,
    poursuivre: bool,
}

#[derive(Template)]
#[template(path = "tirages/pages/tirage.html")]
struct PageTirage {
    cadre: Cadre,
    t: Tirage,
    protocole: Protocole,
    sites: Vec<SiteVu>,
    groupes: Vec<Effectif>,
    /// People of each arm, for whoever runs the draw.
    bras: Option<Vec<(String, i64)>>,
    ecarts: Vec<EcartVu>,
    peut: Peut,
}

impl PageTirage {
    fn saisie(&self) -> bool {
        self.t.etat() == Ou::Saisie
    }
    fn tire(&self) -> bool {
        self.t.etat() == Ou::Tire
    }
    fn nature<'a>(&self, e: &'a EcartVu) -> &'a str {
        ECARTS.libelle(&e.nature)
    }
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Tirage>>) -> Page {
    let conn = etat.base.lecture();
    let (t, protocole) = lire(conn, id).await?;
    let groupes = store::effectifs(conn, id).await?;
    let avant = store::admis_avant(conn, &t).await?;
    let peut = |action, objet| may(accorde.acteur(), action, objet, &Faits::default()).is_ok();
    let (conduit, ou) = (peut(Action::Tirer, Objet::Tirages), t.etat());
    let bras = match conduit && ou == Ou::Tire {
        true => {
            let comptes = store::par_bras(conn, id).await?;
            let n = |bras: &str| comptes.get(bras).copied().unwrap_or(0);
            let tous = protocole.bras().iter().map(String::as_str).chain([SURNOMBRE]);
            Some(tous.map(|b| (b.to_owned(), n(b))).filter(|(b, n)| b != SURNOMBRE || *n > 0).collect())
        }
        false => None,
    };
    let ecarts = if conduit { store::ecarts(conn, id).await? } else { vec![] };
    page(PageTirage {
        cadre: fil(cadre, &t, None),
        sites: sites(&protocole, &groupes, &avant),
        bras,
        ecarts,
        peut: Peut {
            inscrire: peut(Action::Lister, Objet::Candidats),
            modifier: ou == Ou::Saisie && groupes.is_empty() && peut(Action::Modifier, Objet::Tirages),
            figer: ou == Ou::Saisie && peut(Action::Figer, Objet::Tirages),
            tirer: ou == Ou::Fige && conduit,
            emporter: peut(Action::Exporter, Objet::Tirages),
            poursuivre: ou == Ou::Tire && t.suivant_id.is_none() && peut(Action::Creer, Objet::Tirages),
        },
        groupes,
        t,
        protocole,
    })
}

async fn protocole(State(etat): State<Etat>, Path(id): Path<Id<Tirage>>) -> Page {
    let (t, _) = lire(etat.base.lecture(), id).await?;
    Ok(telecharger("protocole.toml", t.protocole.into_bytes()))
}

/// Takes a file of a draw away; the line that tells it is in the same transaction as the reading.
async fn emporter(etat: &Etat, accorde: &Accorde, id: Id<Tirage>, nom: &str) -> Page {
    let tx = etat.base.en_lisant().await?;
    let (_, regles) = lire(&tx, id).await?;
    let octets = match nom {
        "candidats.csv" => Some(super::inscrits::fichier(&tx, id, &regles).await?),
        "proces-verbal.json" => store::proces_verbal(&tx, id).await?,
        "proces-verbal.pdf" => store::minutes(&tx, id).await?,
        _ => store::affectations(&tx, id).await?,
    };
    let octets = octets.ok_or(Erreur::Introuvable)?;
    store::noter(&tx, etat.horloge.maintenant(), accorde.acteur(), Action::Exporter, id, nom);
    tx.commit().await?;
    Ok(telecharger(nom, octets))
}

async fn liste(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Tirage>>) -> Page {
    emporter(&etat, &accorde, id, "candidats.csv").await
}

async fn proces_verbal(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Tirage>>) -> Page {
    emporter(&etat, &accorde, id, "proces-verbal.json").await
}

async fn minutes(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Tirage>>) -> Page {
    emporter(&etat, &accorde, id, "proces-verbal.pdf").await
}

async fn affectations(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Tirage>>) -> Page {
    emporter(&etat, &accorde, id, "affectations.csv").await
}

/// What is published, for anybody: it names nobody and holds no secret.
async fn engagement(State(etat): State<Etat>, Path(id): Path<Id<Tirage>>) -> Page {
    let octets = store::engagement(etat.base.lecture(), id).await?.ok_or(Erreur::Introuvable)?;
    Ok(telecharger("engagement.json", octets))
}

#[derive(Template)]
#[template(path = "tirages/pages/engagements.html")]
struct PageEngagements {
    cadre: Cadre,
    tirages: Vec<Tirage>,
}

async fn publies(State(etat): State<Etat>, cadre: Cadre) -> Page {
    page(PageEngagements { cadre, tirages: store::publies(etat.base.lecture()).await? })
}
