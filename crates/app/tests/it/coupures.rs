//! The real program, killed at any moment while it writes: what it said was kept is kept.
//!
//! Twenty cycles; `PASSERELLE_CYCLES=200` for the long run.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use passerelle_socle::db::{self, Ouverture};
use passerelle_socle::journal;
use rand::{RngExt, SeedableRng};

pub struct Serveur {
    pub fils: Child,
    pub adresse: String,
}

/// Starts the program on a base; waits until it says where it answers.
fn servir(base: &str) -> (Serveur, Option<String>) {
    servir_avec(&mut Command::new(env!("CARGO_BIN_EXE_passerelle")), base)
}

/// The same, of a command that is already told where its key and its log are.
pub fn servir_avec(commande: &mut Command, base: &str) -> (Serveur, Option<String>) {
    let mut fils =
        commande.args(["serve", "--ecoute", "127.0.0.1:0", "--base", base]).stdout(Stdio::piped()).spawn().unwrap();
    let (mut lien, mut adresse) = (None, None);
    for ligne in BufReader::new(fils.stdout.take().unwrap()).lines() {
        let ligne = ligne.unwrap();
        if let Some(ou) = ligne.find("/entrer/") {
            lien = Some(ligne[ou..].trim().to_owned());
        }
        if let Some(ou) = ligne.strip_prefix("Passerelle répond sur http://") {
            adresse = Some(ou.trim().to_owned());
            break;
        }
    }
    (Serveur { fils, adresse: adresse.expect("the server says where it answers") }, lien)
}

/// A link that signs the administrateur in, as whoever has the machine asks for it.
fn lien_direct(base: &str) -> String {
    lien_direct_avec(&mut Command::new(env!("CARGO_BIN_EXE_passerelle")), base)
}

/// The same, of a command that is already told where its key is.
pub fn lien_direct_avec(commande: &mut Command, base: &str) -> String {
    let dit = commande.args(["compte", "lien", "--direct", "--base", base]).output().unwrap();
    let dit = String::from_utf8(dit.stdout).unwrap();
    let ou = dit.find("/entrer/").unwrap_or_else(|| panic!("no link: {dit}"));
    dit[ou..].trim().to_owned()
}

/// Sends one request; the head of what comes back, `None` when the server died.
pub fn demander(adresse: &str, cookie: &str, ligne: &str, genre: &str, corps: &str) -> Option<String> {
    let mut flux = TcpStream::connect(adresse).ok()?;
    flux.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let requete = format!(
        "{ligne} HTTP/1.1\r\nHost: {adresse}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: {genre}\r\nContent-Length: {}\r\n\r\n{corps}",
        corps.len()
    );
    flux.write_all(requete.as_bytes()).ok()?;
    let mut reponse = Vec::new();
    // What was received counts even when the connection is cut after it.
    let _ = flux.read_to_end(&mut reponse);
    let texte = String::from_utf8_lossy(&reponse).into_owned();
    texte.split_once("\r\n\r\n").map(|(tete, _)| tete.to_owned())
}

pub fn entete<'a>(tete: &'a str, nom: &str) -> Option<&'a str> {
    tete.lines().find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(nom)).map(|(_, v)| v))
}

/// Imports one structure; whether the server said that it was done.
fn importer(adresse: &str, cookie: &str, code: &str) -> bool {
    const BORNE: &str = "93passerelle93";
    let csv = format!("code;nom;type\r\n{code};Structure {code};autre\r\n");
    let corps = format!(
        "--{BORNE}\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"structures.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{csv}\r\n--{BORNE}--\r\n"
    );
    let genre = format!("multipart/form-data; boundary={BORNE}");
    let tete = demander(adresse, cookie, "POST /imports", &genre, &corps);
    // Sent to the page of that very import: it is over. Sent to the list: it may still run.
    tete.is_some_and(|t| {
        t.starts_with("HTTP/1.1 303") && entete(&t, "location").is_some_and(|l| l.starts_with("/imports/"))
    })
}

#[tokio::test]
async fn what_was_acknowledged_survives_any_kill() {
    let cycles: u32 = std::env::var("PASSERELLE_CYCLES").ok().and_then(|c| c.parse().ok()).unwrap_or(20);
    let dossier = tempfile::tempdir().unwrap();
    let base = format!("sqlite:{}", dossier.path().join("coupures.db").display());
    let mut alea = rand_chacha::ChaCha8Rng::seed_from_u64(93);
    let mut cookie = String::new();
    let (mut importees, mut exports) = (Vec::<String>::new(), 0_i64);
    for cycle in 0..cycles {
        let (mut serveur, lien) = servir(&base);
        if cycle == 0 {
            // That of the first start leads to choosing a password; this one signs in at once.
            assert!(lien.is_some(), "the first start prints no link");
            let tete = demander(
                &serveur.adresse,
                "",
                &format!("POST {}", lien_direct(&base)),
                "application/x-www-form-urlencoded",
                "",
            )
            .unwrap();
            cookie = entete(&tete, "set-cookie").unwrap().split(';').next().unwrap().to_owned();
        }
        let (faites, lues) = (Mutex::new(Vec::new()), Mutex::new(0_i64));
        std::thread::scope(|fils| {
            fils.spawn(|| {
                for rang in 0.. {
                    let code = format!("C{cycle}-{rang}");
                    match importer(&serveur.adresse, &cookie, &code) {
                        true => faites.lock().unwrap().push(code),
                        // Dead, or another import under way for an instant: see whether anybody answers.
                        false if TcpStream::connect(&serveur.adresse).is_err() => break,
                        false => {}
                    }
                }
            });
            fils.spawn(|| {
                while let Some(tete) = demander(&serveur.adresse, &cookie, "GET /structures.csv", "text/plain", "") {
                    if tete.starts_with("HTTP/1.1 200") {
                        *lues.lock().unwrap() += 1;
                    }
                }
            });
            std::thread::sleep(Duration::from_millis(alea.random_range(20..900)));
            serveur.fils.kill().unwrap();
            serveur.fils.wait().unwrap();
        });
        importees.extend(faites.into_inner().unwrap());
        exports += lues.into_inner().unwrap();
        verifier(&base, &importees, exports, cycle).await;
    }
    assert!(
        importees.len() as u32 > cycles && exports > i64::from(cycles),
        "hardly anything was written: {} {exports}",
        importees.len()
    );
    println!("{cycles} kills, {} imports and {exports} exports acknowledged", importees.len());
}

#[derive(sea_orm::FromQueryResult)]
struct Code {
    code: String,
}

async fn verifier(adresse: &str, importees: &[String], exports: i64, cycle: u32) {
    let base = Ouverture::adresse(adresse).ouvrir().await.unwrap();
    let conn = base.lecture();
    let etat = "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
    assert_eq!(db::compter(conn, etat, []).await.unwrap(), 0, "cycle {cycle}: the file is damaged");
    let orphelines = db::compter(conn, "SELECT count(*) FROM pragma_foreign_key_check", []).await.unwrap();
    assert_eq!(orphelines, 0, "cycle {cycle}: rows point at nothing");
    let connus: Vec<Code> = db::lignes(conn, "SELECT code FROM structures", []).await.unwrap();
    let connus: std::collections::HashSet<&str> = connus.iter().map(|c| c.code.as_str()).collect();
    let perdues: Vec<_> = importees.iter().filter(|c| !connus.contains(c.as_str())).collect();
    assert!(perdues.is_empty(), "cycle {cycle}: acknowledged, and not there: {perdues:?}");
    // No half of a transaction: each structure has its line.
    let lignes = "SELECT count(*) FROM journal WHERE action = 'creer' AND objet = 'structures'";
    assert_eq!(
        db::compter(conn, lignes, []).await.unwrap(),
        connus.len() as i64,
        "cycle {cycle}: a row without its line"
    );
    let dites = "SELECT count(*) FROM journal WHERE action = 'exporter' AND objet = 'structures'";
    assert!(db::compter(conn, dites, []).await.unwrap() >= exports, "cycle {cycle}: a file left without its line");
    assert_eq!(journal::verifier(&base, None).await.unwrap().faute, None, "cycle {cycle}: the chain is broken");
    base.fermer().await.unwrap();
}
