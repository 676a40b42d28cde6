//! Connections: how many are held, how long each may say nothing, and what is said to one too many.
//!
//! `axum::serve` gives no hold on any of it; this loop is the same on hyper's own connection. A connection that sends its
//! headers by drops, or reads its answer by drops, is closed. One that comes when there is no place left is told so in a
//! page, from a small reserve of its own.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::affluence::{Affluence, COMPLET, Place, REESSAYER};
use super::origine::prefixe;

/// What connections are held to.
#[derive(Clone, Copy, Debug)]
pub struct Mesures {
    /// Held at once.
    pub connexions: usize,
    /// Held at once by one address; behind a proxy, which is one, the same as in all.
    pub par_adresse: usize,
    /// For the headers of a request to have come, since the one before was answered.
    pub entetes: Duration,
    /// For the reader to take some more of the answer.
    pub lecture: Duration,
}

impl Mesures {
    /// Connections held at most, whatever the machine allows: some twenty kilobytes each.
    const CONNEXIONS: usize = 2_048;
    /// Descriptors kept for the base, files, mail and providers: connections of visitors never take them.
    pub const RESERVE: usize = 256;

    /// Those of a machine that allows so many descriptors; none when it allows too few to serve anybody.
    pub fn de(descripteurs: usize, mandataire: bool) -> Option<Self> {
        let connexions = descripteurs.saturating_sub(Self::RESERVE).min(Self::CONNEXIONS);
        let (par_adresse, entetes) = match mandataire {
            // It keeps connections open between two readers, and reads headers itself.
            true => (connexions, Duration::from_secs(75)),
            false => (connexions / 8, Duration::from_secs(15)),
        };
        (connexions >= Self::RESERVE).then_some(Self {
            connexions,
            par_adresse,
            entetes,
            lecture: Duration::from_secs(30),
        })
    }
}

/// Answers until asked to stop; then lets the requests under way finish.
pub async fn servir(ecouteur: TcpListener, site: Router, mesures: Mesures, arret: impl Future<Output = ()>) {
    let affluence = Affluence::nouvelle(mesures.connexions, mesures.par_adresse);
    let (fin, annonce) = watch::channel(());
    let mut arret = pin!(arret);
    loop {
        let recu = tokio::select! {
            recu = ecouteur.accept() => recu,
            () = &mut arret => break,
        };
        let (flux, pair) = match recu {
            Ok(connexion) => connexion,
            Err(cause) => {
                // One that was lost on its way, or no descriptor left: others end meanwhile.
                tracing::warn!(%cause, "une connexion n'a pas été prise");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        match affluence.entrer(prefixe(pair.ip())) {
            Some(place) => drop(tokio::spawn(tenir(flux, pair, place, site.clone(), mesures, annonce.clone()))),
            None => renvoyer(flux),
        }
    }
    drop((ecouteur, annonce));
    // Nobody listens when nobody is left.
    let _ = fin.send(());
    fin.closed().await;
}

/// Serves one connection to its end.
async fn tenir(
    flux: TcpStream,
    pair: SocketAddr,
    _place: Place,
    site: Router,
    mesures: Mesures,
    mut fin: watch::Receiver<()>,
) {
    // Without it small answers wait for the reader's acknowledgement; a socket that refuses it serves all the same.
    let _ = flux.set_nodelay(true);
    let mut flux = TimeoutStream::new(flux);
    flux.set_write_timeout(Some(mesures.lecture));
    let service = hyper::service::service_fn(move |mut requete: hyper::Request<Incoming>| {
        requete.extensions_mut().insert(ConnectInfo(pair));
        site.clone().oneshot(requete)
    });
    let mut connexion = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(mesures.entetes)
            .max_buf_size(64 << 10)
            .serve_connection(TokioIo::new(Box::pin(flux)), service)
    );
    // How a reader leaves is theirs to say.
    tokio::select! {
        _ = connexion.as_mut() => return,
        _ = fin.changed() => connexion.as_mut().graceful_shutdown(),
    }
    let _ = connexion.await;
}

/// One too many: it is told so, if there is a moment for it.
fn renvoyer(flux: TcpStream) {
    static REFUS: Semaphore = Semaphore::const_new(64);
    let Ok(place) = REFUS.try_acquire() else { return };
    tokio::spawn(async move {
        let _place = place;
        let _ = tokio::time::timeout(Duration::from_secs(2), dire_complet(flux)).await;
    });
}

async fn dire_complet(mut flux: TcpStream) -> std::io::Result<()> {
    let reessayer = REESSAYER.to_str().unwrap_or_default().to_owned();
    let reponse = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n\
         retry-after: {reessayer}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n{COMPLET}",
        COMPLET.len()
    );
    flux.write_all(reponse.as_bytes()).await?;
    flux.shutdown().await?;
    // Closed on bytes left unread, the connection would lose its answer.
    let mut tampon = [0; 1_024];
    while flux.read(&mut tampon).await? > 0 {}
    Ok(())
}
