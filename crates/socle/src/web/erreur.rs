//! What a handler fails with, or returns.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use uuid::Uuid;

use super::cle;
use crate::access::{AutrePreuve, Objet};
use crate::db::{Contrainte, ErreurBase};

/// What a handler can fail with.
#[derive(Clone, Debug)]
pub enum Erreur {
    /// Does not exist, or not for this reader: the two are never told apart.
    Introuvable,
    /// Not for this reader, or not there at all: whoever looked for it by its identifier does not tell the two apart, and
    /// answers both by this path. The journal alone is told.
    Refuse {
        /// What was asked for.
        objet: Objet,
        /// Which one.
        id: Uuid,
    },
    /// No longer there, as what never was and what is not this reader's: the sentence says what to do.
    PlusLa(&'static str),
    /// Asked too often what says whether something out of sight exists (`hors_vue`): the sentence says until when to wait.
    Assez {
        /// What was asked about.
        objet: Objet,
        /// What the journal calls the question.
        detail: &'static str,
        /// What the reader is told.
        phrase: String,
    },
    /// What was sent cannot be understood; the sentence says what to change.
    Demande(String),
    /// What was sent could not be read at all: too long for the route, or no form. The status says which.
    Illisible(StatusCode),
    /// Others hold what it needs: the same, asked again in a while, passes.
    Occupee,
    /// Not now, and nothing was kept: the same request will pass in a while. The sentence says what stands in the way.
    PlusTard(&'static str),
    /// What the disk gives back is not what was written.
    Abimee(String),
    /// Not the reader's fault.
    Interne(String),
}

/// Words as a sentence of the page: the first letter in capital, and a full stop.
pub fn phrase(mots: &impl std::fmt::Display) -> String {
    let texte = mots.to_string();
    let mut lettres = texte.chars();
    let debut = lettres.next().map(|l| l.to_uppercase().to_string()).unwrap_or_default();
    format!("{debut}{}.", lettres.as_str())
}

impl Erreur {
    /// What a capability refuses, as a sentence of the page.
    pub fn dite(erreur: &impl std::fmt::Display) -> Self {
        Self::Demande(phrase(erreur))
    }
}

impl From<ErreurBase> for Erreur {
    fn from(e: ErreurBase) -> Self {
        match e {
            ErreurBase::EnCours(_) => Self::dite(&e),
            ErreurBase::DisquePlein => Self::PlusTard(DISQUE_PLEIN),
            ErreurBase::Occupee(cause) | ErreurBase::Conflit(cause) => {
                tracing::warn!(%cause, "la base n'a pas de place");
                Self::Occupee
            }
            ErreurBase::Perdue(cause) => {
                tracing::error!(%cause, "la base ne répond pas");
                Self::PlusTard(PERDUE)
            }
            // What a rule would have said, had the base not said it first.
            ErreurBase::Contrainte(Contrainte::Unique, _) => Self::Demande(DEJA.into()),
            ErreurBase::Contrainte(Contrainte::Lien, _) => Self::Demande(CHANGE.into()),
            ErreurBase::Texte(refus) => Self::Demande(refus.to_string()),
            ErreurBase::Abimee(_) => Self::Abimee(e.to_string()),
            autre => Self::Interne(autre.to_string()),
        }
    }
}

const DISQUE_PLEIN: &str = "Le disque du serveur est plein. Prévenez la personne qui administre Passerelle.";
const PERDUE: &str = "La base de données ne répond pas.";
const DEJA: &str = "Ce que vous enregistrez existe déjà, ou vient d'être enregistré par quelqu'un d'autre. \
                    Rechargez la page pour voir ce qu'il en est.";
const CHANGE: &str =
    "Ce dont il s'agit a changé depuis que la page a été affichée. Rechargez-la, puis recommencez si besoin.";

impl From<sea_orm::DbErr> for Erreur {
    fn from(e: sea_orm::DbErr) -> Self {
        ErreurBase::from(e).into()
    }
}

impl From<AutrePreuve> for Erreur {
    fn from(e: AutrePreuve) -> Self {
        ErreurBase::from(e).into()
    }
}

impl From<anyhow::Error> for Erreur {
    fn from(e: anyhow::Error) -> Self {
        match e.downcast::<ErreurBase>() {
            Ok(base) => base.into(),
            Err(e) => Self::Interne(format!("{e:#}")),
        }
    }
}

/// What a handler returns.
pub type Page = Result<Response, Erreur>;

/// Renders a page.
pub fn page(modele: impl Template) -> Page {
    let mut html = modele.render().map_err(|e| Erreur::Interne(format!("modèle de page : {e}")))?;
    cle::poser(&mut html);
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
}

impl IntoResponse for Erreur {
    /// Without a body: [`habiller`](super::habiller) dresses it, since only it knows the reader.
    fn into_response(self) -> Response {
        let code = match self {
            Self::Introuvable | Self::Refuse { .. } | Self::PlusLa(_) => StatusCode::NOT_FOUND,
            Self::Demande(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Assez { .. } => StatusCode::TOO_MANY_REQUESTS,
            // Bare, like what the server refuses by itself: the sentence is the same.
            Self::Illisible(code) => return code.into_response(),
            Self::Occupee | Self::PlusTard(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Abimee(_) | Self::Interne(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut reponse = code.into_response();
        reponse.extensions_mut().insert(self);
        reponse
    }
}
