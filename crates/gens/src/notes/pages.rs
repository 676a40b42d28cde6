//! Routes of notes.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{date_courte, lire_date};
use passerelle_socle::ident::Id;

use super::model::Niveau;
use super::rules::TEXTE_MAX;
use super::store;
use super::store::Note;
use crate::accompagnements::{GesteDossier, Qui, lire_dossier, qui};
use passerelle_socle::access::{Accorde, Action, Jeune, Objet};
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Dit, Erreur, Etat, Fautes, Page, Site, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .formulaire("/jeunes/{id}/notes/nouvelle", Action::Creer, Objet::Notes, nouvelle)
        .post("/jeunes/{id}/notes", Action::Creer, Objet::Notes, ecrire)
        .post("/jeunes/{id}/notes/{note}/retirer", Action::Retirer, Objet::Notes, retirer)
        .post("/jeunes/{id}/notes/{note}/remettre", Action::Modifier, Objet::Notes, remettre)
}

/// What was typed.
#[derive(Clone, Debug, Default)]
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

impl PageNote {
    fn nouvelle(cadre: Cadre, qui: Qui, saisie: Saisie, fautes: Fautes) -> Self {
        Self { cadre: qui.fil(cadre, "Écrire une note"), qui, saisie, max: TEXTE_MAX, fautes }
    }
}

async fn nouvelle(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Id<Jeune>>) -> Page {
    let (tx, ouvert) = lire_dossier(&etat, &accorde, id).await?;
    let qui = qui(&tx, &ouvert).await?;
    tx.commit().await?;
    let saisie = Saisie {
        niveau: Niveau::Structure.code().into(),
        date: etat.horloge.aujourdhui().to_string(),
        texte: String::new(),
    };
    page(PageNote::nouvelle(cadre, qui, saisie, Fautes::default()))
}

async fn ecrire(g: GesteDossier) -> Page {
    let mut fautes = Fautes::default();
    let niveau = Niveau::lire(g.recu.brut("niveau")).ok_or("Choisissez qui lira cette note.");
    let niveau = fautes.garder("niveau", niveau);
    let date = lire_date(g.recu.brut("date")).map_err(|e| e.to_string()).and_then(|d| {
        let jour = g.jour();
        let futur = format!("Une note parle de ce qui a eu lieu : choisissez un jour jusqu'au {}.", date_courte(jour));
        if d > jour { Err(futur) } else { Ok(d) }
    });
    let date = fautes.garder("date", date);
    let texte = Texte::lire(g.recu.brut("texte"), TEXTE_MAX).map_err(|e| e.to_string());
    let texte = texte.and_then(|t| t.exige("Écrivez la note avant de l'enregistrer."));
    let texte = fautes.garder("texte", texte);
    let (Some(niveau), Some(date), Some(texte)) = (niveau, date, texte) else {
        let brut = |cle| g.recu.brut(cle).to_owned();
        let saisie = Saisie { niveau: brut("niveau"), date: brut("date"), texte: brut("texte") };
        let page = PageNote::nouvelle(g.cadre(), g.qui().await?, saisie, fautes);
        return g.corriger(page);
    };
    let note = store::ecrire(g.tx(), &g.etat, g.dossier(), niveau, date, &texte).await?;
    let fiche = format!("/jeunes/{}", g.jeune());
    let dit = Dit::nouveau("Note enregistrée.").defaire("Retirer cette note", format!("{fiche}/notes/{note}/retirer"));
    g.conclure_en_prevenant(&fiche, dit, texte.parle_de_sante()).await
}

async fn retirer(Path((_, note)): Path<(Id<Jeune>, Id<Note>)>, g: GesteDossier) -> Page {
    basculer(g, note, true).await
}

async fn remettre(Path((_, note)): Path<(Id<Jeune>, Id<Note>)>, g: GesteDossier) -> Page {
    basculer(g, note, false).await
}

async fn basculer(g: GesteDossier, note: Id<Note>, retirer: bool) -> Page {
    if !store::retirer(g.tx(), &g.etat, g.dossier(), note, retirer).await? {
        return Err(Erreur::Introuvable);
    }
    let fiche = format!("/jeunes/{}", g.jeune());
    let dit = match retirer {
        true => Dit::nouveau("Note retirée : personne ne la lit plus.")
            .defaire("La remettre", format!("{fiche}/notes/{note}/remettre")),
        false => "Note remise.".into(),
    };
    g.conclure(fiche, dit).await
}
