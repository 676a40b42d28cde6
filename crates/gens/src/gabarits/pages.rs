//! Routes: the gabarits that a reader may use, what one says, taking it back.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_socle::ident::Id;

use super::prets::PRETS;
use super::store::{self, Garde, Version};
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::db::Executeur;
use passerelle_socle::echanges::Gabarit;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Fautes, Geste, Page, Site, entete_simple, page, telecharger};

/// Routes.
pub(super) fn site() -> Site {
    let o = Objet::Gabarits;
    Site::nouveau()
        .get("/gabarits", Action::Lister, o, liste)
        .get("/gabarits/{id}", Action::Consulter, o, fiche)
        .get("/gabarits/{id}/gabarit.toml", Action::Exporter, o, toml)
        .post("/gabarits/{id}/retirer", Action::Retirer, o, retirer)
}

/// A gabarit, in a line.
pub(super) struct Vu {
    pub id: Id<Gabarit>,
    pub nom: String,
    pub a_qui: String,
    pub version: i64,
    pub le: String,
    pub par: String,
}

impl Vu {
    fn nouveau(g: Garde) -> Self {
        Self {
            id: g.id,
            nom: g.nom,
            a_qui: g.structure.unwrap_or_else(|| "tout le territoire".into()),
            version: g.version,
            le: entete_simple(g.faite_le),
            par: g.par.unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "gabarits/pages/gabarits.html")]
pub(super) struct PageGabarits {
    pub cadre: Cadre,
    pub gabarits: Vec<Vu>,
    pub prets: Vec<(&'static str, &'static str)>,
    pub fautes: Fautes,
}

/// The page of the list, with what is wrong with a file that was dropped.
pub(super) async fn montrer(
    conn: &impl Executeur,
    cadre: Cadre,
    accorde: &Accorde,
    fautes: Fautes,
) -> Result<PageGabarits, Erreur> {
    let gardes = store::lister(conn, accorde).await?;
    Ok(PageGabarits {
        cadre,
        gabarits: gardes.into_iter().map(Vu::nouveau).collect(),
        prets: PRETS.iter().map(|p| (p.titre, p.reserve)).collect(),
        fautes,
    })
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    page(montrer(etat.base.lecture(), cadre, &accorde, Fautes::default()).await?)
}

#[derive(Template)]
#[template(path = "gabarits/pages/gabarit.html")]
struct PageGabarit {
    cadre: Cadre,
    gabarit: Vu,
    texte: String,
    versions: Vec<(i64, String, String)>,
    retire: bool,
}

async fn fiche(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Gabarit>>) -> Page {
    let conn = etat.base.lecture();
    let lu = store::lire(conn, &accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let versions = store::versions(conn, id).await?;
    let dire = |v: Version| (v.version, entete_simple(v.faite_le), v.par.unwrap_or_default());
    let sienne = accorde.acteur().structure();
    let sien = sienne == lu.structure_id || sienne.is_none();
    let retire = sien && may(accorde.acteur(), Action::Retirer, Objet::Gabarits, &Faits::default()).is_ok();
    page(PageGabarit {
        cadre: cadre.fil([Etape::vers("Gabarits", "/gabarits"), Etape::ici(lu.nom.clone())]),
        texte: lu.texte.clone(),
        gabarit: Vu::nouveau(lu),
        versions: versions.into_iter().map(dire).collect(),
        retire,
    })
}

async fn toml(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Id<Gabarit>>) -> Page {
    let lu = store::lire(etat.base.lecture(), &accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let tx = etat.base.transaction().await?;
    journal::ecrire(
        &tx,
        etat.horloge.maintenant(),
        accorde.acteur(),
        Entree::sur(Action::Exporter, Objet::Gabarits).id(id),
    );
    tx.commit().await?;
    Ok(telecharger("gabarit.toml", lu.texte.into_bytes()))
}

async fn retirer(Path(id): Path<Id<Gabarit>>, g: Geste) -> Page {
    if !store::retirer(g.tx(), &g.accorde, g.maintenant(), id).await? {
        return Err(Erreur::Introuvable);
    }
    g.noter(Entree::sur(Action::Retirer, Objet::Gabarits).id(id));
    g.mener("/gabarits", "Gabarit retiré.").await
}
