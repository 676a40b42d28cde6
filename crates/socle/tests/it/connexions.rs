//! Connections that hold on, told with real sockets: headers by drops, endless bodies, readers who do not read, crowds.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use passerelle_socle::web::{Affluence, Mesures, Moderation, moderer, servir};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;

const MESURES: Mesures = Mesures {
    connexions: 40,
    par_adresse: 30,
    entetes: Duration::from_millis(600),
    lecture: Duration::from_millis(600),
};

/// A small site: its address, and what stops it.
async fn ouvrir(
    mesures: Mesures,
    moderation: Moderation,
) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let site = Router::new()
        .route("/", get(|| async { "bonjour" }))
        .route("/long", get(|| async { vec![b'x'; 64 << 20] }))
        .route(
            "/attend",
            get(|| async {
                tokio::time::sleep(Duration::from_millis(400)).await;
                "fait"
            }),
        )
        .route("/recoit", post(|corps: Bytes| async move { corps.len().to_string() }))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(moderation, moderer));
    let ecouteur = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let adresse = ecouteur.local_addr().unwrap();
    let (arret, attendu) = oneshot::channel();
    let serveur = tokio::spawn(async move {
        servir(ecouteur, site, mesures, async {
            let _ = attendu.await;
        })
        .await;
    });
    (adresse, arret, serveur)
}

fn moderation() -> Moderation {
    let mut moderation = Moderation::nouvelle(false);
    moderation.affluence = Affluence::nouvelle(1_000, 1_000);
    moderation.pas.grace = Duration::from_millis(600);
    moderation.pas.octets_par_seconde = 20_000;
    moderation
}

/// A connection from one of the addresses of this machine.
async fn de(source: &str, vers: SocketAddr) -> TcpStream {
    let prise = TcpSocket::new_v4().unwrap();
    prise.bind(format!("{source}:0").parse().unwrap()).unwrap();
    prise.connect(vers).await.unwrap()
}

/// Everything that comes until the other side closes, or nothing more within the time.
async fn tout(flux: &mut TcpStream, delai: Duration) -> Option<String> {
    let mut lu = Vec::new();
    let fini = tokio::time::timeout(delai, flux.read_to_end(&mut lu)).await;
    fini.is_ok().then(|| String::from_utf8_lossy(&lu).into_owned())
}

async fn demander(source: &str, vers: SocketAddr, requete: &str) -> String {
    let mut flux = de(source, vers).await;
    flux.write_all(requete.as_bytes()).await.unwrap();
    tout(&mut flux, Duration::from_secs(10)).await.expect("an answer")
}

const PAGE: &str = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn half_sent_headers_are_let_go_in_time_and_a_finished_request_is_served() {
    let (adresse, _arret, _) = ouvrir(MESURES, moderation()).await;
    let debut = Instant::now();
    let mut muets = Vec::new();
    for rang in 0..20 {
        let mut flux = de("127.0.0.1", adresse).await;
        // Some say nothing, some begin, some go on by drops.
        if rang % 3 > 0 {
            flux.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n").await.unwrap();
        }
        muets.push(tokio::spawn(async move {
            let (mut lit, mut ecrit) = flux.into_split();
            let gouttes = tokio::spawn(async move {
                while rang % 3 == 2 && ecrit.write_all(b"x-a: b\r\n").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                ecrit
            });
            let mut lu = Vec::new();
            let _ = lit.read_to_end(&mut lu).await;
            gouttes.abort();
            debut.elapsed()
        }));
    }
    assert!(demander("127.0.0.2", adresse, PAGE).await.ends_with("bonjour"));
    for muet in muets {
        let tenu = muet.await.unwrap();
        assert!(tenu < Duration::from_secs(3), "held for {tenu:?}");
    }
}

#[tokio::test]
async fn an_endless_body_is_cut_and_a_slow_one_is_not() {
    let (adresse, _arret, _) = ouvrir(MESURES, moderation()).await;
    let tete = "POST /recoit HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    // One byte now and then: the whole would never come.
    let mut flux = de("127.0.0.1", adresse).await;
    flux.write_all(tete.as_bytes()).await.unwrap();
    let debut = Instant::now();
    while flux.write_all(b"1\r\nx\r\n").await.is_ok() && debut.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(40)).await;
        let mut tampon = [0; 512];
        if flux.try_read(&mut tampon).is_ok() {
            break;
        }
    }
    assert!(debut.elapsed() < Duration::from_secs(3), "endless for {:?}", debut.elapsed());
    // Slower than a line, faster than the pace: well beyond the grace, it is received whole.
    let mut flux = de("127.0.0.1", adresse).await;
    flux.write_all(tete.as_bytes()).await.unwrap();
    let morceau = format!("{:x}\r\n{}\r\n", 4_000, "x".repeat(4_000));
    for _ in 0..30 {
        flux.write_all(morceau.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    flux.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(tout(&mut flux, Duration::from_secs(5)).await.unwrap().ends_with("120000"));
}

#[tokio::test]
async fn a_reader_who_does_not_read_is_let_go() {
    let (adresse, _arret, _) = ouvrir(Mesures { connexions: 1, par_adresse: 1, ..MESURES }, moderation()).await;
    let mut flux = de("127.0.0.1", adresse).await;
    flux.write_all(b"GET /long HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(demander("127.0.0.2", adresse, PAGE).await.contains("503"), "the one place is taken");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(demander("127.0.0.2", adresse, PAGE).await.ends_with("bonjour"), "and free again, the reader still there");
    drop(flux);
}

#[tokio::test]
async fn one_too_many_is_told_so_in_a_page_and_others_are_served() {
    let (adresse, _arret, _) = ouvrir(Mesures { entetes: Duration::from_secs(20), ..MESURES }, moderation()).await;
    let mut tenues = Vec::new();
    for _ in 0..30 {
        tenues.push(de("127.0.0.1", adresse).await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    // This address holds all that one address may.
    let refus = demander("127.0.0.1", adresse, PAGE).await;
    assert!(refus.starts_with("HTTP/1.1 503 ") && refus.contains("retry-after: 5\r\n"), "{refus}");
    assert!(refus.contains("<h1>Passerelle est très demandée</h1>") && refus.ends_with("</html>\n"), "{refus}");
    assert!(demander("127.0.0.2", adresse, PAGE).await.ends_with("bonjour"), "another address is served");
    for _ in 0..10 {
        tenues.push(de("127.0.0.3", adresse).await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(demander("127.0.0.2", adresse, PAGE).await.starts_with("HTTP/1.1 503 "), "all are held");
    drop(tenues);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(demander("127.0.0.1", adresse, PAGE).await.ends_with("bonjour"));
}

#[tokio::test]
async fn behind_a_proxy_requests_are_counted_by_the_address_it_tells() {
    let mut moderation = moderation();
    moderation.mandataire = true;
    moderation.affluence = Affluence::nouvelle(100, 3);
    let (adresse, _arret, _) = ouvrir(MESURES, moderation).await;
    let requete = |lecteur: &str| {
        format!("GET /attend HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx-forwarded-for: 10.0.0.1, {lecteur}\r\n\r\n")
    };
    let demandes: Vec<_> = ["198.51.100.1"; 6]
        .into_iter()
        .chain(["198.51.100.2"; 2])
        .map(|lecteur| {
            let requete = requete(lecteur);
            tokio::spawn(async move { (lecteur, demander("127.0.0.1", adresse, &requete).await) })
        })
        .collect();
    let (mut servies, mut refusees) = (0, 0);
    for demande in demandes {
        let (lecteur, reponse) = demande.await.unwrap();
        match reponse.ends_with("fait") {
            true => servies += 1,
            false => {
                assert!(lecteur == "198.51.100.1" && reponse.contains("retry-after: 5"), "{lecteur} {reponse}");
                refusees += 1;
            }
        }
    }
    assert_eq!((servies, refusees), (5, 3));
}

#[tokio::test]
async fn a_stop_lets_the_request_under_way_finish_and_the_idle_go() {
    let (adresse, arret, serveur) = ouvrir(Mesures { entetes: Duration::from_secs(60), ..MESURES }, moderation()).await;
    let mut oisive = de("127.0.0.1", adresse).await;
    let en_cours = tokio::spawn(async move {
        demander("127.0.0.1", adresse, "GET /attend HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    arret.send(()).unwrap();
    assert!(en_cours.await.unwrap().ends_with("fait"));
    assert!(tout(&mut oisive, Duration::from_secs(2)).await.is_some(), "an idle connection held the stop");
    tokio::time::timeout(Duration::from_secs(2), serveur).await.expect("it stopped").unwrap();
}

#[test]
fn a_machine_without_descriptors_is_told_and_one_with_few_keeps_its_reserve() {
    assert!(Mesures::de(511, false).is_none());
    let peu = Mesures::de(1_024, false).unwrap();
    assert_eq!((peu.connexions, peu.par_adresse), (768, 96));
    let beaucoup = Mesures::de(1 << 20, true).unwrap();
    assert_eq!((beaucoup.connexions, beaucoup.par_adresse), (2_048, 2_048));
}
