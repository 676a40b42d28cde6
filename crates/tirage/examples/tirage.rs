//! The four gestures on files: `preparer`, `executer`, `verifier`, `preuve`.
//!
//! ```text
//! cargo run --example tirage -- preparer protocole.toml candidats.csv DOSSIER SECRET [PROCES_VERBAL_PRECEDENT]
//! cargo run --example tirage -- executer DOSSIER "valeur publique" [SECRET_DE_PARTIE…]
//! cargo run --example tirage -- verifier DOSSIER/proces-verbal.json [PROCES_VERBAL_PRECEDENT]
//! cargo run --example tirage -- preuve DOSSIER/proces-verbal.json IDENTIFIANT
//! ```

use passerelle_tirage::{Dossier, Protocole, hex, lire_candidats, rejouer, verifier, verifier_suite};
use std::error::Error;
use std::fs::{read, read_to_string, write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let fait = match &arguments[..] {
        ["preparer", protocole, liste, dossier, secret, suite @ ..] => {
            preparer(protocole, liste, dossier, secret, suite)
        }
        ["executer", dossier, alea, secrets @ ..] => executer(Path::new(dossier), alea, secrets),
        ["verifier", minutes, suite @ ..] => controler(minutes, suite),
        ["preuve", minutes, identifiant] => preuve(minutes, identifiant),
        _ => Err("commandes : preparer, executer, verifier, preuve".into()),
    };
    fait.unwrap_or_else(|erreur| {
        eprintln!("{erreur}");
        ExitCode::from(2)
    })
}

type Fait = Result<ExitCode, Box<dyn Error>>;

fn preparer(protocole: &str, liste: &str, dossier: &str, secret: &str, suite: &[&str]) -> Fait {
    let protocole = Protocole::lire(&read_to_string(protocole)?)?;
    let liste = lire_candidats(&protocole, &read(liste)?)?;
    let precedent = match suite.first() {
        None => None,
        Some(chemin) => Some(rejouer(&read_to_string(chemin)?).map_err(|d| d[0].to_string())?.suite()),
    };
    let fige = Dossier::preparer(protocole, liste, secret, precedent)?;
    std::fs::create_dir_all(dossier)?;
    write(Path::new(dossier).join("engagement.json"), fige.engagement())?;
    write(Path::new(dossier).join("liste-figee.json"), fige.liste_figee())?;
    println!("Racine à publier : {}", hex(fige.racine()));
    Ok(ExitCode::SUCCESS)
}

fn executer(dossier: &Path, alea: &str, secrets: &[&str]) -> Fait {
    let sortie = dossier.join("proces-verbal.json");
    if sortie.exists() {
        return Err("ce dossier a déjà été tiré : un tirage ne se refait pas".into());
    }
    let fige = Dossier::lire(
        &read_to_string(dossier.join("engagement.json"))?,
        &read_to_string(dossier.join("liste-figee.json"))?,
    )?;
    let pv = fige.executer(alea, secrets)?;
    write(dossier.join("affectations.csv"), pv.affectations())?;
    write(sortie, pv.json())?;
    println!("Graine : {}", hex(pv.graine()));
    Ok(ExitCode::SUCCESS)
}

fn controler(minutes: &str, suite: &[&str]) -> Fait {
    let minutes = read_to_string(minutes)?;
    let differences = match suite.first() {
        None => verifier(&minutes),
        Some(precedent) => verifier_suite(&minutes, &read_to_string(precedent)?),
    };
    differences.iter().for_each(|d| println!("{d}"));
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn preuve(minutes: &str, identifiant: &str) -> Fait {
    let pv = rejouer(&read_to_string(minutes)?).map_err(|d| d[0].to_string())?;
    print!("{}", pv.preuve(identifiant)?.json());
    Ok(ExitCode::SUCCESS)
}
