//! From the cookie of a request to the actor who sends it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::secret::Secret;
use super::store;
use crate::access::Acteur;
use crate::web::{Erreur, Etat};

/// Name of the cookie. The `__Host-` prefix, which browsers only accept over HTTPS, keeps a
/// neighbouring site from planting one.
pub(super) fn nom(https: bool) -> &'static str {
    if https { "__Host-passerelle" } else { "passerelle" }
}

pub(super) fn secret(entetes: &HeaderMap, https: bool) -> Option<Secret> {
    let cookies = entetes.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let paires = cookies.flat_map(|c| c.split(';')).filter_map(|p| p.trim().split_once('='));
    paires.into_iter().find(|(n, _)| *n == nom(https)).map(|(_, v)| Secret::presente(v))
}

/// The cookie that carries a session; an empty secret takes it back.
pub(super) fn cookie(https: bool, secret: Option<&Secret>) -> String {
    let (valeur, age) = secret.map_or(("", "; Max-Age=0"), |s| (s.en_clair(), ""));
    let sur = if https { "; Secure" } else { "" };
    format!("{}={valeur}; Path=/; HttpOnly; SameSite=Lax{sur}{age}", nom(https))
}

/// Tells every request who sends it.
pub async fn reconnaitre(State(etat): State<Etat>, mut requete: Request, suite: Next) -> Response {
    let acteur = match secret(requete.headers(), etat.https) {
        None => Acteur::Public,
        Some(secret) => match chercher(&etat, &secret).await {
            Ok(acteur) => acteur,
            Err(e) => return e.into_response(),
        },
    };
    requete.extensions_mut().insert(acteur);
    suite.run(requete).await
}

async fn chercher(etat: &Etat, secret: &Secret) -> Result<Acteur, Erreur> {
    let maintenant = etat.horloge.maintenant();
    let Some((compte, ancienne)) = store::session(etat.base.lecture(), maintenant, secret).await? else {
        return Ok(Acteur::Public);
    };
    if ancienne {
        let tx = etat.base.transaction().await?;
        store::revoir_session(&tx, maintenant, secret).await?;
        tx.commit().await?;
    }
    Ok(compte.acteur().unwrap_or(Acteur::Public))
}
