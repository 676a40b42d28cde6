//! What a handler fails with, or returns.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use uuid::Uuid;

use crate::access::{AutrePreuve, Objet};
use crate::db::ErreurBase;

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
            ErreurBase::EnCours(_) | ErreurBase::DisquePlein => Self::dite(&e),
            ErreurBase::Occupee(cause) => {
                tracing::warn!(%cause, "la base n'a pas de place");
                Self::Occupee
            }
            autre => Self::Interne(autre.to_string()),
        }
    }
}

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
pub fn page(gabarit: impl Template) -> Page {
    let html = gabarit.render().map_err(|e| Erreur::Interne(format!("gabarit : {e}")))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
}

impl IntoResponse for Erreur {
    /// Without a body: [`habiller`](super::habiller) dresses it, since only it knows the reader.
    fn into_response(self) -> Response {
        let code = match self {
            Self::Introuvable | Self::Refuse { .. } => StatusCode::NOT_FOUND,
            Self::Demande(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Assez { .. } => StatusCode::TOO_MANY_REQUESTS,
            // Bare, like what the server refuses by itself: the sentence is the same.
            Self::Illisible(code) => return code.into_response(),
            Self::Occupee => StatusCode::SERVICE_UNAVAILABLE,
            Self::Interne(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut reponse = code.into_response();
        reponse.extensions_mut().insert(self);
        reponse
    }
}
