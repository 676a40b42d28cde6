//! Routes: what is decided of a pair, and going back on it.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::Id;
use serde::Deserialize;
use uuid::Uuid;

use super::pages::{Ouverte, ouvrir};
use super::store::{self, Fiche, Paire};
use passerelle_gens::jeunes::{self, Fusion};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Erreur, Etat, Page, Site};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .post("/rapprochements/{id}/reunir", Action::Repondre, Objet::Rapprochements, reunir)
        .post("/rapprochements/{id}/separer", Action::Repondre, Objet::Rapprochements, separer)
        .post("/rapprochements/{id}/revenir", Action::Repondre, Objet::Rapprochements, revenir)
}

/// Where one goes once a pair is decided: to the next one, at its decision.
async fn ensuite(tx: &Tx, etat: &Etat, accorde: &Accorde, paire: &Paire, geste: &str) -> Result<String, Erreur> {
    let qui = (accorde.acteur(), etat.horloge.aujourdhui());
    Ok(match store::suivante(tx, qui, paire).await?.0 {
        Some(suivante) => format!("/rapprochements/{suivante}?fait={geste}&avant={}#decider", paire.id),
        None => "/rapprochements".into(),
    })
}

/// What was decided, and what was shown when it was.
#[derive(Deserialize)]
struct Decision {
    #[serde(default)]
    garde: String,
    #[serde(default)]
    empreinte: String,
}

/// Refuses a decision made before something else than what the files now say.
fn verifier(ouverte: &Ouverte, decision: &Decision) -> Result<[Fiche; 2], Erreur> {
    let [a, b] = &ouverte.fiches[..] else {
        return Err(Erreur::Demande("Cette paire est déjà décidée : rechargez la page pour la lire.".into()));
    };
    let deux = [a.clone(), b.clone()];
    if ouverte.paire.etat != "propose" {
        return Err(Erreur::Demande("Cette paire est déjà décidée : rechargez la page pour la lire.".into()));
    }
    if store::empreinte(&deux) != decision.empreinte {
        return Err(Erreur::Demande(
            "Une des deux fiches a été corrigée pendant que vous la lisiez : rechargez la page, puis décidez.".into(),
        ));
    }
    Ok(deux)
}

async fn noter(
    tx: &Tx,
    etat: &Etat,
    accorde: &Accorde,
    paire: &Paire,
    decision: (&str, &str, Option<Uuid>),
) -> Result<(), Erreur> {
    accorde.pour(&[Action::Repondre], &[Objet::Rapprochements])?;
    let (maintenant, acteur) = (etat.horloge.maintenant(), accorde.acteur());
    if !store::decider(tx, maintenant, acteur, paire, decision).await? {
        return Err(Erreur::Demande("Cette paire vient d'être décidée : rechargez la page pour la lire.".into()));
    }
    let entree = Entree::sur(Action::Repondre, Objet::Rapprochements).id(paire.id).detail(decision.0);
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(())
}

async fn reunir(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, Form(d): Form<Decision>) -> Page {
    let tx = etat.base.transaction().await?;
    let mut ouverte = ouvrir(&tx, &etat, &accorde, id).await?;
    if !ouverte.reunit {
        return Err(Erreur::Refuse { objet: Objet::Rapprochements, id });
    }
    let [a, b] = verifier(&ouverte, &d)?;
    let (garde, autre) = match d.garde.as_str() {
        "a" => (&a, &b),
        "b" => (&b, &a),
        _ => return Err(Erreur::Demande("Choisissez la fiche à garder.".into())),
    };
    let qui = (Id::from_uuid(garde.id), Id::from_uuid(autre.id));
    let appris = store::appris(&tx, garde.id, autre.id).await?;
    let repris: Vec<&str> = appris.iter().map(String::as_str).collect();
    let fusion =
        jeunes::fusionner(&tx, etat.personnes, etat.horloge.maintenant(), accorde.acteur(), qui, &repris).await?;
    ouverte.paire.empreinte = d.empreinte;
    noter(&tx, &etat, &accorde, &ouverte.paire, ("reunir", "reuni", Some(fusion.uuid()))).await?;
    let vers = ensuite(&tx, &etat, &accorde, &ouverte.paire, "reunir").await?;
    tx.commit().await?;
    Ok(Redirect::to(&vers).into_response())
}

async fn separer(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, Form(d): Form<Decision>) -> Page {
    let tx = etat.base.transaction().await?;
    let mut ouverte = ouvrir(&tx, &etat, &accorde, id).await?;
    verifier(&ouverte, &d)?;
    ouverte.paire.empreinte = d.empreinte;
    noter(&tx, &etat, &accorde, &ouverte.paire, ("separer", "separe", None)).await?;
    let vers = ensuite(&tx, &etat, &accorde, &ouverte.paire, "separer").await?;
    tx.commit().await?;
    Ok(Redirect::to(&vers).into_response())
}

async fn revenir(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let tx = etat.base.transaction().await?;
    let ouverte = ouvrir(&tx, &etat, &accorde, id).await?;
    match (ouverte.paire.etat.as_str(), ouverte.paire.fusion_id) {
        ("reuni", Some(fusion)) => {
            if !ouverte.reunit {
                return Err(Erreur::Refuse { objet: Objet::Rapprochements, id });
            }
            let fusion: Id<Fusion> = Id::from_uuid(fusion);
            jeunes::defaire(&tx, etat.personnes, etat.horloge.maintenant(), accorde.acteur(), fusion).await?;
        }
        ("separe", _) => {}
        _ => return Err(Erreur::Demande("Rien n'est décidé de cette paire : il n'y a pas à revenir.".into())),
    }
    noter(&tx, &etat, &accorde, &ouverte.paire, ("revenir", "propose", None)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/rapprochements/{id}")).into_response())
}
