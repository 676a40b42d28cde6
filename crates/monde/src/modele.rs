//! What worlds are copied from, made once for all the tests of a build: the demonstration in a SQLite file, and on a
//! PostgreSQL server the demonstration and an empty base at its last migration. To make them again for each test took
//! half of the time of the whole.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use passerelle::demonstration;
use passerelle_socle::db::{Coffre, Ouverture};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use crate::Monde;
use crate::habitee::habiter;
use crate::programme::{construit, date};

/// How long the models of another build may still serve it.
const GARDE: Duration = Duration::from_secs(24 * 3_600);

/// What a new world holds.
#[derive(Clone, Copy)]
pub enum Modele {
    Vide,
    Demonstration,
    /// The demonstration, with something in every list.
    Garnie,
    /// The demonstration, with somebody in every state for every role.
    Habitee,
}

impl Modele {
    fn nom(self) -> &'static str {
        match self {
            Self::Vide => "vide",
            Self::Demonstration => "demonstration",
            Self::Garnie => "garnie",
            Self::Habitee => "habitee",
        }
    }

    async fn remplir(self, adresse: &str) {
        let base = Ouverture::adresse(adresse).cle(Some(cle())).ouvrir().await.unwrap();
        if !matches!(self, Self::Vide) {
            demonstration::preparer(&base, &Monde::horloge(), &()).await.unwrap();
        }
        let mut monde = Monde::nouveau(base.clone(), tempfile::tempdir().unwrap(), adresse.to_owned(), None);
        monde.demonstration = true;
        match self {
            Self::Vide | Self::Demonstration => {}
            Self::Garnie => monde.garnir().await,
            Self::Habitee => habiter(&monde).await,
        }
        base.fermer().await.unwrap();
    }
}

/// Tells this build from any other: when this crate was last compiled, in milliseconds. It is compiled again whenever the
/// product is, and all the tests of a build are linked to the same: they share its models.
fn construction() -> u128 {
    let nous = |e: &std::fs::DirEntry| {
        let nom = e.file_name().to_string_lossy().into_owned();
        nom.starts_with("libpasserelle_monde-") && nom.ends_with(".rlib")
    };
    let entrees = std::fs::read_dir(construit().join("deps")).into_iter().flatten().flatten();
    let compilee = entrees.filter(nous).filter_map(|e| date(&e.path())).max();
    let date = compilee.or_else(|| date(&std::env::current_exe().unwrap())).expect("a test is a file");
    date.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis()
}

/// Where the files of models are kept, beside what is built.
fn atelier() -> PathBuf {
    let dossier = construit().join("modeles");
    std::fs::create_dir_all(&dossier).unwrap();
    dossier
}

/// The key that all worlds share: a world copied from a model opens what the model sealed.
pub(crate) fn cle() -> PathBuf {
    let chemin = atelier().join("mondes.cle");
    Coffre::au(chemin.clone()).and_then(|c| c.preparer()).unwrap();
    chemin
}

/// A file that holds a model, to be copied.
pub async fn fichier(modele: Modele) -> PathBuf {
    let dossier = &atelier();
    let pret = dossier.join(format!("{}-{}.db", modele.nom(), construction()));
    // Each test may be a process of its own: the first makes it, the others wait.
    let verrou = std::fs::File::create(dossier.join(format!("{}.verrou", modele.nom()))).unwrap();
    verrou.lock().unwrap();
    if !pret.exists() {
        oublier_les_fichiers(dossier);
        let travail = tempfile::tempdir_in(dossier).unwrap();
        let chantier = travail.path().join("chantier.db");
        modele.remplir(&format!("sqlite:{}", chantier.display())).await;
        std::fs::rename(chantier, &pret).unwrap();
    }
    pret
}

fn oublier_les_fichiers(dossier: &Path) {
    for entree in std::fs::read_dir(dossier).unwrap().flatten() {
        let age = entree.metadata().and_then(|m| m.modified()).ok().and_then(|d| d.elapsed().ok());
        if entree.path().extension().is_some_and(|e| e == "db") && age.is_some_and(|a| a > GARDE) {
            let _ = std::fs::remove_file(entree.path());
        }
    }
}

/// Makes a database of that name on the server, from a model; its address.
pub async fn base_de_donnees(serveur: &str, nom: &str, modele: Modele) -> String {
    let conn = connexion(serveur).await;
    let source = format!("modele_{}_{}", construction(), modele.nom());
    conn.execute_unprepared("SELECT pg_advisory_lock(7033)").await.unwrap();
    if !bases(&conn).await.contains(&source) {
        oublier_les_bases(&conn).await;
        let chantier = format!("{source}_chantier");
        ordonner(&conn, &format!("DROP DATABASE IF EXISTS \"{chantier}\" WITH (FORCE)")).await;
        ordonner(&conn, &format!("CREATE DATABASE \"{chantier}\"")).await;
        modele.remplir(&adresse(serveur, &chantier)).await;
        ordonner(&conn, &format!("ALTER DATABASE \"{chantier}\" RENAME TO \"{source}\"")).await;
    }
    conn.execute_unprepared("SELECT pg_advisory_unlock(7033)").await.unwrap();
    ordonner(&conn, &format!("CREATE DATABASE \"{nom}\" TEMPLATE \"{source}\"")).await;
    conn.close().await.unwrap();
    adresse(serveur, nom)
}

/// Drops a database, whoever still holds it: a transaction that a test dropped only ends with its runtime.
pub async fn jeter(serveur: &str, nom: &str) {
    let conn = connexion(serveur).await;
    ordonner(&conn, &format!("DROP DATABASE IF EXISTS \"{nom}\" WITH (FORCE)")).await;
    let _ = conn.close().await;
}

async fn oublier_les_bases(conn: &DatabaseConnection) {
    let limite = construction().saturating_sub(GARDE.as_millis());
    for nom in bases(conn).await {
        let date = nom.strip_prefix("modele_").and_then(|r| r.split('_').next()?.parse::<u128>().ok());
        if date.is_some_and(|d| d < limite) {
            ordonner(conn, &format!("DROP DATABASE IF EXISTS \"{nom}\"")).await;
        }
    }
}

async fn bases(conn: &DatabaseConnection) -> Vec<String> {
    let demande = sea_orm::Statement::from_string(
        sea_orm::DatabaseBackend::Postgres,
        "SELECT CAST(datname AS text) FROM pg_database",
    );
    let lues = conn.query_all_raw(demande).await.unwrap();
    lues.iter().map(|l| l.try_get_by_index(0).unwrap()).collect()
}

/// One connection: the lock taken by an order is the session's.
async fn connexion(serveur: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(serveur);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn ordonner(conn: &DatabaseConnection, ordre: &str) {
    conn.execute_unprepared(ordre).await.unwrap_or_else(|e| panic!("{ordre}: {e}"));
}

/// The same server, another database.
fn adresse(serveur: &str, nom: &str) -> String {
    let (avant, options) = serveur.split_once('?').map_or((serveur, String::new()), |(a, o)| (a, format!("?{o}")));
    let debut = avant.find("://").map_or(0, |d| d + 3);
    let fin = avant[debut..].find('/').map_or(avant.len(), |f| debut + f);
    format!("{}/{nom}{options}", &avant[..fin])
}
