//! Signing in through an OpenID Connect provider (ProConnect and its like), when one is chosen.
//!
//! Somebody is known there by the issuer and the subject, never by a mail address: the first time, the
//! identity is attached to the account of an invitation opened in the same browser, or of somebody who
//! is signed in. PKCE, state and nonce tie the answer to the browser that asked.

use anyhow::{Context, anyhow, bail};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse,
};
use sea_orm::FromQueryResult;
use std::sync::OnceLock;
use std::time::Duration;
use uuid::Uuid;

use super::entree::{Moyen, ouvrir, poser, suite};
use super::formulaire::Visite;
use super::habilitation::de_compte;
use super::model::{DUREE_CODE, Etape};
use super::reconnaissance::secret;
use super::secret::Secret;
use super::sessions::{self, SessionLue};
use super::store;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Erreur, Etat, Fournisseur, Page, Parametres};

fn nom(https: bool) -> &'static str {
    if https { "__Host-passerelle-oidc" } else { "passerelle-oidc" }
}

/// Asks the provider: no redirection is followed, and it has ten seconds.
async fn appeler(requete: HttpRequest) -> Result<HttpResponse, std::io::Error> {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    let client = match CLIENT.get() {
        Some(client) => client,
        None => {
            super::preparer_tls();
            let monte = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(10))
                .build()
                .map_err(std::io::Error::other)?;
            CLIENT.get_or_init(|| monte)
        }
    };
    let requete = reqwest::Request::try_from(requete).map_err(std::io::Error::other)?;
    let reponse = client.execute(requete).await.map_err(std::io::Error::other)?;
    let (statut, entetes) = (reponse.status(), reponse.headers().clone());
    let mut rendue = HttpResponse::new(reponse.bytes().await.map_err(std::io::Error::other)?.to_vec());
    *rendue.status_mut() = statut;
    *rendue.headers_mut() = entetes;
    Ok(rendue)
}

/// What the provider says of itself. Over the open network, only with HTTPS.
async fn decouvrir(f: &Fournisseur) -> anyhow::Result<CoreProviderMetadata> {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|l| f.emetteur.starts_with(l));
    if !f.emetteur.starts_with("https://") && !local {
        bail!("le fournisseur doit être joint en https");
    }
    let emetteur = IssuerUrl::new(f.emetteur.clone())?;
    CoreProviderMetadata::discover_async(emetteur, &appeler).await.context("le fournisseur ne répond pas")
}

fn retour(etat: &Etat) -> anyhow::Result<RedirectUrl> {
    Ok(RedirectUrl::new(format!("{}/connexion/oidc/retour", etat.reglages.url))?)
}

/// A failure there is nobody's fault here: the reader is told what to do, the cause is logged.
fn empeche(f: &Fournisseur, cause: &anyhow::Error) -> Erreur {
    tracing::warn!(emetteur = %f.emetteur, cause = format!("{cause:#}"), "connexion par le fournisseur impossible");
    Erreur::Demande(format!(
        "{} n'a pas confirmé qui vous êtes. Recommencez, ou connectez-vous avec votre mot de passe.",
        f.nom
    ))
}

pub(super) async fn partir(State(etat): State<Etat>, entetes: HeaderMap, p: Parametres) -> Page {
    let f = etat.reglages.oidc.clone().ok_or(Erreur::Introuvable)?;
    let maintenant = etat.horloge.maintenant();
    // Whose account it will be attached to: an invitation just opened, or somebody signed in.
    let compte = match secret(&entetes, etat.https) {
        None => None,
        Some(s) => {
            let base = etat.base.lecture();
            let ouverte = sessions::lire(base, maintenant, &s).await?.map(|l: SessionLue| l.compte.id);
            let invite = sessions::en_cours(base, maintenant, &s).await?;
            ouverte.or(invite.filter(|e| Etape::lire(&e.etape) == Some(Etape::MotDePasse)).map(|e| e.compte_id))
        }
    };
    let (adresse, csrf, nonce, verificateur) = demander(&etat, &f).await.map_err(|e| empeche(&f, &e))?;
    let navigateur = Secret::tirer(&mut rand::rng());
    let tx = etat.base.transaction().await?;
    db::executer(&tx, "DELETE FROM demandes_oidc WHERE expire_le <= $1", [maintenant.millis().into()]).await?;
    let sql = "INSERT INTO demandes_oidc (empreinte, etat, nonce, verificateur, compte_id, retour, expire_le) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let valeurs = [
        navigateur.empreinte().into(),
        csrf.secret().as_str().into(),
        nonce.secret().as_str().into(),
        verificateur.secret().as_str().into(),
        compte.into(),
        passerelle_socle::web::chemin_de_retour(p.lire("retour"), "").into(),
        (maintenant.millis() + DUREE_CODE.as_millis() as i64).into(),
    ];
    db::executer(&tx, sql, valeurs).await?;
    tx.commit().await?;
    let mut reponse = Redirect::to(&adresse).into_response();
    let sur = if etat.https { "; Secure" } else { "" };
    let (nom, valeur, duree) = (nom(etat.https), navigateur.en_clair(), DUREE_CODE.as_secs());
    poser(&mut reponse, &format!("{nom}={valeur}; Path=/; HttpOnly; SameSite=Lax{sur}; Max-Age={duree}"));
    Ok(reponse)
}

async fn demander(etat: &Etat, f: &Fournisseur) -> anyhow::Result<(String, CsrfToken, Nonce, PkceCodeVerifier)> {
    let client = CoreClient::from_provider_metadata(
        decouvrir(f).await?,
        ClientId::new(f.client.clone()),
        Some(ClientSecret::new(f.secret.clone())),
    )
    .set_redirect_uri(retour(etat)?);
    let (defi, verificateur) = PkceCodeChallenge::new_random_sha256();
    let mut demande = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scope(Scope::new("openid".into()))
        .set_pkce_challenge(defi);
    if let Some(acr) = &f.acr {
        demande = demande.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
    }
    let (adresse, csrf, nonce) = demande.url();
    Ok((adresse.to_string(), csrf, nonce, verificateur))
}

#[derive(FromQueryResult)]
struct Demande {
    etat: String,
    nonce: String,
    verificateur: String,
    compte_id: Option<Uuid>,
    retour: String,
}

#[derive(FromQueryResult)]
struct Identite {
    compte_id: Uuid,
}

pub(super) async fn revenir(State(etat): State<Etat>, visite: Visite, entetes: HeaderMap, p: Parametres) -> Page {
    let f = etat.reglages.oidc.clone().ok_or(Erreur::Introuvable)?;
    let maintenant = etat.horloge.maintenant();
    let perdue =
        || Erreur::Demande("Cette connexion a expiré ou a déjà servi. Recommencez depuis « Se connecter ».".into());
    let cookies = entetes.get_all("cookie").iter().filter_map(|v| v.to_str().ok()).flat_map(|c| c.split(';'));
    let mut paires = cookies.filter_map(|p| p.trim().split_once('='));
    let navigateur =
        paires.find(|(n, _)| *n == nom(etat.https)).map(|(_, v)| Secret::presente(v)).ok_or_else(perdue)?;
    // Taken and gone: an answer serves once.
    let tx = etat.base.transaction().await?;
    let sql = "SELECT etat, nonce, verificateur, compte_id, retour FROM demandes_oidc WHERE empreinte = $1 AND expire_le > $2";
    let valeurs = [navigateur.empreinte().into(), maintenant.millis().into()];
    let demande: Option<Demande> = db::ligne(&tx, sql, valeurs).await?;
    let sql = "DELETE FROM demandes_oidc WHERE empreinte = $1";
    let prise = db::executer(&tx, sql, [navigateur.empreinte().into()]).await?;
    tx.commit().await?;
    let demande = demande.filter(|_| prise > 0).ok_or_else(perdue)?;
    if Secret::presente(p.lire("state")).empreinte() != Secret::presente(&demande.etat).empreinte() {
        return Err(perdue());
    }
    let code = p.lire("code").to_owned();
    let sujet = echanger(&etat, &f, code, &demande).await.map_err(|e| empeche(&f, &e))?;
    let tx = etat.base.transaction().await?;
    let sql = "SELECT compte_id FROM identites WHERE emetteur = $1 AND sujet = $2";
    let valeurs = [f.emetteur.as_str().into(), sujet.as_str().into()];
    let connue: Option<Identite> = db::ligne(&tx, sql, valeurs).await?;
    let compte = match (connue, demande.compte_id) {
        (Some(connue), _) => connue.compte_id,
        (None, Some(compte)) => {
            let sql = "INSERT INTO identites (emetteur, sujet, compte_id, depuis) VALUES ($1, $2, $3, $4)";
            let valeurs = [f.emetteur.as_str().into(), sujet.into(), compte.into(), maintenant.millis().into()];
            db::executer(&tx, sql, valeurs).await?;
            compte
        }
        (None, None) => {
            return Err(Erreur::Demande(format!(
                "Votre identité {} n'est rattachée à aucun compte. Ouvrez d'abord votre lien d'invitation dans ce navigateur, puis choisissez « Me connecter plutôt avec {} ».",
                f.nom, f.nom
            )));
        }
    };
    let fiche = store::par_id(&tx, compte).await?.filter(|c| c.desactive_le.is_none()).ok_or_else(|| {
        Erreur::Demande("Ce compte est désactivé. Adressez-vous à la personne responsable de votre structure.".into())
    })?;
    let siennes = de_compte(&tx, maintenant, compte).await?;
    if demande.compte_id == Some(compte)
        && let Some(acteur) = siennes.iter().find_map(|h| h.acteur())
    {
        let entree = Entree::sur(Action::Creer, Objet::MonCompte).detail("identité rattachée");
        journal::ecrire(&tx, maintenant, &acteur, entree);
    }
    if let Some(secret) = secret(&entetes, etat.https) {
        sessions::oublier(&tx, &secret).await?;
    }
    // A level that was asked for and given is a second factor; without one, ours is.
    let (par, vers) = ("fournisseur d'identité", (&visite, demande.retour.as_str()));
    let reponse = match f.acr {
        Some(_) => ouvrir(&etat, &tx, &siennes, &Moyen { fort: true, rester: false, par }, vers).await?,
        None => suite(&etat, &tx, &fiche, vers, par).await?,
    };
    tx.commit().await?;
    Ok(reponse)
}

/// Exchanges the code, checks the token that comes back, and gives the subject it names.
async fn echanger(etat: &Etat, f: &Fournisseur, code: String, demande: &Demande) -> anyhow::Result<String> {
    let client = CoreClient::from_provider_metadata(
        decouvrir(f).await?,
        ClientId::new(f.client.clone()),
        Some(ClientSecret::new(f.secret.clone())),
    )
    .set_redirect_uri(retour(etat)?);
    let jetons = client
        .exchange_code(AuthorizationCode::new(code))?
        .set_pkce_verifier(PkceCodeVerifier::new(demande.verificateur.clone()))
        .request_async(&appeler)
        .await
        .map_err(|e| anyhow!("le code n'est pas échangé : {e}"))?;
    let jeton = jetons.id_token().context("il n'y a pas de jeton d'identité")?;
    let verificateur = client.id_token_verifier();
    // Signature, issuer, audience, expiry and nonce.
    let dit = jeton.claims(&verificateur, &Nonce::new(demande.nonce.clone()))?;
    if let Some(attendu) = dit.access_token_hash() {
        let obtenu = AccessTokenHash::from_token(
            jetons.access_token(),
            jeton.signing_alg()?,
            jeton.signing_key(&verificateur)?,
        )?;
        if obtenu != *attendu {
            bail!("le jeton d'accès n'est pas celui du jeton d'identité");
        }
    }
    if let Some(acr) = &f.acr
        && dit.auth_context_ref().map(|a| a.as_str()) != Some(acr)
    {
        bail!("le niveau d'authentification demandé ({acr}) n'est pas celui obtenu");
    }
    Ok(dit.subject().to_string())
}
