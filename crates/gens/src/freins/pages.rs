//! Routes of obstacles: one page, where each is acted upon.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::{Date, Id, date_longue};
use serde::Deserialize;
use uuid::Uuid;

use super::model::{admise, choix, libelle};
use super::rules::{ACTION_MAX, jour_de_levee, jour_passe};
use super::store::{self, ActionMenee, Frein};
use crate::accompagnements::{Dossier, Qui, dossier, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Parametres, Site, page, page_a_corriger};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/freins", Action::Consulter, Objet::Freins, liste)
        .post("/jeunes/{id}/freins", Action::Creer, Objet::Freins, constater)
        .post("/jeunes/{id}/freins/{frein}/actions", Action::Creer, Objet::Freins, agir)
        .post("/jeunes/{id}/freins/{frein}/actions/{action}", Action::Modifier, Objet::Freins, conclure)
        .post("/jeunes/{id}/freins/{frein}/lever", Action::Modifier, Objet::Freins, lever)
        .post("/jeunes/{id}/freins/{frein}/rouvrir", Action::Modifier, Objet::Freins, rouvrir)
}

/// What was typed, in whichever form of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Saisie {
    thematique: String,
    date: String,
    texte: String,
    resultat: String,
    /// The obstacle or the action whose form it is; none for a new obstacle.
    #[serde(skip)]
    sur: Option<Uuid>,
    /// Whether it is the form that lifts.
    #[serde(skip)]
    leve: bool,
}

#[derive(Template)]
#[template(path = "freins/pages/freins.html")]
struct PageFreins {
    cadre: Cadre,
    qui: Qui,
    freins: Vec<(Frein, Vec<ActionMenee>)>,
    peut: bool,
    choix: Vec<(&'static str, Vec<(&'static str, &'static str)>)>,
    aujourdhui: Date,
    dit: Option<&'static str>,
    sante: bool,
    saisie: Saisie,
    max: usize,
    fautes: Fautes,
}

impl PageFreins {
    /// Whether the form of this thing came back.
    fn revient(&self, id: &Uuid, leve: bool) -> bool {
        self.saisie.sur == Some(*id) && self.saisie.leve == leve && !self.fautes.aucune()
    }
    /// What a field shows: what was typed in that form, or else what is proposed.
    fn jour(&self, id: &Uuid, leve: bool) -> String {
        if self.revient(id, leve) { self.saisie.date.clone() } else { self.aujourdhui.to_string() }
    }
    fn theme(&self, code: &str) -> String {
        libelle(code)
    }
    fn le(&self, date: &Date) -> String {
        date_longue(*date)
    }
    fn nouveau_revient(&self) -> bool {
        self.saisie.sur.is_none() && !self.fautes.aucune()
    }
    fn jour_nouveau(&self) -> String {
        if self.nouveau_revient() { self.saisie.date.clone() } else { self.aujourdhui.to_string() }
    }
}

async fn montrer(
    etat: &Etat,
    cadre: Cadre,
    tx: Tx,
    ouvert: &Dossier,
    dit: &str,
    sante: bool,
) -> Result<PageFreins, Erreur> {
    let qui = qui(&tx, ouvert).await?;
    let freins = store::du_jeune(&tx, ouvert).await?;
    tx.commit().await?;
    let dit = match dit {
        "constate" => Some("Frein noté."),
        "action" => Some("Action notée."),
        "resultat" => Some("Résultat noté."),
        "leve" => Some("Frein levé. Il reste dans la liste, avec ce qui a été fait ; « Rouvrir » le remet."),
        "rouvert" => Some("Frein rouvert."),
        _ => None,
    };
    Ok(PageFreins {
        cadre: qui.fil(cadre, "Freins"),
        qui,
        freins,
        peut: ouvert.peut(Action::Creer, Objet::Freins),
        choix: choix(),
        aujourdhui: etat.horloge.aujourdhui(),
        dit,
        sante,
        saisie: Saisie::default(),
        max: ACTION_MAX,
        fautes: Fautes::default(),
    })
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>, p: Parametres) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    page(montrer(&etat, cadre, tx, &ouvert, p.lire("fait"), !p.lire("sante").is_empty()).await?)
}

/// The page again, with what was typed and what is wrong with it. Nothing was written.
async fn corriger(
    etat: &Etat,
    cadre: Cadre,
    (tx, ouvert): (Tx, Dossier),
    saisie: Saisie,
    fautes: Vec<(&'static str, String)>,
) -> Page {
    let montree = montrer(etat, cadre, tx, &ouvert, "", false).await?;
    page_a_corriger(PageFreins { saisie, fautes: fautes.into(), ..montree })
}

fn revenir(id: Uuid, fait: &str, textes: &[&Texte]) -> Page {
    let sante = if textes.iter().any(|t| t.parle_de_sante()) { "&sante=oui" } else { "" };
    Ok(Redirect::to(&format!("/jeunes/{id}/freins?fait={fait}{sante}")).into_response())
}

async fn constater(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let mut fautes = Vec::new();
    if !admise(&saisie.thematique) {
        fautes.push(("thematique", "Choisissez un thème dans la liste.".to_owned()));
    } else if store::deja_ouvert(&tx, &ouvert, &saisie.thematique).await? {
        let phrase = "Ce frein est déjà ouvert : notez plutôt une action dessus, plus haut dans la page.";
        fautes.push(("thematique", phrase.to_owned()));
    }
    let date = jour_passe(&saisie.date, etat.horloge.aujourdhui()).map_err(|e| fautes.push(("date", e)));
    match date {
        Ok(date) if fautes.is_empty() => {
            store::constater(&tx, &etat, &ouvert, &saisie.thematique, date).await?;
            tx.commit().await?;
            revenir(id, "constate", &[])
        }
        _ => corriger(&etat, cadre, (tx, ouvert), saisie, fautes).await,
    }
}

async fn agir(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, frein)): Path<(Uuid, Uuid)>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let (tx, ouvert, frein) = ouvrir(&etat, &accorde, id, frein).await?;
    let mut fautes = Vec::new();
    let date = jour_passe(&saisie.date, etat.horloge.aujourdhui()).map_err(|e| fautes.push(("date", e)));
    let texte = Texte::lire(&saisie.texte, ACTION_MAX).map_err(|e| fautes.push(("texte", e.to_string())));
    if texte.as_ref().is_ok_and(|t| t.is_empty()) {
        fautes.push(("texte", "Dites ce qui a été fait avant de l'enregistrer.".into()));
    }
    let resultat = Texte::lire(&saisie.resultat, ACTION_MAX).map_err(|e| fautes.push(("resultat", e.to_string())));
    match (date, texte, resultat) {
        (Ok(date), Ok(texte), Ok(resultat)) if fautes.is_empty() => {
            store::agir(&tx, &etat, &ouvert, &frein, date, &texte, resultat.clone().ecrit()).await?;
            tx.commit().await?;
            revenir(id, "action", &[&texte, &resultat])
        }
        _ => corriger(&etat, cadre, (tx, ouvert), Saisie { sur: Some(frein.id), ..saisie }, fautes).await,
    }
}

async fn conclure(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, frein, action)): Path<(Uuid, Uuid, Uuid)>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let (tx, ouvert, frein) = ouvrir(&etat, &accorde, id, frein).await?;
    let vide = "Dites ce que l'action a donné avant de l'enregistrer.";
    let lu = Texte::lire(&saisie.resultat, ACTION_MAX).map_err(|e| e.to_string());
    match lu.and_then(|t| t.exige(vide)) {
        Ok(resultat) => {
            if !store::conclure(&tx, &etat, &ouvert, &frein, action, &resultat).await? {
                return Err(Erreur::Introuvable);
            }
            tx.commit().await?;
            revenir(id, "resultat", &[&resultat])
        }
        Err(e) => {
            let saisie = Saisie { sur: Some(action), ..saisie };
            corriger(&etat, cadre, (tx, ouvert), saisie, vec![("resultat", e)]).await
        }
    }
}

async fn lever(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path((id, frein)): Path<(Uuid, Uuid)>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let (tx, ouvert, frein) = ouvrir(&etat, &accorde, id, frein).await?;
    if frein.leve_le.is_some() {
        return Err(Erreur::Demande("Ce frein est déjà levé. Revenez à la fiche pour voir où il en est.".into()));
    }
    match jour_de_levee(&saisie.date, frein.constate_le, etat.horloge.aujourdhui()) {
        Ok(le) => {
            store::lever(&tx, &etat, &ouvert, &frein, Some(le)).await?;
            tx.commit().await?;
            revenir(id, "leve", &[])
        }
        Err(e) => {
            let saisie = Saisie { sur: Some(frein.id), leve: true, ..saisie };
            corriger(&etat, cadre, (tx, ouvert), saisie, vec![("date", e)]).await
        }
    }
}

async fn rouvrir(State(etat): State<Etat>, accorde: Accorde, Path((id, frein)): Path<(Uuid, Uuid)>) -> Page {
    let (tx, ouvert, frein) = ouvrir(&etat, &accorde, id, frein).await?;
    if frein.leve_le.is_none() || store::deja_ouvert(&tx, &ouvert, &frein.thematique).await? {
        return Err(Erreur::Demande("Ce frein est déjà ouvert. Revenez à la fiche pour voir où il en est.".into()));
    }
    store::lever(&tx, &etat, &ouvert, &frein, None).await?;
    tx.commit().await?;
    revenir(id, "rouvert", &[])
}

/// An obstacle is only ever found through the file of the person it is about.
async fn ouvrir(etat: &Etat, accorde: &Accorde, id: Uuid, frein: Uuid) -> Result<(Tx, Dossier, Frein), Erreur> {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, etat, accorde, Id::from_uuid(id)).await?;
    let lu = store::lire(&tx, &ouvert, frein).await?.ok_or(Erreur::Introuvable)?;
    Ok((tx, ouvert, lu))
}
