//! What is asked of an outside provider: few requests at once, each bounded in time and in size, and what it says of
//! itself kept a while.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use openidconnect::core::CoreProviderMetadata;
use openidconnect::{HttpRequest, HttpResponse, IssuerUrl};
use tokio::sync::{Mutex, Semaphore};

use passerelle_socle::web::Fournisseur;

/// From the first byte asked to the last received.
const DELAI: Duration = Duration::from_secs(10);
/// What it says of itself, its keys or a token: some kilobytes.
const OCTETS_MAX: usize = 256 << 10;
/// Requests under way at once; the next ones wait a little, then are told to come back.
static PLACES: Semaphore = Semaphore::const_new(4);
const PATIENCE: Duration = Duration::from_secs(5);
/// What it said of itself serves this long; that it did not answer, this long.
const GARDE: (Duration, Duration) = (Duration::from_secs(600), Duration::from_secs(10));

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(super) enum Manque {
    /// Too many sign-ins are under way.
    #[error("trop de connexions sont en cours")]
    Complet,
    /// It says more than it has to.
    #[error("le fournisseur répond plus de {OCTETS_MAX} octets")]
    TropLong,
    /// The network.
    #[error(transparent)]
    Reseau(#[from] reqwest::Error),
}

impl Manque {
    /// Whether this is why.
    pub(super) fn complet(cause: &anyhow::Error) -> bool {
        cause.chain().any(|c| matches!(c.downcast_ref(), Some(Self::Complet)))
    }
}

/// Asks the provider: no redirection is followed.
pub(super) async fn appeler(requete: HttpRequest) -> Result<HttpResponse, Manque> {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    let client = match CLIENT.get() {
        Some(client) => client,
        None => {
            super::preparer_tls();
            let sans_detour = reqwest::redirect::Policy::none();
            let monte = reqwest::Client::builder().redirect(sans_detour).timeout(DELAI).build()?;
            CLIENT.get_or_init(|| monte)
        }
    };
    let place = tokio::time::timeout(PATIENCE, PLACES.acquire()).await;
    let Ok(Ok(_place)) = place else { return Err(Manque::Complet) };
    let requete = reqwest::Request::try_from(requete)?;
    let mut reponse = client.execute(requete).await?;
    let (statut, entetes) = (reponse.status(), reponse.headers().clone());
    let mut corps = Vec::new();
    while let Some(morceau) = reponse.chunk().await? {
        if corps.len() + morceau.len() > OCTETS_MAX {
            return Err(Manque::TropLong);
        }
        corps.extend_from_slice(&morceau);
    }
    let mut rendue = HttpResponse::new(corps);
    *rendue.status_mut() = statut;
    *rendue.headers_mut() = entetes;
    Ok(rendue)
}

/// What was said, by whom, when; nothing said is a failure.
struct Dit {
    emetteur: String,
    quand: Instant,
    quoi: Option<CoreProviderMetadata>,
}

static DIT: Mutex<Vec<Dit>> = Mutex::const_new(Vec::new());

/// What the provider says of itself. Over the open network, only with HTTPS. Those who ask at once wait for one answer.
pub(super) async fn decouvrir(f: &Fournisseur) -> anyhow::Result<CoreProviderMetadata> {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|l| f.emetteur.starts_with(l));
    if !f.emetteur.starts_with("https://") && !local {
        bail!("le fournisseur doit être joint en https");
    }
    let Ok(mut dit) = tokio::time::timeout(PATIENCE, DIT.lock()).await else { return Err(Manque::Complet.into()) };
    dit.retain(|d| d.quand.elapsed() < if d.quoi.is_some() { GARDE.0 } else { GARDE.1 });
    if let Some(d) = dit.iter().find(|d| d.emetteur == f.emetteur) {
        return d.quoi.clone().context("le fournisseur n'a pas répondu il y a un instant");
    }
    let lu = CoreProviderMetadata::discover_async(IssuerUrl::new(f.emetteur.clone())?, &appeler).await;
    let quoi = lu.as_ref().ok().cloned();
    dit.push(Dit { emetteur: f.emetteur.clone(), quand: Instant::now(), quoi });
    lu.context("le fournisseur ne répond pas")
}

/// Forgets what it said, if it is not of a moment ago: whoever sends it false tokens does not make it be asked each time.
pub(super) async fn oublier(f: &Fournisseur) {
    let Ok(mut dit) = tokio::time::timeout(PATIENCE, DIT.lock()).await else { return };
    dit.retain(|d| d.emetteur != f.emetteur || d.quand.elapsed() < Duration::from_secs(60));
}
