//! From the cookie of a request to the actor who sends it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, OptionalFromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::habilitation::de_compte;
use super::secret::Secret;
use super::sessions::{self, EnCours, SessionLue};
use passerelle_socle::access::Acteur;
use passerelle_socle::db::{Promesse, Tx};
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{Encore, Erreur, Etat, Presence, Reconnue, lire_cookie, poser_cookie};

const NOM: &str = "passerelle";

pub(super) fn secret(entetes: &HeaderMap, https: bool) -> Option<Secret> {
    lire_cookie(entetes, NOM, https).map(Secret::presente)
}

/// The cookie that carries a session: until the browser closes, or for `jours` on one's own telephone.
/// Without a secret it takes it back.
pub(super) fn cookie(https: bool, secret: Option<&Secret>, duree: Option<Duration>) -> String {
    match secret {
        Some(secret) => poser_cookie(NOM, secret.en_clair(), https, duree),
        None => poser_cookie(NOM, "", https, Some(Duration::ZERO)),
    }
}

/// Tells every request who sends it.
pub async fn reconnaitre(State(etat): State<Etat>, mut requete: Request, suite: Next) -> Response {
    let acteur = match secret(requete.headers(), etat.https) {
        None => Acteur::Public,
        Some(secret) => match chercher(&etat, &secret).await {
            Ok(Some((acteur, session, presence))) => {
                requete.extensions_mut().insert(session);
                requete.extensions_mut().insert(presence);
                requete.extensions_mut().insert(Encore(Arc::new(Reconnu { acteur: acteur.clone(), secret })));
                acteur
            }
            Ok(None) => Acteur::Public,
            Err(e) => return e.into_response(),
        },
    };
    requete.extensions_mut().insert(acteur);
    suite.run(requete).await
}

/// Somebody recognised: who they were as the request arrived.
struct Reconnu {
    acteur: Acteur,
    secret: Secret,
}

impl Reconnue for Reconnu {
    fn encore<'a>(&'a self, tx: &'a Tx, maintenant: Instant) -> Promesse<'a, bool> {
        Box::pin(async move {
            let lue = sessions::relire(tx, maintenant, &self.secret).await?;
            Ok(lue.and_then(|s| s.compte.acteur()).as_ref() == Some(&self.acteur))
        })
    }
}

async fn chercher(etat: &Etat, secret: &Secret) -> Result<Option<(Acteur, SessionLue, Presence)>, Erreur> {
    let maintenant = etat.horloge.maintenant();
    let Some(lue) = sessions::lire(etat.base.lecture(), maintenant, secret).await? else { return Ok(None) };
    let Some(acteur) = lue.compte.acteur() else { return Ok(None) };
    if maintenant > lue.vue_le + Duration::from_mins(1) {
        let tx = etat.base.transaction().await?;
        sessions::revoir(&tx, maintenant, secret).await?;
        tx.commit().await?;
    }
    let seule = maintenant + Duration::from_millis(lue.inactivite.unsigned_abs());
    let fin = seule.min(lue.expire_le);
    let mut presence = Presence {
        fonction: lue.compte.fonction(),
        autres: vec![],
        fin,
        ferme: seule >= lue.expire_le,
        reste: (fin.millis() - maintenant.millis()) / 1_000,
    };
    if lue.roles > 1 {
        let siennes = de_compte(etat.base.lecture(), maintenant, lue.compte.id).await?;
        let autres = siennes.into_iter().filter(|h| h.habilitation != lue.compte.habilitation);
        presence.autres = autres.map(|h| (h.habilitation, h.fonction())).collect();
    }
    Ok(Some((acteur, lue, presence)))
}

impl FromRequestParts<Etat> for SessionLue {
    type Rejection = Erreur;
    async fn from_request_parts(parties: &mut Parts, _: &Etat) -> Result<Self, Erreur> {
        parties.extensions.get::<Self>().cloned().ok_or(Erreur::Introuvable)
    }
}

impl FromRequestParts<Etat> for EnCours {
    type Rejection = Erreur;
    async fn from_request_parts(parties: &mut Parts, etat: &Etat) -> Result<Self, Erreur> {
        let lu = match secret(&parties.headers, etat.https) {
            Some(secret) => sessions::en_cours(etat.base.lecture(), etat.horloge.maintenant(), &secret).await?,
            None => None,
        };
        lu.ok_or_else(|| {
            Erreur::Demande("Cette étape est terminée ou a expiré. Recommencez depuis « Se connecter ».".into())
        })
    }
}

impl OptionalFromRequestParts<Etat> for EnCours {
    type Rejection = Erreur;
    /// A page of a step asked for out of turn is not a fault: signing in begins again.
    async fn from_request_parts(parties: &mut Parts, etat: &Etat) -> Result<Option<Self>, Erreur> {
        match <Self as FromRequestParts<Etat>>::from_request_parts(parties, etat).await {
            Ok(en_cours) => Ok(Some(en_cours)),
            Err(Erreur::Demande(_)) => Ok(None),
            Err(autre) => Err(autre),
        }
    }
}
