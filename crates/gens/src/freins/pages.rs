//! Routes of obstacles: one page, where each is acted upon.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use passerelle_socle::ident::Id;
use uuid::Uuid;

use super::model::{admise, choix, libelle};
use super::rules::{ACTION_MAX, jour_de_levee, jour_passe};
use super::store::{self, ActionMenee, Frein};
use crate::accompagnements::{Dossier, GesteDossier, Qui, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Parametres, Site, page};

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
#[derive(Clone, Debug, Default)]
struct Saisie {
    thematique: String,
    date: String,
    texte: String,
    resultat: String,
    /// The obstacle or the action whose form it is; none for a new obstacle.
    sur: Option<Uuid>,
    /// Whether it is the form that lifts.
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

async fn montrer(tx: &Tx, jour: Date, cadre: Cadre, ouvert: &Dossier) -> Result<PageFreins, Erreur> {
    let qui = qui(tx, ouvert).await?;
    Ok(PageFreins {
        cadre: qui.fil(cadre, "Freins"),
        qui,
        freins: store::du_jeune(tx, ouvert).await?,
        peut: ouvert.peut(Action::Creer, Objet::Freins),
        choix: choix(),
        aujourdhui: jour,
        dit: None,
        sante: false,
        saisie: Saisie::default(),
        max: ACTION_MAX,
        fautes: Fautes::default(),
    })
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>, p: Parametres) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, Id::from_uuid(id)).await?;
    let montree = montrer(&tx, etat.horloge.aujourdhui(), cadre, &ouvert).await?;
    tx.commit().await?;
    let dit = match p.lire("fait") {
        "constate" => Some("Frein noté."),
        "action" => Some("Action notée."),
        "resultat" => Some("Résultat noté."),
        "leve" => Some("Frein levé. Il reste dans la liste, avec ce qui a été fait ; « Rouvrir » le remet."),
        "rouvert" => Some("Frein rouvert."),
        _ => None,
    };
    page(PageFreins { dit, sante: !p.lire("sante").is_empty(), ..montree })
}

/// The page again, with what was typed in the form of `sur` and what is wrong with it. Nothing was written.
async fn corriger(g: GesteDossier, (sur, leve): (Option<Uuid>, bool), fautes: Fautes) -> Page {
    let montree = montrer(g.tx(), g.jour(), g.cadre(), g.dossier()).await?;
    let brut = |cle| g.recu.brut(cle).to_owned();
    let (thematique, date) = (brut("thematique"), brut("date"));
    let saisie = Saisie { thematique, date, texte: brut("texte"), resultat: brut("resultat"), sur, leve };
    g.corriger(PageFreins { saisie, fautes, ..montree })
}

async fn revenir(g: GesteDossier, fait: &str, textes: &[&Texte]) -> Page {
    let freins = format!("/jeunes/{}/freins?fait={fait}", g.jeune());
    g.conclure_en_prevenant(&freins, textes.iter().any(|t| t.parle_de_sante())).await
}

async fn constater(g: GesteDossier) -> Page {
    let mut fautes = Fautes::default();
    let thematique = g.recu.brut("thematique");
    if !admise(thematique) {
        fautes.dire("thematique", "Choisissez un thème dans la liste.");
    } else if store::deja_ouvert(g.tx(), g.dossier(), thematique).await? {
        let phrase = "Ce frein est déjà ouvert : notez plutôt une action dessus, plus haut dans la page.";
        fautes.dire("thematique", phrase);
    }
    match fautes.garder("date", jour_passe(g.recu.brut("date"), g.jour())) {
        Some(date) if fautes.aucune() => {
            store::constater(g.tx(), &g.etat, g.dossier(), thematique, date).await?;
            revenir(g, "constate", &[]).await
        }
        _ => corriger(g, (None, false), fautes).await,
    }
}

async fn agir(Path((_, frein)): Path<(Uuid, Uuid)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    let mut fautes = Fautes::default();
    let date = fautes.garder("date", jour_passe(g.recu.brut("date"), g.jour()));
    let texte = Texte::lire(g.recu.brut("texte"), ACTION_MAX).map_err(|e| e.to_string());
    let texte = texte.and_then(|t| t.exige("Dites ce qui a été fait avant de l'enregistrer."));
    let texte = fautes.garder("texte", texte);
    let resultat = fautes.garder("resultat", Texte::lire(g.recu.brut("resultat"), ACTION_MAX));
    let (Some(date), Some(texte), Some(resultat)) = (date, texte, resultat) else {
        return corriger(g, (Some(frein.id), false), fautes).await;
    };
    store::agir(g.tx(), &g.etat, g.dossier(), &frein, date, &texte, resultat.clone().ecrit()).await?;
    revenir(g, "action", &[&texte, &resultat]).await
}

async fn conclure(Path((_, frein, action)): Path<(Uuid, Uuid, Uuid)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    let lu = Texte::lire(g.recu.brut("resultat"), ACTION_MAX).map_err(|e| e.to_string());
    let lu = lu.and_then(|t| t.exige("Dites ce que l'action a donné avant de l'enregistrer."));
    let mut fautes = Fautes::default();
    let Some(resultat) = fautes.garder("resultat", lu) else {
        return corriger(g, (Some(action), false), fautes).await;
    };
    if !store::conclure(g.tx(), &g.etat, g.dossier(), &frein, action, &resultat).await? {
        return Err(Erreur::Introuvable);
    }
    revenir(g, "resultat", &[&resultat]).await
}

async fn lever(Path((_, frein)): Path<(Uuid, Uuid)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    if frein.leve_le.is_some() {
        return Err(Erreur::Demande("Ce frein est déjà levé. Revenez à la fiche pour voir où il en est.".into()));
    }
    let mut fautes = Fautes::default();
    let jour = jour_de_levee(g.recu.brut("date"), frein.constate_le, g.jour());
    let Some(le) = fautes.garder("date", jour) else {
        return corriger(g, (Some(frein.id), true), fautes).await;
    };
    store::lever(g.tx(), &g.etat, g.dossier(), &frein, Some(le)).await?;
    revenir(g, "leve", &[]).await
}

async fn rouvrir(Path((_, frein)): Path<(Uuid, Uuid)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    if frein.leve_le.is_none() || store::deja_ouvert(g.tx(), g.dossier(), &frein.thematique).await? {
        return Err(Erreur::Demande("Ce frein est déjà ouvert. Revenez à la fiche pour voir où il en est.".into()));
    }
    store::lever(g.tx(), &g.etat, g.dossier(), &frein, None).await?;
    revenir(g, "rouvert", &[]).await
}

/// An obstacle is only ever found through the file of the person it is about.
async fn trouver(g: &GesteDossier, frein: Uuid) -> Result<Frein, Erreur> {
    store::lire(g.tx(), g.dossier(), frein).await?.ok_or(Erreur::Introuvable)
}
