//! Routes of the form of a protocol, as long as it is a draft.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use uuid::Uuid;

use super::formulaire::{QUESTIONS, Saisie};
use super::model::{COVARIABLES, DEPARTS, ESTIMATEURS, MESURES, Protocole, REPONSES, STRATES};
use super::pages::{figee, fil, ouverte};
use super::store::{self, Etude};
use crate::access::{Accorde, Action, Objet};
use crate::db::Executeur;
use crate::gens::structures;
use crate::web::{Cadre, Erreur, Etape, Etat, Fautes, Page, Recu, Site, page, page_a_corriger};

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .get("/etudes/nouvelle", Action::Creer, Objet::Etudes, nouvelle)
        .post("/etudes/nouvelle", Action::Creer, Objet::Etudes, creer)
        .get("/etudes/{id}/modifier", Action::Modifier, Objet::Etudes, modifier)
        .post("/etudes/{id}/modifier", Action::Modifier, Objet::Etudes, corriger)
}

#[derive(Template)]
#[template(path = "lectures/etudes/pages/formulaire.html")]
struct PageFormulaire {
    cadre: Cadre,
    titre: &'static str,
    adresse: String,
    retour: String,
    saisie: Saisie,
    fautes: Fautes,
}

impl PageFormulaire {
    fn nouvelle(cadre: Cadre, saisie: Saisie, fautes: Fautes) -> Self {
        let cadre = cadre.fil([Etape::vers("Études", "/etudes"), Etape::ici("Nouvelle étude")]);
        let (adresse, retour) = ("/etudes/nouvelle".to_owned(), "/etudes".to_owned());
        Self { cadre, titre: "Écrire un protocole", adresse, retour, saisie, fautes }
    }
    fn de(cadre: Cadre, etude: &Etude, saisie: Saisie, fautes: Fautes) -> Self {
        let retour = format!("/etudes/{}", etude.id);
        let cadre = fil(cadre, etude, "Modifier le protocole");
        Self { cadre, titre: "Modifier le protocole", adresse: format!("{retour}/modifier"), retour, saisie, fautes }
    }
    /// Each outcome: its box, its delay, its words, the words of its delay.
    fn mesures(&self) -> Vec<(String, String, &'static str, &'static str)> {
        let delai = |m: &str| match m {
            "contrat_cours" => "Délai, en mois après le départ",
            "rupture" => "Délai, en jours après le début du contrat",
            _ => "Délai, en jours après le départ",
        };
        MESURES.choix().into_iter().map(|(m, mots)| (format!("i_{m}"), format!("d_{m}"), mots, delai(m))).collect()
    }
    /// Each question: its field, the field of its answers.
    fn questions(&self) -> Vec<(&'static str, String)> {
        QUESTIONS.into_iter().map(|q| (q, format!("{q}_reponse"))).collect()
    }
    fn covariables(&self) -> Vec<(String, &'static str)> {
        COVARIABLES.choix().into_iter().map(|(c, mots)| (format!("c_{c}"), mots)).collect()
    }
    fn strates(&self) -> Vec<(String, &'static str)> {
        STRATES.choix().into_iter().map(|(s, mots)| (format!("s_{s}"), mots)).collect()
    }
}

async fn nouvelle(cadre: Cadre) -> Page {
    page(PageFormulaire::nouvelle(cadre, Saisie::nouvelle(), Fautes::default()))
}

/// The codes that a protocol names must exist: a mistyped one would make an empty study.
async fn codes(conn: &impl Executeur, p: &Protocole) -> Result<Fautes, Erreur> {
    let mut fautes = Vec::new();
    if !p.population.action.is_empty() && !store::action_connue(conn, &p.population.action).await? {
        fautes.push(("action", "Aucune action n'a ce code : copiez-le depuis la liste des actions.".to_owned()));
    }
    for code in &p.population.structures {
        if structures::par_code(conn, code).await?.is_none() {
            let phrase = format!("Aucune structure n'a le code « {code} » : copiez-le depuis la liste des structures.");
            fautes.push(("structures", phrase));
        }
    }
    Ok(fautes.into())
}

async fn creer(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, recu: Recu) -> Page {
    let saisie = Saisie::recue(&recu);
    let tx = etat.base.transaction().await?;
    let p = match saisie.protocole(None) {
        Ok(p) => p,
        Err(fautes) => return page_a_corriger(PageFormulaire::nouvelle(cadre, saisie, fautes)),
    };
    let fautes = codes(&tx, &p).await?;
    if !fautes.aucune() {
        return page_a_corriger(PageFormulaire::nouvelle(cadre, saisie, fautes));
    }
    let id = store::creer(&tx, etat.horloge.as_ref(), accorde.acteur(), &p).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/etudes/{id}?fait=brouillon")).into_response())
}

async fn modifier(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let (etude, p) = ouverte(etat.base.lecture(), &accorde, id).await?;
    if etude.enregistree_le.is_some() {
        return Err(figee());
    }
    page(PageFormulaire::de(cadre, &etude, Saisie::de(&p), Fautes::default()))
}

async fn corriger(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>, recu: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let (etude, avant) = ouverte(&tx, &accorde, id).await?;
    let saisie = Saisie::recue(&recu);
    let p = match saisie.protocole(avant.population.proces_verbal) {
        Ok(p) => p,
        Err(fautes) => return page_a_corriger(PageFormulaire::de(cadre, &etude, saisie, fautes)),
    };
    let fautes = codes(&tx, &p).await?;
    if !fautes.aucune() {
        return page_a_corriger(PageFormulaire::de(cadre, &etude, saisie, fautes));
    }
    if !store::modifier(&tx, &etat, accorde.acteur(), id, &p).await? {
        return Err(figee());
    }
    tx.commit().await?;
    Ok(Redirect::to(&format!("/etudes/{id}?fait=brouillon")).into_response())
}
