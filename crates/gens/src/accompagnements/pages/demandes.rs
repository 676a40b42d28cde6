//! Asking for a file: looking for somebody, the requests received and those sent, the answers.

use askama::Template;
use axum::extract::State;
use passerelle_base::Date;
use sea_orm::FromQueryResult;

use super::retour::vers_le_suivi;
use crate::accompagnements::GesteDossier;
use crate::accompagnements::demandes::{self, Criteres, Demande, Trouve};
use crate::accompagnements::model::{FINALITES, Finalite};
use crate::accompagnements::rules::{self, ATTENTE};
use passerelle_socle::access::Accorde;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::web::{Cadre, Erreur, Etat, Geste, Page, Parametres, Recu, page, page_a_corriger};

/// What was typed, to be found again after a mistake.
#[derive(Default)]
struct Saisie {
    nom: String,
    prenom: String,
    naissance: String,
    structure: String,
    numero: String,
}

#[derive(FromQueryResult)]
struct Choix {
    code: String,
    nom: String,
}

#[derive(Template)]
#[template(path = "accompagnements/pages/demandes.html")]
struct PageDemandes {
    cadre: Cadre,
    anciennes: bool,
    recues: Vec<Demande>,
    envoyees: Vec<Demande>,
    /// What a search found; `None` before one.
    trouves: Option<Vec<Trouve>>,
    saisie: Saisie,
    erreur: Option<String>,
    structures: Vec<Choix>,
    finalites: Vec<(&'static str, &'static str)>,
    aujourdhui: Date,
    limite: Date,
    attente: u64,
}

async fn structures(conn: &impl Executeur) -> Resultat<Vec<Choix>> {
    let sql = "SELECT s.code, s.nom FROM structures s WHERE EXISTS (SELECT 1 FROM numeros n WHERE n.structure_id = s.id) \
               ORDER BY s.nom_plie LIMIT 200";
    db::lignes(conn, sql, []).await
}

/// The page, with nothing typed yet.
async fn montrer(etat: &Etat, cadre: Cadre, accorde: &Accorde, anciennes: bool) -> Result<PageDemandes, Erreur> {
    let conn = etat.base.lecture();
    let jour = etat.horloge.aujourdhui();
    Ok(PageDemandes {
        cadre,
        anciennes,
        recues: demandes::recues(conn, etat, accorde.acteur(), anciennes).await?,
        envoyees: demandes::envoyees(conn, etat, accorde.acteur()).await?,
        trouves: None,
        saisie: Saisie::default(),
        erreur: None,
        structures: structures(conn).await?,
        finalites: FINALITES.choix(),
        aujourdhui: jour,
        limite: rules::terme_au_plus_tard(jour),
        attente: ATTENTE,
    })
}

pub(super) async fn page_demandes(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    page(montrer(&etat, cadre, &accorde, !p.lire("attente").is_empty()).await?)
}

/// A search is typed, so it is sent: a name in an address would stay in histories.
pub(super) async fn rechercher(g: Geste) -> Page {
    let lu = |cle| g.recu.lire(cle).to_owned();
    let saisie = Saisie {
        nom: lu("nom"),
        prenom: lu("prenom"),
        naissance: lu("naissance"),
        structure: lu("structure"),
        numero: lu("numero"),
    };
    match criteres(&g.recu) {
        Err(phrase) => {
            let envoi = g.abandonner().await?;
            let montree = montrer(&envoi.etat, envoi.cadre(), &envoi.accorde, false).await?;
            page_a_corriger(PageDemandes { saisie, erreur: Some(phrase), ..montree })
        }
        Ok(criteres) => {
            let trouves = demandes::chercher(g.tx(), &g.etat, g.acteur(), &criteres).await?;
            let envoi = g.garder().await?;
            let montree = montrer(&envoi.etat, envoi.cadre(), &envoi.accorde, false).await?;
            page(PageDemandes { saisie, trouves: Some(trouves), ..montree })
        }
    }
}

fn criteres(champs: &Recu) -> Result<Criteres, String> {
    let lu = |cle| champs.lire(cle).to_owned();
    match (champs.lire("numero"), champs.lire("structure")) {
        ("", _) => {}
        (_, "") => return Err("Choisissez la structure qui a donné ce numéro.".into()),
        (numero, structure) => return Ok(Criteres::Numero(structure.to_owned(), numero.to_owned())),
    }
    if champs.lire("nom").is_empty() || champs.lire("prenom").is_empty() {
        return Err("Donnez le nom, le prénom et la date de naissance, ou un numéro et sa structure.".into());
    }
    Ok(Criteres::Identite(lu("nom"), lu("prenom"), champs.jour("naissance")?))
}

pub(super) async fn demander(g: Geste) -> Page {
    let finalite = Finalite::lire(g.recu.lire("finalite"), g.recu.lire("precisions")).map_err(Erreur::Demande)?;
    demandes::demander(g.tx(), &g.etat, g.acteur(), g.recu.id("jeune")?, &finalite).await?;
    g.conclure("/demandes", "Demande envoyée. La réponse apparaîtra ici, dans « Demandes de votre structure ».").await
}

pub(super) async fn accorder(g: GesteDossier) -> Page {
    let jusque = g.recu.jour("au").map_err(Erreur::Demande)?;
    demandes::accorder(g.tx(), &g.etat, g.dossier(), g.recu.id("demande")?, jusque).await?;
    vers_le_suivi(g, "La demande est acceptée, le dossier est ouvert jusqu'au jour dit.").await
}

pub(super) async fn refuser(g: GesteDossier) -> Page {
    let motif = rules::motif(g.recu.lire("motif")).map_err(Erreur::Demande)?;
    demandes::refuser(g.tx(), &g.etat, g.dossier(), g.recu.id("demande")?, &motif).await?;
    vers_le_suivi(g, "La demande est refusée ; la personne qui l'a faite lit votre motif.").await
}
