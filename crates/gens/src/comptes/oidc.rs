//! Signing in through an OpenID Connect provider (ProConnect and its like), when one is chosen.
//!
//! Somebody is known there by the issuer and the subject, never by a mail address: the first time, the
//! identity is attached to the account of an invitation opened in the same browser, or of somebody who
//! is signed in. PKCE, state and nonce tie the answer to the browser that asked: all three come from the secret of
//! its cookie (`depart`), so that whoever only asks leaves no row here and sends no request to the provider
//! (`fournisseur`). An answer that was right is noted, and serves once.

use anyhow::{Context, bail};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient};
use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
};
use sea_orm::FromQueryResult;

use super::appareils;
use super::depart::Depart;
use super::entree::{Moyen, ouvrir, poser, suite};
use super::formulaire::Visite;
use super::fournisseur;
use super::habilitation::de_compte;
use super::model::{BUDGET_FOURNISSEUR, Etape};
use super::reconnaissance::secret;
use super::rules::duree_en_mots;
use super::secret::Secret;
use super::sessions::{self, SessionLue};
use super::store;
use super::tentatives::{self, cible};
use passerelle_socle::access::{Action, Compte, Objet};
use passerelle_socle::db;
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Erreur, Etat, Fournisseur, Page, Parametres, chemin_de_retour};

fn retour(etat: &Etat) -> anyhow::Result<RedirectUrl> {
    Ok(RedirectUrl::new(format!("{}/connexion/oidc/retour", etat.reglages.url))?)
}

/// A failure there is nobody's fault here: the reader is told what to do, the cause is logged.
fn empeche(f: &Fournisseur, cause: &anyhow::Error) -> Erreur {
    if fournisseur::Manque::complet(cause) {
        return Erreur::Occupee;
    }
    tracing::warn!(emetteur = %f.emetteur, cause = format!("{cause:#}"), "connexion par le fournisseur impossible");
    Erreur::Demande(format!(
        "{} n'a pas confirmé qui vous êtes. Recommencez, ou connectez-vous avec votre mot de passe.",
        f.nom
    ))
}

pub(super) async fn partir(State(etat): State<Etat>, entetes: HeaderMap, p: Parametres) -> Page {
    let f = etat.reglages.oidc.clone().ok_or(Erreur::Introuvable)?;
    let rattache = a_rattacher(&etat, &entetes).await?.is_some();
    let depart = Depart::tirer(etat.horloge.maintenant(), rattache, chemin_de_retour(p.lire("retour"), ""));
    let adresse = demander(&etat, &f, &depart).await.map_err(|e| empeche(&f, &e))?;
    let mut reponse = Redirect::to(&adresse).into_response();
    poser(&mut reponse, &depart.cookie(etat.https));
    Ok(reponse)
}

/// Whose account an identity is attached to: an invitation just opened, or somebody signed in.
async fn a_rattacher(etat: &Etat, entetes: &HeaderMap) -> Result<Option<Id<Compte>>, Erreur> {
    let Some(s) = secret(entetes, etat.https) else { return Ok(None) };
    let (base, maintenant) = (etat.base.lecture(), etat.horloge.maintenant());
    let ouverte = sessions::lire(base, maintenant, &s).await?.map(|l: SessionLue| l.compte.id);
    let invite = sessions::en_cours(base, maintenant, &s).await?;
    Ok(ouverte.or(invite.filter(|e| Etape::lire(&e.etape) == Some(Etape::MotDePasse)).map(|e| e.compte_id)))
}

async fn demander(etat: &Etat, f: &Fournisseur, depart: &Depart) -> anyhow::Result<String> {
    let client = CoreClient::from_provider_metadata(
        fournisseur::decouvrir(f).await?,
        ClientId::new(f.client.clone()),
        Some(ClientSecret::new(f.secret.clone())),
    )
    .set_redirect_uri(retour(etat)?);
    let (csrf, nonce) = (depart.etat(), depart.nonce());
    let mut demande = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(csrf), || Nonce::new(nonce))
        .add_scope(Scope::new("openid".into()))
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            depart.verificateur(),
        )));
    if let Some(acr) = &f.acr {
        demande = demande.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
    }
    Ok(demande.url().0.to_string())
}

#[derive(FromQueryResult)]
struct Identite {
    compte_id: Id<Compte>,
}

pub(super) async fn revenir(State(etat): State<Etat>, visite: Visite, entetes: HeaderMap, p: Parametres) -> Page {
    let f = etat.reglages.oidc.clone().ok_or(Erreur::Introuvable)?;
    let maintenant = etat.horloge.maintenant();
    let perdue =
        || Erreur::Demande("Cette connexion a expiré ou a déjà servi. Recommencez depuis « Se connecter ».".into());
    let depart = Depart::lire(&entetes, etat.https).filter(|d| d.vaut(maintenant)).ok_or_else(perdue)?;
    if Secret::presente(p.lire("state")).empreinte() != Secret::presente(&depart.etat()).empreinte() {
        return Err(perdue());
    }
    let sql = "SELECT count(*) FROM demandes_oidc WHERE empreinte = $1";
    if db::compter(etat.base.lecture(), sql, [depart.empreinte().into()]).await? > 0 {
        return Err(perdue());
    }
    compter(&etat, &visite).await?;
    let rattache = if depart.rattache { a_rattacher(&etat, &entetes).await? } else { None };
    let code = p.lire("code").to_owned();
    let sujet = echanger(&etat, &f, code, &depart).await.map_err(|e| empeche(&f, &e))?;
    let tx = etat.base.transaction().await?;
    let sql = "SELECT compte_id FROM identites WHERE emetteur = $1 AND sujet = $2";
    let valeurs = [f.emetteur.as_str().into(), sujet.as_str().into()];
    let connue: Option<Identite> = db::ligne(&tx, sql, valeurs).await?;
    let compte = match (connue, rattache) {
        (Some(connue), _) => connue.compte_id,
        (None, Some(compte)) => {
            let sql = "INSERT INTO identites (emetteur, sujet, compte_id, depuis) VALUES ($1, $2, $3, $4)";
            let valeurs = [f.emetteur.as_str().into(), sujet.into(), compte.into(), maintenant.into()];
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
    // An answer serves once: only those that were right are kept, until they are too old to come back.
    db::executer(&tx, "DELETE FROM demandes_oidc WHERE expire_le <= $1", [maintenant.into()]).await?;
    let sql = "INSERT INTO demandes_oidc (empreinte, compte_id, expire_le) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let valeurs = [depart.empreinte().into(), compte.into(), depart.fin().into()];
    if db::executer(&tx, sql, valeurs).await? == 0 {
        return Err(perdue());
    }
    let siennes = de_compte(&tx, maintenant, compte).await?;
    if rattache == Some(compte)
        && let Some(acteur) = siennes.iter().find_map(|h| h.acteur())
    {
        let entree = Entree::sur(Action::Creer, Objet::MonCompte).detail("identité rattachée");
        journal::ecrire(&tx, maintenant, &acteur, entree);
    }
    if let Some(secret) = secret(&entetes, etat.https) {
        sessions::oublier(&tx, &secret).await?;
    }
    // A level that was asked for and given is a second factor; without one, ours is.
    let (par, retour) = ("fournisseur d'identité", depart.retour.as_str());
    let reponse = match f.acr {
        Some(_) => {
            ouvrir(&etat, &tx, &siennes, &Moyen { fort: true, rester: false, appareil: true, par }, &visite, retour)
                .await?
        }
        None => suite(&etat, &tx, &fiche, &visite, retour, par).await?,
    };
    tx.commit().await?;
    Ok(reponse)
}

/// Each answer asks the provider something: a browser that nobody knows brings so many, and no more.
async fn compter(etat: &Etat, visite: &Visite) -> Result<(), Erreur> {
    let maintenant = etat.horloge.maintenant();
    if appareils::connus_de_quelqu_un(etat.base.lecture(), maintenant, &visite.appareils).await? {
        return Ok(());
    }
    let tries = [cible(&BUDGET_FOURNISSEUR, "fournisseur, adresse", &visite.adresse)];
    tentatives::prendre(&etat.base, maintenant, &tries).await?.map_err(|attente| {
        let attente = duree_en_mots(attente.as_millis() as i64);
        Erreur::Demande(format!(
            "Beaucoup de connexions viennent de votre réseau. Attendez {attente}, ou connectez-vous avec votre mot de passe."
        ))
    })
}

/// Exchanges the code, checks the token that comes back, and gives the subject it names.
async fn echanger(etat: &Etat, f: &Fournisseur, code: String, depart: &Depart) -> anyhow::Result<String> {
    let client = CoreClient::from_provider_metadata(
        fournisseur::decouvrir(f).await?,
        ClientId::new(f.client.clone()),
        Some(ClientSecret::new(f.secret.clone())),
    )
    .set_redirect_uri(retour(etat)?);
    let jetons = client
        .exchange_code(AuthorizationCode::new(code))?
        .set_pkce_verifier(PkceCodeVerifier::new(depart.verificateur()))
        .request_async(&fournisseur::appeler)
        .await
        .context("le code n'est pas échangé")?;
    let jeton = jetons.id_token().context("il n'y a pas de jeton d'identité")?;
    let verificateur = client.id_token_verifier();
    // Signature, issuer, audience, expiry and nonce.
    let dit = match jeton.claims(&verificateur, &Nonce::new(depart.nonce())) {
        Ok(dit) => dit,
        Err(e) => {
            // Its keys may have changed since it told them.
            fournisseur::oublier(f).await;
            return Err(e.into());
        }
    };
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
