//! What a full disk leaves, and who may read the files that are written. Of a system that has rights.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use passerelle_monde::{Monde, mondes_de_demonstration, programme};
use passerelle_socle::db::{self, Moteur};

/// Runs the program where no file grows past this many blocks of 512 bytes: what a disk that is full answers to a write.
fn a_l_etroit(blocs: u32, arguments: &[&str]) -> Output {
    let programme = programme();
    let mut commande = Command::new("sh");
    commande.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocs}; exec \"$0\" \"$@\"")]).arg(programme.get_program());
    for (nom, valeur) in programme.get_envs() {
        commande.env(nom, valeur.unwrap_or_default());
    }
    commande.args(arguments).output().unwrap()
}

/// What stands beside a backup, and under its name.
fn restes(dossier: &Path) -> Vec<String> {
    let noms = std::fs::read_dir(dossier).unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    let mut siens: Vec<String> = noms.filter(|n| n.starts_with("copie")).collect();
    siens.sort();
    siens
}

fn droits(fichier: &Path) -> u32 {
    std::fs::metadata(fichier).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_backup_on_a_full_disk_is_refused_in_words_and_leaves_nothing() {
    for monde in mondes_de_demonstration("disque_plein").await {
        let zip = monde.dossier.path().join("copie.zip");
        let arguments = ["sauvegarde", "--base", monde.adresse(), zip.to_str().unwrap()];
        // 250 KB: the line of the journal goes into its log, the backup of the demonstration does not fit.
        let fait = a_l_etroit(500, &arguments);
        let dit = String::from_utf8_lossy(&fait.stderr).into_owned();
        assert!(!fait.status.success() && !dit.contains("panicked") && !dit.is_empty(), "{}: {dit}", monde.moteur);
        assert_eq!(restes(monde.dossier.path()), Vec::<String>::new(), "{}", monde.moteur);
        // Room was made: the same command does it.
        let fait = programme().args(arguments).output().unwrap();
        assert!(fait.status.success(), "{}: {}", monde.moteur, String::from_utf8_lossy(&fait.stderr));
        assert_eq!(restes(monde.dossier.path()), ["copie.zip", "copie.zip.effacements.json"], "{}", monde.moteur);
    }
}

#[tokio::test]
async fn a_backup_and_its_register_are_read_by_nobody_else_whatever_stood_there_before() {
    for monde in mondes_de_demonstration("droits_sauvegarde").await {
        let zip = monde.dossier.path().join("copie.zip");
        let registre = monde.dossier.path().join("copie.zip.effacements.json");
        // What a backup killed last night left, open to all.
        for reste in [monde.dossier.path().join("copie.zip.en-cours"), registre.clone()] {
            std::fs::write(&reste, "avant").unwrap();
            std::fs::set_permissions(&reste, std::fs::Permissions::from_mode(0o666)).unwrap();
        }
        let fait = programme().args(["sauvegarde", "--base", monde.adresse()]).arg(&zip).output().unwrap();
        assert!(fait.status.success(), "{}", String::from_utf8_lossy(&fait.stderr));
        assert_eq!((droits(&zip), droits(&registre)), (0o600, 0o600), "{}", monde.moteur);
        assert_eq!(restes(monde.dossier.path()), ["copie.zip", "copie.zip.effacements.json"]);
    }
}

#[tokio::test]
async fn a_base_and_its_log_are_read_by_nobody_else() {
    let dossier = tempfile::tempdir().unwrap();
    let fichier = dossier.path().join("neuve.db");
    let adresse = format!("sqlite:{}", fichier.display());
    // Made by the program, under a mask that lets everybody read.
    let mut commande = Command::new("sh");
    commande.args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(programme().get_program());
    for (nom, valeur) in programme().get_envs() {
        commande.env(nom, valeur.unwrap_or_default());
    }
    let fait =
        commande.args(["compte", "creer", "Une Personne", "--role", "pilote", "--base", &adresse]).output().unwrap();
    assert!(fait.status.success(), "{}", String::from_utf8_lossy(&fait.stderr));
    assert_eq!(droits(&fichier), 0o600, "the base");
    // While it serves, the log and its index are as closed.
    let monde = Monde::sqlite(|o| o).await;
    assert_eq!(monde.base.moteur(), Moteur::Sqlite);
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, "INSERT INTO reglages (cle, valeur) VALUES ('essai', 'oui')", []).await.unwrap();
    tx.commit().await.unwrap();
    for suffixe in ["", "-wal", "-shm"] {
        let fichier = monde.dossier.path().join(format!("monde.db{suffixe}"));
        assert_eq!(droits(&fichier), 0o600, "{}", fichier.display());
    }
    // A copy that somebody left open to all is closed as it is opened.
    let copie = dossier.path().join("copie.db");
    std::fs::copy(&fichier, &copie).unwrap();
    std::fs::set_permissions(&copie, std::fs::Permissions::from_mode(0o666)).unwrap();
    let adresse = format!("sqlite:{}", copie.display());
    let fait = programme().args(["compte", "lien", "Une Personne", "--base", &adresse]).output().unwrap();
    assert!(fait.status.success(), "{}", String::from_utf8_lossy(&fait.stderr));
    assert_eq!(droits(&copie) & 0o007, 0, "a base that everybody reads");
}
