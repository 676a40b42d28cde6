//! Routes: who follows (`suivi`), opening a file (`partage`), asking for one (`demandes`), handing many over (`passation`).

mod demandes;
mod partage;
mod passation;
mod suivi;

use axum::extract::{Form, FromRequest, Request};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::{Date, lire_date};
use uuid::Uuid;

use crate::access::{Action, Objet};
use crate::web::{Erreur, Page, Site};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/jeunes/{id}/suivi", Action::Consulter, Objet::Accompagnements, suivi::page_suivi)
        .post("/jeunes/{id}/suivi/ajouter", Action::Partager, Objet::Partages, partage::ajouter)
        .post("/jeunes/{id}/suivi/confier", Action::Modifier, Objet::Accompagnements, suivi::confier)
        .post("/jeunes/{id}/suivi/clore", Action::Retirer, Objet::Accompagnements, suivi::clore)
        .post("/jeunes/{id}/referent", Action::Creer, Objet::Referents, suivi::nommer)
        .post("/jeunes/{id}/referent/passer", Action::Passer, Objet::Referents, suivi::passer)
        .get("/jeunes/{id}/partages/nouveau", Action::Partager, Objet::Partages, partage::nouveau)
        .post("/jeunes/{id}/partages", Action::Partager, Objet::Partages, partage::ouvrir)
        .post("/jeunes/{id}/partages/prolonger", Action::Partager, Objet::Partages, partage::prolonger)
        .post("/jeunes/{id}/partages/retirer", Action::Retirer, Objet::Partages, partage::retirer)
        .post("/jeunes/{id}/demandes/accorder", Action::Repondre, Objet::DemandesAcces, demandes::accorder)
        .post("/jeunes/{id}/demandes/refuser", Action::Repondre, Objet::DemandesAcces, demandes::refuser)
        .get("/demandes", Action::Lister, Objet::DemandesAcces, demandes::page_demandes)
        .post("/demandes", Action::Demander, Objet::DemandesAcces, demandes::demander)
        .post("/demandes/recherche", Action::Demander, Objet::DemandesAcces, demandes::rechercher)
        .get("/referents/passer", Action::Passer, Objet::Referents, passation::page_passation)
        .post("/referents/passer", Action::Passer, Objet::Referents, passation::passer)
        .post("/referents/passer/annuler", Action::Passer, Objet::Referents, passation::annuler)
}

/// What a form sent: read field by field, so that a missing one is a sentence and comes after the right to ask.
struct Champs(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Champs {
    type Rejection = Erreur;
    async fn from_request(requete: Request, etat: &S) -> Result<Self, Erreur> {
        let illisible =
            || Erreur::Demande("Le formulaire n'a pas été compris. Rechargez la page et recommencez.".into());
        let Form(paires) = Form::<Vec<(String, String)>>::from_request(requete, etat).await.map_err(|_| illisible())?;
        // PostgreSQL refuses NUL in a text; nobody types one.
        if paires.iter().any(|(_, v)| v.contains('\0')) {
            return Err(illisible());
        }
        Ok(Self(paires))
    }
}

impl Champs {
    fn lire(&self, cle: &str) -> &str {
        self.0.iter().find(|(c, _)| c == cle).map_or("", |(_, v)| v.trim())
    }
    fn tous<'a>(&'a self, cle: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(c, _)| c == cle).map(|(_, v)| v.trim())
    }
    fn jour(&self, cle: &str) -> Result<Date, String> {
        match self.lire(cle) {
            "" => Err("Choisissez un jour.".into()),
            texte => lire_date(texte).map_err(|e| format!("{e}.")),
        }
    }
    /// An identifier that a page of ours put in the form; nothing else is known by it.
    fn id(&self, cle: &str) -> Result<Uuid, Erreur> {
        self.lire(cle).parse().map_err(|_| Erreur::Demande("Choisissez dans la liste, puis recommencez.".into()))
    }
}

/// Back to a page after a change.
fn vers(adresse: &str) -> Page {
    Ok(Redirect::to(adresse).into_response())
}
