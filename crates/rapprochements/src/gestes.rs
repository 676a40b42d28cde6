//! Routes: what is decided of a pair, and going back on it.

use axum::extract::Path;
use passerelle_socle::ident::Id;

use super::model::GESTES;
use super::pages::{Ouverte, ouvrir};
use super::store::{self, Decision, Fiche, Paire};
use passerelle_gens::jeunes::{self, DeuxFiches, Fusion};
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::journal::Entree;
use passerelle_socle::web::{Dit, Erreur, Geste, Page, Site};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .post("/rapprochements/{id}/reunir", Action::Repondre, Objet::Rapprochements, reunir)
        .post("/rapprochements/{id}/separer", Action::Repondre, Objet::Rapprochements, separer)
        .post("/rapprochements/{id}/revenir", Action::Repondre, Objet::Rapprochements, revenir)
}

/// Where one goes once a pair is decided: to the next one, at its decision.
async fn ensuite(g: Geste, paire: &Paire, geste: &'static str) -> Page {
    let dit = Dit::nouveau(format!("Paire précédente décidée. {}.", GESTES.libelle(geste)))
        .voir("Revoir cette décision", format!("/rapprochements/{}", paire.id));
    let vers = match store::suivante(g.tx(), g.acteur(), g.jour(), paire).await?.0 {
        Some(suivante) => format!("/rapprochements/{suivante}#decider"),
        None => "/rapprochements".into(),
    };
    g.mener(vers, dit).await
}

/// Refuses a decision made before something else than what the files now say.
fn verifier(ouverte: &Ouverte, montree: &str) -> Result<[Fiche; 2], Erreur> {
    let [a, b] = &ouverte.fiches[..] else {
        return Err(Erreur::Demande("Cette paire est déjà décidée : rechargez la page pour la lire.".into()));
    };
    let deux = [a.clone(), b.clone()];
    if ouverte.paire.etat != "propose" {
        return Err(Erreur::Demande("Cette paire est déjà décidée : rechargez la page pour la lire.".into()));
    }
    if store::empreinte(&deux) != montree {
        return Err(Erreur::Demande(
            "Une des deux fiches a été corrigée pendant que vous la lisiez : rechargez la page, puis décidez.".into(),
        ));
    }
    Ok(deux)
}

async fn noter(g: &Geste, paire: &Paire, decision: Decision) -> Result<(), Erreur> {
    g.accorde.pour(&[Action::Repondre], &[Objet::Rapprochements])?;
    if !store::decider(g.tx(), g.maintenant(), g.acteur(), paire, decision).await? {
        return Err(Erreur::Demande("Cette paire vient d'être décidée : rechargez la page pour la lire.".into()));
    }
    let entree = Entree::sur(Action::Repondre, Objet::Rapprochements).id(paire.id).detail(decision.geste);
    g.noter(entree);
    Ok(())
}

async fn reunir(Path(id): Path<Id<Paire>>, g: Geste) -> Page {
    let mut ouverte = ouvrir(g.tx(), &g.etat, &g.accorde, id).await?;
    if !ouverte.reunit {
        return Err(Erreur::Refuse { objet: Objet::Rapprochements, id: id.into() });
    }
    let montree = g.recu.brut("empreinte");
    let [a, b] = verifier(&ouverte, montree)?;
    let (garde, autre) = match g.recu.brut("garde") {
        "a" => (&a, &b),
        "b" => (&b, &a),
        _ => return Err(Erreur::Demande("Choisissez la fiche à garder.".into())),
    };
    let qui = DeuxFiches { garde: garde.id, absorbe: autre.id };
    let appris = store::appris(g.tx(), garde.id, autre.id).await?;
    let repris: Vec<&str> = appris.iter().map(String::as_str).collect();
    let fusion = jeunes::fusionner(g.tx(), g.etat.personnes, g.maintenant(), g.acteur(), qui, &repris).await?;
    ouverte.paire.empreinte = montree.to_owned();
    noter(&g, &ouverte.paire, Decision { geste: "reunir", etat: "reuni", fusion: Some(fusion) }).await?;
    ensuite(g, &ouverte.paire, "reunir").await
}

async fn separer(Path(id): Path<Id<Paire>>, g: Geste) -> Page {
    let mut ouverte = ouvrir(g.tx(), &g.etat, &g.accorde, id).await?;
    let montree = g.recu.brut("empreinte");
    verifier(&ouverte, montree)?;
    ouverte.paire.empreinte = montree.to_owned();
    noter(&g, &ouverte.paire, Decision { geste: "separer", etat: "separe", fusion: None }).await?;
    ensuite(g, &ouverte.paire, "separer").await
}

async fn revenir(Path(id): Path<Id<Paire>>, g: Geste) -> Page {
    let ouverte = ouvrir(g.tx(), &g.etat, &g.accorde, id).await?;
    match (ouverte.paire.etat.as_str(), ouverte.paire.fusion_id) {
        ("reuni", Some(fusion)) => {
            if !ouverte.reunit {
                return Err(Erreur::Refuse { objet: Objet::Rapprochements, id: id.into() });
            }
            let fusion: Id<Fusion> = fusion;
            jeunes::defaire(g.tx(), g.etat.personnes, g.maintenant(), g.acteur(), fusion).await?;
        }
        ("separe", _) => {}
        _ => return Err(Erreur::Demande("Rien n'est décidé de cette paire : il n'y a pas à revenir.".into())),
    }
    noter(&g, &ouverte.paire, Decision { geste: "revenir", etat: "propose", fusion: None }).await?;
    g.conclure(format!("/rapprochements/{id}"), "Décision annulée : la paire est à revoir.").await
}
