//! Routes: what a young person contests, and answering it.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::Id;
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, Contestation};
use crate::accompagnements::{Dossier, Qui, dossier, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Parametres, Site, page, page_a_corriger};

/// Characters of an answer, at most: as many as what it answers.
const REPONSE_MAX: usize = 2_000;

/// Routes.
pub fn site() -> Site {
    Site::nouveau().get("/jeunes/{id}/contestations", Action::Consulter, Objet::Notes, liste).post(
        "/jeunes/{id}/contestations/{sous_id}/repondre",
        Action::Modifier,
        Objet::Notes,
        repondre,
    )
}

#[derive(Template)]
#[template(path = "contestations/pages/contestations.html")]
struct PageContestations {
    cadre: Cadre,
    qui: Qui,
    contestations: Vec<Contestation>,
    peut: bool,
    dit: bool,
    max: usize,
    /// Which answer came back, and what was typed.
    saisie: Option<(Uuid, String)>,
    fautes: Fautes,
}

impl PageContestations {
    /// What was typed for this one, when it came back.
    fn revient(&self, id: &Uuid) -> Option<&str> {
        self.saisie.as_ref().filter(|(sur, _)| sur == id).map(|(_, texte)| texte.as_str())
    }
}

async fn montrer(cadre: Cadre, tx: Tx, ouvert: &Dossier) -> Result<PageContestations, Erreur> {
    let qui = qui(&tx, ouvert).await?;
    let contestations = store::visibles(&tx, ouvert).await?;
    tx.commit().await?;
    Ok(PageContestations {
        cadre: qui.fil(cadre, "Désaccords"),
        qui,
        contestations,
        peut: ouvert.peut(Action::Modifier, Objet::Notes),
        dit: false,
        max: REPONSE_MAX,
        saisie: None,
        fautes: Fautes::default(),
    })
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>, p: Parametres) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    page(PageContestations { dit: !p.lire("fait").is_empty(), ..montrer(cadre, tx, &ouvert).await? })
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
struct Saisie {
    #[serde(default)]
    reponse: String,
}

async fn repondre(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, contestation)): Path<(Uuid, Uuid)>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    // Only what its reader sees is answered.
    if store::visibles(&tx, &ouvert).await?.iter().all(|c| c.id != contestation) {
        return Err(Erreur::Introuvable);
    }
    let vide = "Écrivez la réponse avant de l'envoyer.";
    let lue = Texte::lire(&saisie.reponse, REPONSE_MAX).map_err(|e| e.to_string());
    match lue.and_then(|t| t.exige(vide)) {
        Ok(texte) => {
            if !store::repondre(&tx, &etat, &ouvert, contestation, &texte).await? {
                return Err(Erreur::Demande("Une réponse a déjà été donnée : rechargez la page pour la lire.".into()));
            }
            tx.commit().await?;
            Ok(Redirect::to(&format!("/jeunes/{id}/contestations?fait=reponse")).into_response())
        }
        Err(phrase) => {
            let montree = montrer(cadre, tx, &ouvert).await?;
            let fautes = vec![("reponse", phrase)].into();
            page_a_corriger(PageContestations { saisie: Some((contestation, saisie.reponse)), fautes, ..montree })
        }
    }
}
