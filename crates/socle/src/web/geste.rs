//! A gesture: a form that was sent, and the one transaction in which what it asks is checked, done and told.
//!
//! Every route that receives a form takes one of these three, as far as it needs to be taken by the hand: an [`Arrivee`]
//! when something must be known before a byte is read, an [`Envoi`] when something slow comes before the transaction
//! (a password to hash, a draw to replay), a [`Geste`] otherwise. A gesture about somebody's file is a
//! `GesteDossier`, a storey above. What was begun ends in one way of four: [`Geste::conclure`] keeps it, sends the reader
//! back to where it began and says there what was done; [`Geste::mener`] is for what goes further by its nature (what was
//! made has a page of its own, what it was about is no more, the next of a queue waits); [`Geste::montrer`] keeps it and
//! shows what is shown once; [`Geste::corriger`] keeps nothing and gives the form back. Left without one, it leaves no trace.
//!
//! [`Envoi::ouvrir`] is where every such transaction begins, and [`Geste::garder`] where it ends. Gestures are played one
//! after the other (`db::tour`): what one reads inside its transaction stands until it is kept, and what was read before
//! is read again. Its form is kept with it, and has one effect (`cle`).

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};

use askama::Template;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Redirect, Response};
use passerelle_base::Date;

use super::cle;
use super::encore::Encore;
use super::retour::{chemin_de_retour, fin};
use super::{Cadre, Dit, Erreur, Etat, Page, Recu, Televersement, page_a_corriger};
use crate::access::{Accorde, Acteur};
use crate::db::Tx;
use crate::ident::Id;
use crate::journal::{self, Entree};
use crate::temps::Instant;

/// A form that arrives: who sends it and what they were granted are known, nothing of it is read.
#[derive(Debug)]
pub struct Arrivee {
    /// What every handler is given.
    pub etat: Etat,
    /// What the route was granted.
    pub accorde: Accorde,
    cadre: Cadre,
    encore: Option<Encore>,
    requete: Request,
}

impl FromRequest<Etat> for Arrivee {
    type Rejection = Erreur;
    async fn from_request(requete: Request, etat: &Etat) -> Result<Self, Erreur> {
        let (mut parties, corps) = requete.into_parts();
        let accorde = Accorde::from_request_parts(&mut parties, etat).await?;
        let Ok(cadre) = Cadre::from_request_parts(&mut parties, etat).await;
        let encore = parties.extensions.get::<Encore>().cloned();
        Ok(Self { etat: etat.clone(), accorde, cadre, encore, requete: Request::from_parts(parties, corps) })
    }
}

impl Arrivee {
    /// Whether a file may come with it: worth a question before it is read.
    pub fn apporte_un_fichier(&self) -> bool {
        self.requete.extensions().get::<Televersement>().is_some()
    }
    /// Reads the form.
    pub async fn recevoir(self) -> Result<Envoi, Erreur> {
        let recu = Recu::recevoir(self.requete).await?;
        Ok(Envoi::nouveau(self.etat, self.accorde, self.cadre, self.encore, recu))
    }
    /// Reads the form; its files, too large for the memory, go to the folder.
    pub async fn recevoir_dans(self, dossier: &Path) -> Result<(Envoi, Vec<PathBuf>), Erreur> {
        let (recu, chemins) = Recu::recevoir_dans(dossier, self.requete).await?;
        Ok((Envoi::nouveau(self.etat, self.accorde, self.cadre, self.encore, recu), chemins))
    }
}

/// A form that was sent, and nothing opened yet.
#[derive(Debug)]
pub struct Envoi {
    /// What every handler is given.
    pub etat: Etat,
    /// What the route was granted.
    pub accorde: Accorde,
    /// What was typed.
    pub recu: Recu,
    cadre: Cadre,
    /// Whether they still are who they were as the form arrived.
    encore: Option<Encore>,
    /// The key of the form, until a transaction keeps it.
    cle: Option<Id<cle::Cle>>,
}

impl FromRequest<Etat> for Envoi {
    type Rejection = Erreur;
    async fn from_request(requete: Request, etat: &Etat) -> Result<Self, Erreur> {
        Arrivee::from_request(requete, etat).await?.recevoir().await
    }
}

impl Envoi {
    fn nouveau(etat: Etat, accorde: Accorde, cadre: Cadre, encore: Option<Encore>, recu: Recu) -> Self {
        let cle = recu.brut(cle::CHAMP).parse().ok();
        Self { etat, accorde, recu, cadre, encore, cle }
    }
    /// The frame of a page; a form that comes back knows where it was to lead.
    pub fn cadre(&self) -> Cadre {
        Cadre { retour: chemin_de_retour(self.recu.lire("retour"), "").to_owned(), ..self.cadre.clone() }
    }
    /// Who sends it.
    pub fn acteur(&self) -> &Acteur {
        self.accorde.acteur()
    }
    /// Now.
    pub fn maintenant(&self) -> Instant {
        self.etat.horloge.maintenant()
    }
    /// Today, in Paris.
    pub fn jour(&self) -> Date {
        self.etat.horloge.aujourdhui()
    }
    /// Begins what it asks for, if whoever asks still may. The key of its form goes with it: kept together, or not at all.
    pub async fn ouvrir(mut self) -> Result<Geste, Erreur> {
        let tx = self.etat.base.transaction().await?;
        if let Some(encore) = &self.encore
            && !encore.0.encore(&tx, self.maintenant()).await?
        {
            return Err(Erreur::Introuvable);
        }
        let cle = self.cle.take();
        if let Some(cle) = cle
            && !cle::prendre(&tx, self.maintenant(), cle).await?
        {
            return Err(Erreur::Demande(cle::DEJA.into()));
        }
        Ok(Geste { tx, envoi: self, cle })
    }
    /// Takes the key of its form at once, for a work that goes on by itself.
    pub async fn une_fois(self) -> Result<Self, Erreur> {
        self.ouvrir().await?.garder().await
    }
    /// Sends the reader back to where the form began, or else there, and says there what was done.
    pub fn revenir(&self, defaut: &str, dit: impl Into<Dit>) -> Page {
        self.vers(&fin(self.recu.lire("retour"), defaut), &dit.into())
    }
    /// Sends the reader there, wherever the form began, and says there what was done.
    pub fn mener(&self, adresse: &str, dit: impl Into<Dit>) -> Page {
        self.vers(adresse, &dit.into())
    }
    fn vers(&self, adresse: &str, dit: &Dit) -> Page {
        let mut reponse = Redirect::to(adresse).into_response();
        dit.confier(&mut reponse, self.etat.https)?;
        Ok(reponse)
    }
}

/// A gesture that has begun.
#[derive(Debug)]
pub struct Geste {
    envoi: Envoi,
    tx: Tx,
    /// The key that it keeps if it is kept.
    cle: Option<Id<cle::Cle>>,
}

impl Deref for Geste {
    type Target = Envoi;
    fn deref(&self) -> &Envoi {
        &self.envoi
    }
}

impl DerefMut for Geste {
    fn deref_mut(&mut self) -> &mut Envoi {
        &mut self.envoi
    }
}

impl FromRequest<Etat> for Geste {
    type Rejection = Erreur;
    async fn from_request(requete: Request, etat: &Etat) -> Result<Self, Erreur> {
        Envoi::from_request(requete, etat).await?.ouvrir().await
    }
}

impl Geste {
    /// The transaction in which it is done.
    pub fn tx(&self) -> &Tx {
        &self.tx
    }
    /// Whether a correction was made on what stands: its form says what it was shown, in a word that its page makes of
    /// what it shows. A form that says nothing was not shown anything.
    pub fn vise(&self, version: &str) -> bool {
        let dite = self.recu.brut("version");
        dite.is_empty() || dite == version
    }
    /// Tells the journal, in the same transaction.
    pub fn noter(&self, entree: Entree) {
        journal::ecrire(&self.tx, self.maintenant(), self.acteur(), entree);
    }
    /// Keeps what was done, sends the reader back to where the form says it began, or else there, and says there what was
    /// done.
    pub async fn conclure(self, defaut: impl AsRef<str>, dit: impl Into<Dit>) -> Page {
        let dit = dit.into();
        let envoi = self.garder().await?;
        envoi.revenir(defaut.as_ref(), dit)
    }
    /// Keeps what was done and goes on there: the page of what was made, what is left of what is no more, the next of a
    /// queue.
    pub async fn mener(self, adresse: impl AsRef<str>, dit: impl Into<Dit>) -> Page {
        let dit = dit.into();
        let envoi = self.garder().await?;
        envoi.mener(adresse.as_ref(), dit)
    }
    /// Keeps what was done and answers with what is shown only once: a link, recovery codes.
    pub async fn montrer(self, reponse: Response) -> Page {
        self.garder().await?;
        Ok(reponse)
    }
    /// Keeps what was done, for a page that goes on with what it gave.
    pub async fn garder(self) -> Result<Envoi, Erreur> {
        self.tx.commit().await?;
        Ok(self.envoi)
    }
    /// Keeps nothing: the form comes back with what was typed and what is wrong with it.
    pub fn corriger(self, modele: impl Template) -> Page {
        page_a_corriger(modele)
    }
    /// Keeps nothing, for a page that opens the base by itself.
    pub async fn abandonner(self) -> Result<Envoi, Erreur> {
        self.tx.rollback().await?;
        Ok(Envoi { cle: self.cle, ..self.envoi })
    }
}
