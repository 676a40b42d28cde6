//! Routes of notes.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::{Id, date_courte, lire_date};
use serde::Deserialize;
use uuid::Uuid;

use super::model::Niveau;
use super::rules::TEXTE_MAX;
use super::store;
use crate::accompagnements::{Dossier, Qui, dossier, qui};
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Site, page, page_a_corriger};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/notes/nouvelle", Action::Creer, Objet::Notes, nouvelle)
        .post("/jeunes/{id}/notes", Action::Creer, Objet::Notes, ecrire)
        .post("/jeunes/{id}/notes/{note}/retirer", Action::Retirer, Objet::Notes, retirer)
        .post("/jeunes/{id}/notes/{note}/remettre", Action::Modifier, Objet::Notes, remettre)
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Saisie {
    niveau: String,
    date: String,
    texte: String,
}

#[derive(Template)]
#[template(path = "notes/pages/note.html")]
struct PageNote {
    cadre: Cadre,
    qui: Qui,
    saisie: Saisie,
    max: usize,
    fautes: Fautes,
}

async fn nouvelle(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let conn = etat.base.lecture();
    let ouvert = dossier(conn, &etat, &accorde, Id::from_uuid(id)).await?;
    let qui = qui(conn, &ouvert).await?;
    let saisie = Saisie {
        niveau: Niveau::Structure.code().into(),
        date: etat.horloge.aujourdhui().to_string(),
        texte: String::new(),
    };
    let cadre = qui.fil(cadre, "Écrire une note");
    page(PageNote { cadre, qui, saisie, max: TEXTE_MAX, fautes: Fautes::default() })
}

async fn ecrire(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(id): Path<Uuid>,
    Form(saisie): Form<Saisie>,
) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert = dossier(&tx, &etat, &accorde, Id::from_uuid(id)).await?;
    let mut fautes = Vec::new();
    let niveau = Niveau::lire(&saisie.niveau);
    if niveau.is_none() {
        fautes.push(("niveau", "Choisissez qui lira cette note.".to_owned()));
    }
    let date = lire_date(&saisie.date).map_err(|e| e.to_string()).and_then(|d| {
        let jour = etat.horloge.aujourdhui();
        let futur = format!("Une note parle de ce qui a eu lieu : choisissez un jour jusqu'au {}.", date_courte(jour));
        if d > jour { Err(futur) } else { Ok(d) }
    });
    let date = date.map_err(|e| fautes.push(("date", e))).ok();
    let texte = Texte::lire(&saisie.texte, TEXTE_MAX).map_err(|e| e.to_string());
    let texte = texte.and_then(|t| t.exige("Écrivez la note avant de l'enregistrer."));
    let texte = texte.map_err(|e| fautes.push(("texte", e))).ok();
    let (Some(niveau), Some(date), Some(texte)) = (niveau, date, texte) else {
        let qui = qui(&tx, &ouvert).await?;
        let cadre = qui.fil(cadre, "Écrire une note");
        return page_a_corriger(PageNote { cadre, qui, saisie, max: TEXTE_MAX, fautes: fautes.into() });
    };
    let note = store::ecrire(&tx, &etat, &ouvert, niveau, date, &texte).await?;
    tx.commit().await?;
    let sante = if texte.parle_de_sante() { "&sante=oui" } else { "" };
    Ok(Redirect::to(&format!("/jeunes/{id}?fait=note&sur={note}{sante}")).into_response())
}

async fn retirer(State(etat): State<Etat>, accorde: Accorde, Path((id, note)): Path<(Uuid, Uuid)>) -> Page {
    basculer(&etat, &accorde, id, note, true).await
}

async fn remettre(State(etat): State<Etat>, accorde: Accorde, Path((id, note)): Path<(Uuid, Uuid)>) -> Page {
    basculer(&etat, &accorde, id, note, false).await
}

async fn basculer(etat: &Etat, accorde: &Accorde, id: Uuid, note: Uuid, retirer: bool) -> Page {
    let tx = etat.base.transaction().await?;
    let ouvert: Dossier = dossier(&tx, etat, accorde, Id::from_uuid(id)).await?;
    if !store::retirer(&tx, etat, &ouvert, note, retirer).await? {
        return Err(Erreur::Introuvable);
    }
    tx.commit().await?;
    let fait = if retirer { "note_retiree" } else { "note_remise" };
    Ok(Redirect::to(&format!("/jeunes/{id}?fait={fait}&sur={note}")).into_response())
}
