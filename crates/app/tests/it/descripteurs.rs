//! The real program where the system opens few files: it says so, or keeps enough of them for its base whatever visitors hold.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Whatever the story finds, the program does not outlive it.
struct Serveur(std::process::Child);

impl Drop for Serveur {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program, with so many descriptors.
fn servir(base: &str, descripteurs: u32) -> Command {
    let mut commande = Command::new("sh");
    commande
        .args(["-c", &format!("ulimit -n {descripteurs} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_passerelle")])
        .args(["serve", "--ecoute", "127.0.0.1:0", "--base", base])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    commande
}

async fn de(source: &str, vers: SocketAddr) -> TcpStream {
    let prise = TcpSocket::new_v4().unwrap();
    prise.bind(format!("{source}:0").parse().unwrap()).unwrap();
    prise.connect(vers).await.unwrap()
}

/// Tries to sign in: the base is read and written.
async fn essayer(source: &str, vers: SocketAddr) -> String {
    let corps = "courriel=personne%40ml.example&mot_de_passe=girafe";
    let mut flux = de(source, vers).await;
    let requete = format!(
        "POST /connexion HTTP/1.1\r\nhost: {vers}\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{corps}",
        corps.len()
    );
    flux.write_all(requete.as_bytes()).await.unwrap();
    let mut lu = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), flux.read_to_end(&mut lu)).await.expect("an answer").unwrap();
    String::from_utf8_lossy(&lu).into_owned()
}

#[test]
fn a_system_that_opens_too_few_files_is_told_what_to_change() {
    let dossier = tempfile::tempdir().unwrap();
    let dit = servir(&format!("sqlite:{}/base.db", dossier.path().display()), 300).output().unwrap();
    let erreur = String::from_utf8(dit.stderr).unwrap();
    assert!(!dit.status.success(), "{erreur}");
    assert!(erreur.contains("n'ouvre que 300 fichiers à la fois") && erreur.contains("LimitNOFILE"), "{erreur}");
}

#[tokio::test]
async fn when_visitors_hold_every_connection_the_base_still_opens_and_the_next_one_is_told_at_once() {
    let dossier = tempfile::tempdir().unwrap();
    let mut serveur = Serveur(servir(&format!("sqlite:{}/base.db", dossier.path().display()), 600).spawn().unwrap());
    let lignes = BufReader::new(serveur.0.stdout.take().unwrap()).lines();
    let ou =
        lignes.map_while(Result::ok).find_map(|l| l.strip_prefix("Passerelle répond sur http://").map(str::to_owned));
    let adresse: SocketAddr = ou.expect("the server says where it answers").parse().unwrap();
    assert!(essayer("127.0.0.1", adresse).await.contains("ne vont pas ensemble"));
    // 600 - 256: an eighth from each of eight addresses.
    let mut tenues = Vec::new();
    for source in 1..=8 {
        for _ in 0..43 {
            let mut flux = de(&format!("127.0.1.{source}"), adresse).await;
            flux.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n").await.unwrap();
            tenues.push(flux);
        }
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let debut = Instant::now();
    let refus = essayer("127.0.0.1", adresse).await;
    assert!(refus.starts_with("HTTP/1.1 503 ") && refus.contains("retry-after: 5"), "{refus}");
    assert!(debut.elapsed() < Duration::from_secs(2), "{:?}", debut.elapsed());
    // Four of them go: four others are served, base included, while the rest still holds on.
    tenues.truncate(340);
    tokio::time::sleep(Duration::from_millis(300)).await;
    for rang in 1..=4 {
        assert!(essayer(&format!("127.0.0.{rang}"), adresse).await.contains("ne vont pas ensemble"));
    }
}
