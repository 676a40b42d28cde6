//! Asking for a file: looking for somebody, the requests received and those sent, the answers.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, Id};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::vers;
use crate::accompagnements::demandes::{self, Criteres, Demande, Trouve};
use crate::accompagnements::dossier;
use crate::accompagnements::model::{FINALITES, Finalite};
use crate::accompagnements::rules::{self, ATTENTE};
use passerelle_socle::access::Accorde;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Parametres, Recu, page};

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
    envoyee: bool,
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

async fn rendre(
    etat: &Etat,
    cadre: Cadre,
    accorde: &Accorde,
    (envoyee, anciennes): (bool, bool),
    (saisie, trouves, erreur): (Saisie, Option<Vec<Trouve>>, Option<String>),
) -> Page {
    let conn = etat.base.lecture();
    let jour = etat.horloge.aujourdhui();
    let statut =
        if erreur.is_some() { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    let mut reponse = page(PageDemandes {
        cadre,
        envoyee,
        anciennes,
        recues: demandes::recues(conn, etat, accorde.acteur(), anciennes).await?,
        envoyees: demandes::envoyees(conn, etat, accorde.acteur()).await?,
        trouves,
        saisie,
        erreur,
        structures: structures(conn).await?,
        finalites: FINALITES.choix(),
        aujourdhui: jour,
        limite: rules::terme_au_plus_tard(jour),
        attente: ATTENTE,
    })?;
    *reponse.status_mut() = statut;
    Ok(reponse)
}

pub(super) async fn page_demandes(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, p: Parametres) -> Page {
    let quoi = (p.lire("fait") == "envoyee", !p.lire("attente").is_empty());
    rendre(&etat, cadre, &accorde, quoi, (Saisie::default(), None, None)).await
}

/// A search is typed, so it is sent: a name in an address would stay in histories.
pub(super) async fn rechercher(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, champs: Recu) -> Page {
    let lu = |cle| champs.lire(cle).to_owned();
    let saisie = Saisie {
        nom: lu("nom"),
        prenom: lu("prenom"),
        naissance: lu("naissance"),
        structure: lu("structure"),
        numero: lu("numero"),
    };
    let (trouves, erreur) = match criteres(&champs) {
        Err(phrase) => (None, Some(phrase)),
        Ok(criteres) => {
            let tx = etat.base.transaction().await?;
            let trouves = demandes::chercher(&tx, &etat, accorde.acteur(), &criteres).await?;
            tx.commit().await?;
            (Some(trouves), None)
        }
    };
    rendre(&etat, cadre, &accorde, (false, false), (saisie, trouves, erreur)).await
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

pub(super) async fn demander(State(etat): State<Etat>, accorde: Accorde, champs: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let finalite = Finalite::lire(champs.lire("finalite"), champs.lire("precisions")).map_err(Erreur::Demande)?;
    demandes::demander(&tx, &etat, accorde.acteur(), champs.id("jeune")?, &finalite).await?;
    tx.commit().await?;
    vers("/demandes?fait=envoyee")
}

pub(super) async fn accorder(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, champs: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let d = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let jusque = champs.jour("au").map_err(Erreur::Demande)?;
    demandes::accorder(&tx, &etat, &d, champs.id("demande")?, jusque).await?;
    tx.commit().await?;
    vers(&format!("/jeunes/{id}/suivi?fait=accord"))
}

pub(super) async fn refuser(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, champs: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let d = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let motif = rules::motif(champs.lire("motif")).map_err(Erreur::Demande)?;
    demandes::refuser(&tx, &etat, &d, champs.id("demande")?, &motif).await?;
    tx.commit().await?;
    vers(&format!("/jeunes/{id}/suivi?fait=refus"))
}
