//! The report as a page, its files, and the frozen ones.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::Periode;
use passerelle_documents::Bloc;

use super::calcul::calculer;
use super::contenu::blocs;
use super::ecarts::{Ecart, comparer};
use super::figes::{self, Fige};
use super::model::Bilan;
use super::rendus::{Edition, Format, rendre, sans_liens, titre};
use crate::indicateurs::{annees, periode_lue};
use passerelle_socle::access::{Accorde, Action, Faits, Objet, may};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{
    Cadre, Envoi, Erreur, Etape, Etat, Page, Parametres, Site, a_l_atelier, entete_simple, page, telecharger,
};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/bilan", Action::Consulter, Objet::Bilans, bilan)
        .get("/bilan/fichier/{format}", Action::Exporter, Objet::Bilans, fichier)
        .post("/bilan/figer", Action::Figer, Objet::Bilans, figer)
        .get("/bilans", Action::Lister, Objet::Bilans, liste)
        .get("/bilans/{id}", Action::Consulter, Objet::Bilans, fige)
        .get("/bilans/{id}/fichier/{format}", Action::Exporter, Objet::Bilans, fichier_fige)
}

/// A frozen report, in words.
struct Gel {
    id: Id<Fige>,
    periode: String,
    le: String,
    par: String,
    sha256: String,
    ecarts: Vec<Ecart>,
}

impl Gel {
    fn nouveau(f: Fige, ecarts: Vec<Ecart>) -> Self {
        let periode = Periode { du: f.du, au: f.au };
        let le = entete_simple(f.fige_le);
        Self { id: f.id, periode: periode.phrase(), le, par: f.fige_par, sha256: f.sha256, ecarts }
    }
}

#[derive(Template)]
#[template(path = "bilans/pages/bilan.html")]
struct PageBilan {
    cadre: Cadre,
    titre: String,
    periode: Periode,
    annees: Vec<i32>,
    sommaire: Vec<(String, String)>,
    blocs: Vec<Bloc>,
    fichiers: Vec<(&'static str, String)>,
    gel: Option<Gel>,
    /// Whether this reader may keep it for ever.
    figeable: bool,
    /// Under how many people this reader reads no number.
    seuil: Option<i64>,
}

impl PageBilan {
    /// Whether it shows exactly this year.
    fn montre(&self, annee: &i32) -> bool {
        self.periode.annee_entiere() == Some(*annee)
    }
}

/// The blocks for a reader: figures open on their cases for whoever may read cases, and lead nowhere for the others.
fn blocs_pour(etat: &Etat, accorde: &Accorde, bilan: &Bilan) -> Vec<Bloc> {
    let cas = may(accorde.acteur(), Action::Lister, Objet::Cas, &Faits::default()).is_ok();
    let blocs = blocs(bilan, &etat.figures);
    if cas { blocs } else { sans_liens(blocs) }
}

fn sommaire(blocs: &[Bloc]) -> Vec<(String, String)> {
    let titres = blocs.iter().filter_map(|b| match b {
        Bloc::Titre { niveau: 2, texte, ancre } => Some((texte.clone(), ancre.clone())),
        _ => None,
    });
    titres.collect()
}

async fn bilan(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    let periode = periode_lue(&etat, &accorde, &p).await?;
    let bilan = calculer(&etat.base, &etat.figures, &accorde, periode).await?;
    let blocs = blocs_pour(&etat, &accorde, &bilan);
    let lien = |f: Format| format!("/bilan/fichier/{}?du={}&au={}", f.extension(), periode.du, periode.au);
    page(PageBilan {
        cadre,
        titre: titre(&bilan),
        periode,
        annees: annees(&etat, &accorde).await?,
        sommaire: sommaire(&blocs),
        blocs,
        fichiers: Format::TOUS.map(|f| (f.libelle(), lien(f))).into(),
        gel: None,
        seuil: accorde.acteur().discretion().seuil(),
        figeable: may(accorde.acteur(), Action::Figer, Objet::Bilans, &Faits::default()).is_ok(),
    })
}

fn edition(etat: &Etat, accorde: &Accorde) -> Edition {
    Edition {
        territoire: etat.territoire.clone(),
        le: etat.horloge.aujourdhui(),
        par: accorde.acteur().nom().to_owned(),
        demonstration: etat.demonstration,
    }
}

fn nom(periode: &Periode, format: Format) -> String {
    format!("bilan_{}_{}.{}", periode.du, periode.au, format.extension())
}

async fn fichier(State(etat): State<Etat>, accorde: Accorde, Path(format): Path<String>, p: Parametres) -> Page {
    let format = Format::lire(&format).ok_or(Erreur::Introuvable)?;
    let periode = periode_lue(&etat, &accorde, &p).await?;
    let bilan = calculer(&etat.base, &etat.figures, &accorde, periode).await?;
    let edition = edition(&etat, &accorde);
    let figures = etat.figures.clone();
    let octets = a_l_atelier(move || rendre(&bilan, &figures, &edition, format)).await?;
    let tx = etat.base.en_lisant().await?;
    let entree = Entree::sur(Action::Exporter, Objet::Bilans).detail(nom(&periode, format));
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    tx.commit().await?;
    Ok(telecharger(&nom(&periode, format), octets))
}

async fn figer(envoi: Envoi) -> Page {
    // The period of the page that is frozen, read as that page reads it.
    let p = Parametres::depuis(["du", "au"].map(|cle| (cle.to_owned(), envoi.recu.brut(cle).to_owned())));
    let periode = periode_lue(&envoi.etat, &envoi.accorde, &p).await?;
    let bilan = calculer(&envoi.etat.base, &envoi.etat.figures, &envoi.accorde, periode).await?;
    let (figures, edition, periode) = (envoi.etat.figures.clone(), edition(&envoi.etat, &envoi.accorde), bilan.periode);
    let jour = envoi.etat.horloge.aujourdhui();
    let fichiers = a_l_atelier(move || figes::fichiers(&bilan, &figures, &edition, jour)).await?;
    let g = envoi.ouvrir().await?;
    let id = figes::figer(&g, periode, fichiers).await?;
    g.mener(format!("/bilans/{id}"), "Bilan figé. Ses fichiers ne changeront plus.").await
}

#[derive(Template)]
#[template(path = "bilans/pages/figes.html")]
struct PageFiges {
    cadre: Cadre,
    gels: Vec<Gel>,
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde) -> Page {
    let lus = figes::lister(etat.base.lecture(), &accorde).await?;
    page(PageFiges { cadre, gels: lus.into_iter().map(|f| Gel::nouveau(f, vec![])).collect() })
}

async fn fige(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Fige>>) -> Page {
    let conn = etat.base.lecture();
    let lu = figes::lire(conn, &accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let json = figes::octets(conn, &accorde, id, Format::Json).await?.ok_or(Erreur::Introuvable)?;
    let illisible = |e: serde_json::Error| Erreur::Interne(format!("bilan figé {id} : {e}"));
    let mut fige: Bilan = serde_json::from_slice(&json).map_err(illisible)?;
    fige.ouvre_des = accorde.acteur().discretion().ouvre_des();
    let aujourdhui = calculer(&etat.base, &etat.figures, &accorde, fige.periode).await?;
    let avant = serde_json::from_slice(&json).map_err(illisible)?;
    let apres = serde_json::from_slice(&aujourdhui.json()).map_err(illisible)?;
    let ecarts = comparer(&avant, &apres);
    let blocs = blocs_pour(&etat, &accorde, &fige);
    let titre = titre(&fige);
    let lien = |f: Format| format!("/bilans/{id}/fichier/{}", f.extension());
    page(PageBilan {
        cadre: cadre.fil([Etape::vers("Bilans figés", "/bilans"), Etape::ici(titre.clone())]),
        titre,
        periode: fige.periode,
        annees: vec![],
        sommaire: sommaire(&blocs),
        blocs,
        fichiers: Format::TOUS.map(|f| (f.libelle(), lien(f))).into(),
        gel: Some(Gel::nouveau(lu, ecarts)),
        figeable: false,
        seuil: accorde.acteur().discretion().seuil(),
    })
}

async fn fichier_fige(
    State(etat): State<Etat>,
    accorde: Accorde,
    Path((id, format)): Path<(Id<Fige>, String)>,
) -> Page {
    let format = Format::lire(&format).ok_or(Erreur::Introuvable)?;
    let lu = figes::lire(etat.base.lecture(), &accorde, id).await?.ok_or(Erreur::Introuvable)?;
    let octets = figes::octets(etat.base.lecture(), &accorde, id, format).await?.ok_or(Erreur::Introuvable)?;
    let tx = etat.base.en_lisant().await?;
    let entree = Entree::sur(Action::Exporter, Objet::Bilans).id(id).detail(format!("figé {}", format.extension()));
    journal::ecrire(&tx, etat.horloge.maintenant(), accorde.acteur(), entree);
    tx.commit().await?;
    Ok(telecharger(&format!("fige_{}", nom(&Periode { du: lu.du, au: lu.au }, format)), octets))
}
