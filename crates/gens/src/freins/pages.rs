//! Routes of obstacles: one page, where each is acted upon.

use std::borrow::Borrow;

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Date, date_longue};
use passerelle_socle::ident::Id;

use super::model::{admise, choix, libelle};
use super::rules::{ACTION_MAX, jour_de_levee, jour_passe};
use super::store::{self, ActionMenee, Frein};
use crate::accompagnements::{Dossier, GesteDossier, Qui, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::db::Tx;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Dit, Erreur, Etat, Fautes, Page, Site, page};

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

/// The form that a reader sent, of the several that the page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sur {
    #[default]
    Nouveau,
    Agir(Id<Frein>),
    Lever(Id<Frein>),
    Conclure(Id<ActionMenee>),
}

/// What was typed, in whichever form of the page.
#[derive(Clone, Debug, Default)]
struct Saisie {
    thematique: String,
    date: String,
    texte: String,
    resultat: String,
    sur: Sur,
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
    saisie: Saisie,
    max: usize,
    fautes: Fautes,
}

impl PageFreins {
    fn revient(&self, sur: Sur) -> bool {
        self.saisie.sur == sur && !self.fautes.aucune()
    }
    /// Whether the form that tells what was done about this obstacle came back.
    fn action_revient(&self, frein: &Id<Frein>) -> bool {
        self.revient(Sur::Agir(*frein))
    }
    fn levee_revient(&self, frein: &Id<Frein>) -> bool {
        self.revient(Sur::Lever(*frein))
    }
    fn resultat_revient(&self, action: &Id<ActionMenee>) -> bool {
        self.revient(Sur::Conclure(*action))
    }
    fn nouveau_revient(&self) -> bool {
        self.revient(Sur::Nouveau)
    }
    /// The day that a form shows: what was typed, in the one that came back; or else what is proposed.
    fn jour(&self, revient: impl Borrow<bool>) -> String {
        if *revient.borrow() { self.saisie.date.clone() } else { self.aujourdhui.to_string() }
    }
    fn theme(&self, code: &str) -> String {
        libelle(code)
    }
    fn le(&self, date: &Date) -> String {
        date_longue(*date)
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
        saisie: Saisie::default(),
        max: ACTION_MAX,
        fautes: Fautes::default(),
    })
}

async fn liste(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let montree = montrer(&tx, etat.horloge.aujourdhui(), cadre, &ouvert).await?;
    tx.commit().await?;
    page(montree)
}

/// The page again, with what was typed in the form of `sur` and what is wrong with it. Nothing was written.
async fn corriger(g: GesteDossier, sur: Sur, fautes: Fautes) -> Page {
    let montree = montrer(g.tx(), g.jour(), g.cadre(), g.dossier()).await?;
    let brut = |cle| g.recu.brut(cle).to_owned();
    let (thematique, date) = (brut("thematique"), brut("date"));
    let saisie = Saisie { thematique, date, texte: brut("texte"), resultat: brut("resultat"), sur };
    g.corriger(PageFreins { saisie, fautes, ..montree })
}

async fn revenir(g: GesteDossier, dit: Dit, textes: &[&Texte]) -> Page {
    let freins = format!("/jeunes/{}/freins", g.jeune());
    g.conclure_en_prevenant(&freins, dit, textes.iter().any(|t| t.parle_de_sante())).await
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
            revenir(g, "Frein noté.".into(), &[]).await
        }
        _ => corriger(g, Sur::Nouveau, fautes).await,
    }
}

async fn agir(Path((_, frein)): Path<(Id<Jeune>, Id<Frein>)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    let mut fautes = Fautes::default();
    let date = fautes.garder("date", jour_passe(g.recu.brut("date"), g.jour()));
    let texte = Texte::lire(g.recu.brut("texte"), ACTION_MAX).map_err(|e| e.to_string());
    let texte = texte.and_then(|t| t.exige("Dites ce qui a été fait avant de l'enregistrer."));
    let texte = fautes.garder("texte", texte);
    let resultat = fautes.garder("resultat", Texte::lire(g.recu.brut("resultat"), ACTION_MAX));
    let (Some(date), Some(texte), Some(resultat)) = (date, texte, resultat) else {
        return corriger(g, Sur::Agir(frein.id), fautes).await;
    };
    store::agir(g.tx(), &g.etat, g.dossier(), &frein, date, &texte, resultat.clone().ecrit()).await?;
    revenir(g, "Action notée.".into(), &[&texte, &resultat]).await
}

async fn conclure(Path((_, frein, action)): Path<(Id<Jeune>, Id<Frein>, Id<ActionMenee>)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    let lu = Texte::lire(g.recu.brut("resultat"), ACTION_MAX).map_err(|e| e.to_string());
    let lu = lu.and_then(|t| t.exige("Dites ce que l'action a donné avant de l'enregistrer."));
    let mut fautes = Fautes::default();
    let Some(resultat) = fautes.garder("resultat", lu) else {
        return corriger(g, Sur::Conclure(action), fautes).await;
    };
    if !store::conclure(g.tx(), &g.etat, g.dossier(), &frein, action, &resultat).await?.ok_or(Erreur::Introuvable)? {
        let phrase = "Le résultat de cette action est déjà noté : rechargez la page pour le lire.";
        return Err(Erreur::Demande(phrase.into()));
    }
    revenir(g, "Résultat noté.".into(), &[&resultat]).await
}

async fn lever(Path((_, frein)): Path<(Id<Jeune>, Id<Frein>)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    if frein.leve_le.is_some() {
        return Err(Erreur::Demande("Ce frein est déjà levé. Revenez à la fiche pour voir où il en est.".into()));
    }
    let mut fautes = Fautes::default();
    let jour = jour_de_levee(g.recu.brut("date"), frein.constate_le, g.jour());
    let Some(le) = fautes.garder("date", jour) else {
        return corriger(g, Sur::Lever(frein.id), fautes).await;
    };
    store::lever(g.tx(), &g.etat, g.dossier(), &frein, Some(le)).await?;
    let rouvrir = format!("/jeunes/{}/freins/{}/rouvrir", g.jeune(), frein.id);
    let dit =
        Dit::nouveau("Frein levé. Il reste dans la liste, avec ce qui a été fait.").defaire("Le rouvrir", rouvrir);
    revenir(g, dit, &[]).await
}

async fn rouvrir(Path((_, frein)): Path<(Id<Jeune>, Id<Frein>)>, g: GesteDossier) -> Page {
    let frein = trouver(&g, frein).await?;
    if frein.leve_le.is_none() || store::deja_ouvert(g.tx(), g.dossier(), &frein.thematique).await? {
        return Err(Erreur::Demande("Ce frein est déjà ouvert. Revenez à la fiche pour voir où il en est.".into()));
    }
    store::lever(g.tx(), &g.etat, g.dossier(), &frein, None).await?;
    revenir(g, "Frein rouvert.".into(), &[]).await
}

/// An obstacle is only ever found through the file of the person it is about.
async fn trouver(g: &GesteDossier, frein: Id<Frein>) -> Result<Frein, Erreur> {
    store::lire(g.tx(), g.dossier(), frein).await?.ok_or(Erreur::Introuvable)
}
