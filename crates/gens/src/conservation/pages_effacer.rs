//! Erasing one person from the web: what will happen, in words, then the gesture.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::{Date, Id};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use uuid::Uuid;

use super::effacement::{Effacement, MOTIFS, effacer};
use crate::accompagnements::{dossier, lire_dossier};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db;
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Site, nom_complet, page};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau().get("/jeunes/{id}/effacer", Action::Retirer, Objet::Jeunes, demander).post(
        "/jeunes/{id}/effacer",
        Action::Retirer,
        Objet::Jeunes,
        faire,
    )
}

#[derive(FromQueryResult)]
struct Nom {
    nom: String,
    prenom: String,
}

#[derive(Template)]
#[template(path = "conservation/pages/effacer.html")]
struct PageEffacer {
    cadre: Cadre,
    id: Uuid,
    qui: String,
    motifs: Vec<(&'static str, &'static str)>,
}

async fn demander(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let (tx, dossier) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    let sql = "SELECT nom, prenom FROM jeunes WHERE id = $1";
    let Some(lu) = db::ligne::<Nom>(&tx, sql, [dossier.jeune().uuid().into()]).await? else {
        return Err(Erreur::Introuvable);
    };
    tx.commit().await?;
    let qui = nom_complet(&lu.prenom, &lu.nom);
    let fil = [
        Etape::vers("Conservation", "/conservation"),
        Etape::vers(qui.clone(), format!("/jeunes/{id}")),
        Etape::ici("Effacer"),
    ];
    // Retention has its own way, with its notice.
    let motifs = MOTIFS.choix().into_iter().filter(|(code, _)| *code != "duree").collect();
    page(PageEffacer { cadre: cadre.fil(fil), id, qui, motifs })
}

#[derive(Deserialize)]
struct Demande {
    #[serde(default)]
    motif: String,
    #[serde(default)]
    demande_le: String,
    #[serde(default)]
    compris: String,
}

async fn faire(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, Form(d): Form<Demande>) -> Page {
    let jeune: Id<Jeune> = Id::from_uuid(id);
    let tx = etat.base.transaction().await?;
    let dossier = dossier(&tx, &etat, &accorde, jeune).await?;
    if d.motif == "duree" || !MOTIFS.codes.contains(&d.motif.as_str()) {
        return Err(Erreur::Demande("Choisissez pourquoi ce dossier est effacé.".into()));
    }
    let demande_le = match d.demande_le.trim() {
        "" => None,
        texte => Some(texte.parse::<Date>().map_err(|_| {
            Erreur::Demande("La date de la demande n'est pas lisible : écrivez-la comme 2026-11-24.".into())
        })?),
    };
    if d.compris != "oui" {
        return Err(Erreur::Demande("Cochez la case qui dit que l'effacement est définitif, puis recommencez.".into()));
    }
    let maintenant = etat.horloge.maintenant();
    let e = Effacement::nouveau(dossier.jeune(), maintenant, &d.motif, demande_le);
    effacer(&tx, etat.personnes, maintenant, accorde.acteur(), &e).await?;
    tx.commit().await?;
    Ok(Redirect::to("/conservation").into_response())
}
