//! Opening a file to another structure: choosing it, saying why and until when; stopping, extending.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, Id};
use uuid::Uuid;

use super::suivi::{fil, identite};
use super::vers;
use crate::accompagnements::model::{FINALITES, Finalite};
use crate::accompagnements::partages::{self, Destinataire, Ouverture};
use crate::accompagnements::{dossier, lire_dossier, rules, suivi};
use passerelle_socle::access::Accorde;
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Parametres, Recu, page};

#[derive(Default)]
struct Saisie {
    structure: String,
    finalite: String,
    precisions: String,
    au: String,
}

#[derive(Template)]
#[template(path = "accompagnements/pages/partage.html")]
struct PagePartage {
    cadre: Cadre,
    id: Uuid,
    nom: String,
    q: String,
    destinataires: Vec<Destinataire>,
    finalites: Vec<(&'static str, &'static str)>,
    saisie: Saisie,
    erreur: Option<String>,
    aujourdhui: Date,
    limite: Date,
}

pub(super) async fn nouveau(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    p: Parametres,
) -> Page {
    let q = p.lire("q").to_owned();
    formulaire(&etat, cadre, &accorde, id, (q, Saisie::default(), None)).await
}

async fn formulaire(
    etat: &Etat,
    cadre: Cadre,
    accorde: &Accorde,
    id: Uuid,
    (q, saisie, erreur): (String, Saisie, Option<String>),
) -> Page {
    let (tx, d) = lire_dossier(etat, accorde, Id::from_uuid(id)).await?;
    let jour = etat.horloge.aujourdhui();
    let nom = identite(&tx, &d).await?;
    let destinataires = match q.as_str() {
        "" => vec![],
        q => partages::destinataires(&tx, jour, d.jeune(), q).await?,
    };
    tx.commit().await?;
    let statut =
        if erreur.is_some() { axum::http::StatusCode::UNPROCESSABLE_ENTITY } else { axum::http::StatusCode::OK };
    let mut reponse = page(PagePartage {
        cadre: cadre.fil(fil(id, &nom, "Ouvrir le dossier")),
        id,
        nom,
        q,
        destinataires,
        finalites: FINALITES.choix(),
        saisie,
        erreur,
        aujourdhui: jour,
        limite: rules::terme_au_plus_tard(jour),
    })?;
    *reponse.status_mut() = statut;
    Ok(reponse)
}

pub(super) async fn ouvrir(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    champs: Recu,
) -> Page {
    match essayer(&etat, &accorde, id, &champs).await {
        Ok(()) => vers(&format!("/jeunes/{id}/suivi?fait=partage")),
        Err(Erreur::Demande(phrase)) => {
            let lu = |cle| champs.lire(cle).to_owned();
            let saisie = Saisie {
                structure: lu("structure"),
                finalite: lu("finalite"),
                precisions: lu("precisions"),
                au: lu("au"),
            };
            formulaire(&etat, cadre, &accorde, id, (lu("q"), saisie, Some(phrase))).await
        }
        Err(autre) => Err(autre),
    }
}

async fn essayer(etat: &Etat, accorde: &Accorde, id: Uuid, champs: &Recu) -> Result<(), Erreur> {
    let tx = etat.base.transaction().await?;
    let d = dossier(&tx, etat, accorde, Id::from_uuid(id)).await?;
    let structure = champs
        .lire("structure")
        .parse()
        .map_err(|_| Erreur::Demande("Cherchez une structure, puis choisissez-la.".into()))?;
    let finalite = Finalite::lire(champs.lire("finalite"), champs.lire("precisions")).map_err(Erreur::Demande)?;
    let dernier_jour = champs.jour("au").map_err(Erreur::Demande)?;
    partages::ouvrir(&tx, etat, &d, &Ouverture { structure: Id::from_uuid(structure), finalite, dernier_jour }).await?;
    tx.commit().await?;
    Ok(())
}

/// Adds a structure to those who follow: the same right as opening the file, since it reads more and for longer.
pub(super) async fn ajouter(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, champs: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let d = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    // It follows because the file was open to it: whoever answers has already said why.
    let structure = champs.id("structure")?;
    let jour = etat.horloge.aujourdhui();
    let tous = partages::du_jeune(&tx, d.jeune()).await?;
    let ouvert = tous.into_iter().find(|p| p.structure_id == structure && p.ouvert(jour));
    let Some(ouvert) = ouvert else {
        return Err(Erreur::Demande("Ouvrez d'abord le dossier à cette structure.".into()));
    };
    let finalite =
        Finalite::lire(&ouvert.finalite, ouvert.precisions.as_deref().unwrap_or_default()).map_err(Erreur::Demande)?;
    suivi::ajouter(&tx, &etat, &d, Id::from_uuid(structure), &finalite).await?;
    tx.commit().await?;
    vers(&format!("/jeunes/{id}/suivi?fait=ajout"))
}

pub(super) async fn prolonger(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, champs: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let d = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let jusque = champs.jour("au").map_err(Erreur::Demande)?;
    partages::prolonger(&tx, &etat, &d, champs.id("partage")?, jusque).await?;
    tx.commit().await?;
    vers(&format!("/jeunes/{id}/suivi?fait=prolonge"))
}

pub(super) async fn retirer(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, champs: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let d = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    partages::retirer(&tx, &etat, &d, champs.id("partage")?).await?;
    tx.commit().await?;
    vers(&format!("/jeunes/{id}/suivi?fait=retire"))
}
