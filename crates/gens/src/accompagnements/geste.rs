//! A gesture on one young person's file: the form, the transaction and the proof that the file is open, together.

use std::ops::{Deref, DerefMut};

use askama::Template;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::{IntoResponse, Response};
use passerelle_socle::ident::Id;
use serde::Deserialize;

use super::identite::{Qui, qui};
use super::ouverture::{Dossier, dossier};
use passerelle_socle::access::Jeune;
use passerelle_socle::web::{Arrivee, Dit, Envoi, Erreur, Etat, Geste, Page};

/// What is to be read again, where the health of somebody may have been written.
const SANTE: &str = "Ce texte semble parler de santé. La santé ne se partage pas ici : si c'est le cas, retirez-le ou \
                     réécrivez-le sans elle.";

/// A gesture on the file that its address names, `/jeunes/{id}/…`. Every such gesture begins here, in
/// [`GesteDossier::sur`].
#[derive(Debug)]
pub struct GesteDossier {
    geste: Geste,
    dossier: Dossier,
}

impl Deref for GesteDossier {
    type Target = Geste;
    fn deref(&self) -> &Geste {
        &self.geste
    }
}

impl DerefMut for GesteDossier {
    fn deref_mut(&mut self) -> &mut Geste {
        &mut self.geste
    }
}

/// The part of the address that names the person.
#[derive(Deserialize)]
struct Nomme {
    id: Id<Jeune>,
}

impl FromRequest<Etat> for GesteDossier {
    type Rejection = Response;
    async fn from_request(requete: Request, etat: &Etat) -> Result<Self, Response> {
        let (mut parties, corps) = requete.into_parts();
        let nomme = Path::<Nomme>::from_request_parts(&mut parties, etat).await;
        let Path(Nomme { id }) = nomme.map_err(IntoResponse::into_response)?;
        Self::recu(Request::from_parts(parties, corps), etat, id).await.map_err(IntoResponse::into_response)
    }
}

impl GesteDossier {
    async fn recu(requete: Request, etat: &Etat, jeune: Id<Jeune>) -> Result<Self, Erreur> {
        let arrivee = Arrivee::from_request(requete, etat).await?;
        if arrivee.apporte_un_fichier() {
            // Whoever may not write is told so before a byte is read.
            dossier(etat.base.lecture(), etat, &arrivee.accorde, jeune).await?;
        }
        Self::sur(arrivee.recevoir().await?.ouvrir().await?, jeune).await
    }

    /// Turns a gesture into one on somebody's file.
    pub async fn sur(geste: Geste, jeune: Id<Jeune>) -> Result<Self, Erreur> {
        let dossier = dossier(geste.tx(), &geste.etat, &geste.accorde, jeune).await?;
        Ok(Self { geste, dossier })
    }

    /// The file, open.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }
    /// Whose file.
    pub fn jeune(&self) -> Id<Jeune> {
        self.dossier.jeune()
    }
    /// Their name, for the page of a form that comes back.
    pub async fn qui(&self) -> Result<Qui, Erreur> {
        qui(self.tx(), &self.dossier).await
    }

    /// See [`Geste::conclure`].
    pub async fn conclure(self, defaut: impl AsRef<str>, dit: impl Into<Dit>) -> Page {
        self.geste.conclure(defaut, dit).await
    }
    /// See [`Geste::mener`].
    pub async fn mener(self, adresse: impl AsRef<str>, dit: impl Into<Dit>) -> Page {
        self.geste.mener(adresse, dit).await
    }
    /// The same, when what was written may have to be warned about: a text that seems to speak of health.
    pub async fn conclure_en_prevenant(self, defaut: &str, dit: Dit, sante: bool) -> Page {
        let dit = if sante { dit.attention(SANTE) } else { dit };
        self.geste.conclure(defaut, dit).await
    }
    /// See [`Geste::montrer`].
    pub async fn montrer(self, reponse: Response) -> Page {
        self.geste.montrer(reponse).await
    }
    /// See [`Geste::corriger`].
    pub fn corriger(self, modele: impl Template) -> Page {
        self.geste.corriger(modele)
    }
    /// See [`Geste::garder`].
    pub async fn garder(self) -> Result<Envoi, Erreur> {
        self.geste.garder().await
    }
    /// See [`Geste::abandonner`].
    pub async fn abandonner(self) -> Result<Envoi, Erreur> {
        self.geste.abandonner().await
    }
}
