//! From whatever fails to a page that says what to do.

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use uuid::Uuid;

use super::{Cadre, Etat};
use crate::access::{Acteur, Action, AutrePreuve, Objet};
use crate::db::ErreurBase;
use crate::journal::{self, Entree};

/// What a handler can fail with.
#[derive(Clone, Debug)]
pub enum Erreur {
    /// Does not exist, or not for this reader: the two are never told apart.
    Introuvable,
    /// Exists, and is not for this reader, who is answered as if it did not. The journal alone is told.
    Refuse {
        /// What was asked for.
        objet: Objet,
        /// Which one.
        id: Uuid,
    },
    /// What was sent cannot be understood; the sentence says what to change.
    Demande(String),
    /// What was sent could not be read at all: too long for the route, or no form. The status says which.
    Illisible(StatusCode),
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

/// What somebody signed in tried and was refused: left on the response by the guard, for the journal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusee {
    pub action: Action,
    pub objet: Objet,
    pub id: Option<Uuid>,
}

/// Writes the line of a refusal, in a transaction of its own: nothing else was done.
async fn noter(etat: &Etat, acteur: Option<Acteur>, refusee: Refusee) -> Result<(), Erreur> {
    let Some(acteur) = acteur.filter(|a| a.compte().is_some()) else { return Ok(()) };
    let entree = Entree { objet_id: refusee.id, ..Entree::sur(refusee.action, refusee.objet).refusee() };
    let tx = etat.base.transaction().await?;
    journal::ecrire(&tx, etat.horloge.maintenant(), &acteur, entree);
    tx.commit().await?;
    Ok(())
}

/// What a handler returns.
pub type Page = Result<Response, Erreur>;

/// Renders a page.
pub fn page(gabarit: impl Template) -> Page {
    let html = gabarit.render().map_err(|e| Erreur::Interne(format!("gabarit : {e}")))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
}

impl IntoResponse for Erreur {
    /// Without a body: [`habiller`] dresses it, since only it knows the reader.
    fn into_response(self) -> Response {
        let code = match self {
            Self::Introuvable | Self::Refuse { .. } => StatusCode::NOT_FOUND,
            Self::Demande(_) => StatusCode::UNPROCESSABLE_ENTITY,
            // Bare, like what the server refuses by itself: the sentence is the same.
            Self::Illisible(code) => return code.into_response(),
            Self::Interne(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut reponse = code.into_response();
        reponse.extensions_mut().insert(self);
        reponse
    }
}

#[derive(Template)]
#[template(path = "web/pages/erreur.html")]
struct PageErreur {
    cadre: Cadre,
    titre: &'static str,
    phrase: String,
    conseils: Vec<&'static str>,
}

/// Turns bare failures into pages, and logs once what nobody expected.
pub async fn habiller(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    let (mut parties, corps) = requete.into_parts();
    let cadre = Cadre::from_request_parts(&mut parties, &etat).await;
    let adresse = parties.uri.path().to_owned();
    let acteur = parties.extensions.get::<Acteur>().cloned();
    let mut reponse = suite.run(Request::from_parts(parties, corps)).await;
    if let Some(refusee) = reponse.extensions().get::<Refusee>()
        && let Err(e) = noter(&etat, acteur, *refusee).await
    {
        reponse = e.into_response();
    }
    let statut = reponse.status();
    let erreur = match reponse.extensions().get::<Erreur>() {
        Some(e) => e.clone(),
        // A form to mend is a page already.
        None if est_page(&reponse) => return reponse,
        None if statut == StatusCode::NOT_FOUND || statut == StatusCode::METHOD_NOT_ALLOWED => Erreur::Introuvable,
        None if statut == StatusCode::FORBIDDEN => Erreur::Demande(
            "Cette demande vient d'un autre site ; elle n'a pas été exécutée. Rechargez la page, puis recommencez."
                .into(),
        ),
        None if statut == StatusCode::PAYLOAD_TOO_LARGE => {
            Erreur::Demande("L'envoi est trop gros : coupez le fichier en plusieurs.".into())
        }
        None if statut.is_client_error() => Erreur::Demande(
            "L'adresse ou le formulaire n'a pas été compris. Revenez à la page précédente et recommencez.".into(),
        ),
        None if statut.is_server_error() => Erreur::Interne(format!("réponse {statut}")),
        None => return reponse,
    };
    let statut = if statut == StatusCode::METHOD_NOT_ALLOWED { StatusCode::NOT_FOUND } else { statut };
    let Ok(cadre) = cadre;
    let mut habillee = match page(decrire(erreur, cadre, &adresse)) {
        Ok(r) => r,
        Err(_) => "Passerelle ne peut pas répondre pour l'instant.".into_response(),
    };
    *habillee.status_mut() = statut;
    habillee
}

fn est_page(reponse: &Response) -> bool {
    reponse.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"))
}

fn decrire(erreur: Erreur, cadre: Cadre, adresse: &str) -> PageErreur {
    match erreur {
        Erreur::Introuvable | Erreur::Refuse { .. } | Erreur::Illisible(_) => PageErreur {
            cadre,
            titre: "Cette page n'existe pas, ou elle ne vous est pas ouverte",
            phrase: "L'adresse a peut-être changé.".into(),
            conseils: vec!["Vérifiez l'adresse si vous l'avez tapée.", "Repartez du menu ou de la liste."],
        },
        Erreur::Demande(phrase) => PageErreur {
            cadre,
            titre: "Cette demande n'a pas pu être suivie",
            phrase,
            conseils: vec!["Rien n'a été enregistré."],
        },
        Erreur::Interne(cause) => {
            tracing::error!(adresse, cause, "réponse impossible");
            PageErreur {
                cadre,
                titre: "Passerelle n'a pas pu répondre",
                phrase: "L'erreur est de notre côté ; elle est notée.".into(),
                conseils: vec![
                    "Réessayez dans un instant.",
                    "Si cela continue, prévenez la personne qui administre Passerelle.",
                ],
            }
        }
    }
}
