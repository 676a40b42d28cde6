//! Routes: what a young person contests, and answering it.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_socle::ident::Id;

use super::store::{self, Contestation};
use crate::accompagnements::{Dossier, GesteDossier, Qui, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Site, page};

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
    max: usize,
    /// Which answer came back, and what was typed.
    saisie: Option<(Id<Contestation>, String)>,
    fautes: Fautes,
}

impl PageContestations {
    /// What was typed for this one, when it came back.
    fn revient(&self, id: &Id<Contestation>) -> Option<&str> {
        self.saisie.as_ref().filter(|(sur, _)| sur == id).map(|(_, texte)| texte.as_str())
    }
}

async fn montrer(tx: &Tx, cadre: Cadre, ouvert: &Dossier) -> Result<PageContestations, Erreur> {
    let qui = qui(tx, ouvert).await?;
    Ok(PageContestations {
        cadre: qui.fil(cadre, "Désaccords"),
        qui,
        contestations: store::visibles(tx, ouvert).await?,
        peut: ouvert.peut(Action::Modifier, Objet::Notes),
        max: REPONSE_MAX,
        saisie: None,
        fautes: Fautes::default(),
    })
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let montree = montrer(&tx, cadre, &ouvert).await?;
    tx.commit().await?;
    page(montree)
}

async fn repondre(Path((_, contestation)): Path<(Id<Contestation>, Id<Contestation>)>, g: GesteDossier) -> Page {
    // Only what its reader sees is answered.
    if store::visibles(g.tx(), g.dossier()).await?.iter().all(|c| c.id != contestation) {
        return Err(Erreur::Introuvable);
    }
    let lue = Texte::lire(g.recu.brut("reponse"), REPONSE_MAX).map_err(|e| e.to_string());
    let mut fautes = Fautes::default();
    let lue = lue.and_then(|t| t.exige("Écrivez la réponse avant de l'envoyer."));
    let Some(texte) = fautes.garder("reponse", lue) else {
        let montree = montrer(g.tx(), g.cadre(), g.dossier()).await?;
        let saisie = Some((contestation, g.recu.brut("reponse").to_owned()));
        return g.corriger(PageContestations { saisie, fautes, ..montree });
    };
    if !store::repondre(g.tx(), &g.etat, g.dossier(), contestation, &texte).await? {
        return Err(Erreur::Demande("Une réponse a déjà été donnée : rechargez la page pour la lire.".into()));
    }
    let page = format!("/jeunes/{}/contestations", g.jeune());
    let dit = format!("Réponse envoyée. {} la lit dans son espace.", g.qui().await?.prenom);
    g.conclure(page, dit).await
}
