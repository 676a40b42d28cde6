//! From whatever failed to a page that says what to do.

use std::time::{Duration, Instant};

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::affluence::REESSAYER;
use super::erreur::{Erreur, page};
use super::{Cadre, Dit, Etat};
use crate::access::{Acteur, Action, Objet};
use crate::journal::{self, Entree};

/// What somebody signed in tried and was refused: left on the response by the guard, for the journal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusee {
    pub action: Action,
    pub objet: Objet,
    pub id: Option<Uuid>,
    pub detail: Option<&'static str>,
}

impl Refusee {
    /// About nothing in particular.
    pub fn sur(action: Action, objet: Objet) -> Self {
        Self { action, objet, id: None, detail: None }
    }
}

/// Writes the line of a refusal, in a transaction of its own: nothing else was done.
async fn noter(etat: &Etat, acteur: Option<Acteur>, refusee: Refusee) -> Result<(), Erreur> {
    let Some(acteur) = acteur.filter(|a| a.compte().is_some()) else { return Ok(()) };
    let Refusee { action, objet, id, detail } = refusee;
    let detail = detail.map(str::to_owned);
    let entree = Entree { objet_id: id, detail, ..Entree::sur(action, objet).refusee() };
    let tx = etat.base.en_lisant().await?;
    journal::ecrire(&tx, etat.horloge.maintenant(), &acteur, entree);
    tx.commit().await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "web/pages/erreur.html")]
struct PageErreur {
    cadre: Cadre,
    titre: &'static str,
    phrase: String,
    conseils: Vec<&'static str>,
}

/// Turns bare failures into pages, and logs once what nobody expected. What was said of a gesture was said by the page:
/// it is not said again.
pub async fn habiller(State(etat): State<Etat>, requete: Request, suite: Next) -> Response {
    let debut = Instant::now();
    let dit = Dit::apporte(requete.headers(), etat.https).is_some();
    let (https, palier) = (etat.https, etat.reglages.palier);
    let mut reponse = habiller_sans_reprendre(etat, requete, suite).await;
    if dit && est_page(&reponse) && Dit::reprendre(&mut reponse, https).is_err() {
        tracing::error!("ce que dit un geste n'a pas été repris");
    }
    if reponse.status() == StatusCode::NOT_FOUND {
        tokio::time::sleep(reste(debut.elapsed(), palier)).await;
    }
    reponse
}

/// How long until the next multiple of `palier`.
fn reste(passe: Duration, palier: Duration) -> Duration {
    match palier.as_nanos() {
        0 => Duration::ZERO,
        n => Duration::from_nanos(u64::try_from(n - passe.as_nanos() % n).unwrap_or(0)),
    }
}

async fn habiller_sans_reprendre(etat: Etat, requete: Request, suite: Next) -> Response {
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
        None if statut == StatusCode::SERVICE_UNAVAILABLE => Erreur::Occupee,
        None if statut.is_server_error() => Erreur::Interne(format!("réponse {statut}")),
        None => return reponse,
    };
    if matches!(erreur, Erreur::Abimee(_)) {
        etat.base.signaler_abimee();
    }
    let statut = if statut == StatusCode::METHOD_NOT_ALLOWED { StatusCode::NOT_FOUND } else { statut };
    // What may not be seen and what never was are one page: nothing on it tells its address.
    let cadre = cadre.map(|c| Cadre { retour: String::new(), ..c });
    let Ok(cadre) = cadre;
    let mut habillee = match page(decrire(erreur, cadre, &adresse)) {
        Ok(r) => r,
        Err(_) => "Passerelle ne peut pas répondre pour l'instant.".into_response(),
    };
    *habillee.status_mut() = statut;
    if statut == StatusCode::SERVICE_UNAVAILABLE {
        habillee.headers_mut().insert(header::RETRY_AFTER, REESSAYER);
    }
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
        Erreur::PlusLa(phrase) => PageErreur {
            cadre,
            titre: "Cette page n'existe pas, ou elle n'existe plus",
            phrase: phrase.into(),
            conseils: vec!["Rien n'a été enregistré."],
        },
        Erreur::Demande(phrase) | Erreur::Assez { phrase, .. } => PageErreur {
            cadre,
            titre: "Cette demande n'a pas pu être suivie",
            phrase,
            conseils: vec!["Rien n'a été enregistré."],
        },
        Erreur::Occupee => PageErreur {
            cadre,
            titre: "Passerelle est très demandée",
            phrase: "Beaucoup de demandes arrivent en même temps ; la vôtre n'a pas été faite.".into(),
            conseils: vec!["Attendez quelques secondes, puis recommencez.", "Rien n'a été enregistré."],
        },
        Erreur::PlusTard(phrase) => {
            tracing::warn!(adresse, phrase, "réponse remise à plus tard");
            PageErreur {
                cadre,
                titre: "Passerelle ne peut pas répondre tout de suite",
                phrase: phrase.into(),
                conseils: vec!["Rien n'a été enregistré.", "Attendez quelques secondes, puis recommencez."],
            }
        }
        Erreur::Abimee(cause) => {
            tracing::error!(adresse, cause, "base abîmée");
            PageErreur {
                cadre,
                titre: "La base de Passerelle est abîmée",
                phrase: "Ce qui est relu sur le disque n'est pas ce qui y a été écrit.".into(),
                conseils: vec![
                    "N'enregistrez plus rien : ce serait peut-être perdu.",
                    "Prévenez tout de suite la personne qui administre Passerelle.",
                ],
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_found_is_answered_at_a_multiple_of_the_step() {
        let ms = Duration::from_millis;
        for (passe, attendu) in [(0, 5), (1, 4), (4, 1), (5, 5), (12, 3)] {
            assert_eq!(reste(ms(passe), ms(5)), ms(attendu), "{passe}");
        }
        assert_eq!(reste(ms(3), Duration::ZERO), Duration::ZERO);
    }
}
