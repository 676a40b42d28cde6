//! Opens a base, checks that its settings protect the data, and brings its schema up to date.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::{Mutex, Semaphore};

use super::coffre::{self, Coffre, chemin_par_defaut};
use super::{ErreurBase, Moteur, Resultat, migrations};

/// What was erased until now, by which a server knows whether something is left to clean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effaces {
    /// How many.
    pub nombre: i64,
    /// When the last one was.
    pub dernier: i64,
}

/// Readers of one SQLite file; more would only wait for the same two processors.
const LECTEURS: u32 = 4;
/// How long a connection waits for another, in milliseconds.
const ATTENTE: u64 = 5_000;
/// Connections to a server: those that read, those that write, those of a reading that the journal is told.
const SERVEUR: (u32, u32, u32) = (10, 6, 6);
/// How long keeping the base well waits for a lock, and makes others wait behind it, in milliseconds.
const PATIENCE: u64 = 40;

/// An open base.
#[derive(Clone, Debug)]
pub struct Base {
    pub(super) moteur: Moteur,
    /// The file of an embedded base.
    pub(super) fichier: Option<PathBuf>,
    coffre: Coffre,
    pub(super) lecture: DatabaseConnection,
    /// Readings that the journal is told, apart from the others: whoever is in one may read otherwise too, and those who
    /// held every connection would each wait for one more.
    pub(super) dossiers: DatabaseConnection,
    pub(super) ecriture: DatabaseConnection,
    /// Whose turn it is to write, among the requests of this process.
    pub(super) tour: Arc<Semaphore>,
    /// For keeping the base well: it waits for nobody longer than a reader would notice.
    pub(super) entretien: DatabaseConnection,
    /// What had been erased, when it last left the rows of a server.
    pub(super) nettoyee: Arc<Mutex<Option<Effaces>>>,
    pub(super) abimee: Arc<AtomicBool>,
}

/// How to open a base.
#[derive(Clone, Debug)]
pub struct Ouverture {
    adresse: String,
    pages_max: Option<u32>,
    cle: Option<PathBuf>,
}

impl Ouverture {
    /// `sqlite:fichier.db` or `postgres://…`.
    pub fn adresse(adresse: impl Into<String>) -> Self {
        Self { adresse: adresse.into(), pages_max: None, cle: None }
    }

    /// Where the key of its secrets is; by default beside an embedded base, in the current folder for a server.
    pub fn cle(mut self, chemin: Option<PathBuf>) -> Self {
        self.cle = chemin;
        self
    }

    /// Bounds the size of a SQLite file, in pages of 4 096 bytes: a full disk, at will.
    pub fn pages_max(mut self, pages: u32) -> Self {
        self.pages_max = Some(pages);
        self
    }

    /// Opens the base, creates it when missing, and applies the migrations it lacks.
    pub async fn ouvrir(self) -> Resultat<Base> {
        let base = match () {
            () if self.adresse.starts_with("sqlite:") => self.sqlite().await?,
            () if self.adresse.starts_with("postgres:") || self.adresse.starts_with("postgresql:") => {
                self.postgres().await?
            }
            () => return Err(ErreurBase::Adresse(self.adresse)),
        };
        migrations::appliquer(&base).await?;
        base.guerir_index().await?;
        coffre::verifier(base.coffre(), base.lecture()).await?;
        Ok(base)
    }

    async fn sqlite(&self) -> Resultat<Base> {
        let pages_max = self.pages_max;
        creer_prive(&fichier_sqlite(&self.adresse));
        let options = |lecteur: bool, attente: u64| {
            let mut o = ConnectOptions::new(self.adresse.clone());
            o.max_connections(if lecteur { LECTEURS } else { 1 }).min_connections(1);
            o.sqlx_logging(false).test_before_acquire(false);
            // Whoever waits to write is told so before they give up; a reader only waits for readers.
            o.acquire_timeout(Duration::from_secs(if lecteur { 30 } else { 10 }));
            o.map_sqlx_sqlite_opts(move |s| {
                let s = s
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_millis(attente))
                    .pragma("journal_mode", "WAL")
                    .pragma("synchronous", "FULL")
                    .pragma("trusted_schema", "OFF")
                    // What is deleted is overwritten: an erased name does not linger in a free page.
                    .pragma("secure_delete", "ON")
                    .pragma("temp_store", "MEMORY")
                    .pragma("cache_size", if lecteur { "-8000" } else { "-48000" });
                let s = match lecteur {
                    true => s.pragma("query_only", "ON"),
                    // Thousands of rows are looked up at once.
                    false => s.row_buffer_size(1_024),
                };
                match pages_max {
                    Some(n) if !lecteur => s.pragma("max_page_count", n.to_string()),
                    _ => s,
                }
            });
            o
        };
        // The writer first: it creates the file and switches it to WAL.
        let ecriture = self.connecter(options(false, ATTENTE)).await?;
        let lecture = self.connecter(options(true, ATTENTE)).await?;
        let dossiers = self.connecter(options(true, ATTENTE)).await?;
        verifier_sqlite(&ecriture).await?;
        let mut o = options(false, PATIENCE);
        o.min_connections(0).connect_lazy(true);
        let entretien = self.connecter(o).await?;
        let fichier = Some(fichier_sqlite(&self.adresse));
        let coffre = self.coffre(fichier.as_deref())?;
        Ok(Base::nouvelle(Moteur::Sqlite, fichier, coffre, [lecture, dossiers, ecriture, entretien]))
    }

    async fn postgres(&self) -> Resultat<Base> {
        let mut o = ConnectOptions::new(self.adresse.clone());
        o.max_connections(SERVEUR.1).sqlx_logging(false).acquire_timeout(Duration::from_secs(15));
        o.set_application_name("passerelle");
        let ecriture = self.connecter(o.clone()).await?;
        let mut seule = o.clone();
        seule.max_connections(1).min_connections(0).connect_lazy(true);
        seule.map_sqlx_postgres_opts(|p| p.options([("lock_timeout", PATIENCE.to_string())]));
        let entretien = self.connecter(seule).await?;
        // Apart from those that write: a writer reads too, and writers that held every connection
        // would each wait for one more.
        o.max_connections(SERVEUR.0);
        o.map_sqlx_postgres_opts(|p| p.options([("default_transaction_read_only", "on")]));
        let lecture = self.connecter(o.clone()).await?;
        o.max_connections(SERVEUR.2);
        let dossiers = self.connecter(o).await?;
        let coffre = self.coffre(None)?;
        Ok(Base::nouvelle(Moteur::Postgres, None, coffre, [lecture, dossiers, ecriture, entretien]))
    }

    fn coffre(&self, fichier: Option<&Path>) -> Resultat<Coffre> {
        Ok(Coffre::au(self.cle.clone().unwrap_or_else(|| chemin_par_defaut(fichier)))?)
    }

    async fn connecter(&self, options: ConnectOptions) -> Resultat<DatabaseConnection> {
        Database::connect(options).await.map_err(|e| ErreurBase::Ouverture {
            adresse: sans_mot_de_passe(&self.adresse),
            cause: match ErreurBase::from(e) {
                ErreurBase::Occupee(_) => "le serveur ne répond pas ; vérifiez l'adresse et qu'il est démarré".into(),
                ErreurBase::Contrainte(_, e)
                | ErreurBase::Conflit(e)
                | ErreurBase::Perdue(e)
                | ErreurBase::Moteur(e) => e.to_string(),
                autre => autre.to_string(),
            },
        })
    }
}

impl Base {
    fn nouvelle(
        moteur: Moteur,
        fichier: Option<PathBuf>,
        coffre: Coffre,
        [lecture, dossiers, ecriture, entretien]: [DatabaseConnection; 4],
    ) -> Self {
        let (tour, nettoyee, abimee) = (Arc::new(Semaphore::new(1)), Arc::default(), Arc::default());
        Self { moteur, fichier, coffre, lecture, dossiers, ecriture, tour, entretien, nettoyee, abimee }
    }

    pub fn moteur(&self) -> Moteur {
        self.moteur
    }

    /// The same base, which tells every statement that it runs: what two answers cost is compared by it.
    pub fn ecoutee(&self, entendre: impl Fn(&str) + Clone + Send + Sync + 'static) -> Self {
        let mut base = self.clone();
        for conn in [&mut base.lecture, &mut base.dossiers, &mut base.ecriture] {
            let entendre = entendre.clone();
            conn.set_metric_callback(move |dit| entendre(&dit.statement.sql));
        }
        base
    }

    /// What seals its secrets.
    pub fn coffre(&self) -> &Coffre {
        &self.coffre
    }

    /// The connection for reading. Both engines refuse any write through it.
    pub fn lecture(&self) -> &DatabaseConnection {
        &self.lecture
    }

    /// Tells the planner what a mass of writes has changed.
    pub async fn analyser(&self) -> Resultat<()> {
        let tables: Vec<&str> = migrations::tables().collect();
        self.ecriture.execute_unprepared(&self.moteur.analyser(&tables)).await?;
        Ok(())
    }

    /// The tables that the migrations make, in their order.
    pub fn tables() -> impl Iterator<Item = &'static str> {
        migrations::tables()
    }

    /// The number of the last migration of this program.
    pub fn derniere_migration() -> i64 {
        migrations::derniere()
    }

    /// The size of an embedded base, in bytes.
    pub fn taille(&self) -> Option<u64> {
        self.fichier.as_ref().and_then(|f| std::fs::metadata(f).ok()).map(|m| m.len())
    }

    /// Destroys the base: its file, or its tables. Nothing is left.
    pub async fn detruire(self) -> Resultat<()> {
        let (moteur, fichier) = (self.moteur, self.fichier.clone());
        if moteur == Moteur::Postgres {
            migrations::defaire(&self).await?;
        }
        self.fermer().await?;
        for suffixe in ["", "-wal", "-shm", "-import", "-rapprochement", ".cle"] {
            let Some(chemin) = &fichier else { break };
            let mut nom = chemin.clone().into_os_string();
            nom.push(suffixe);
            // What was never created needs no removal.
            let _ = std::fs::remove_file(nom);
        }
        Ok(())
    }

    /// Closes the connections; on SQLite the write-ahead log is folded into the file.
    pub async fn fermer(self) -> Resultat<()> {
        self.lecture.close().await?;
        self.dossiers.close().await?;
        self.entretien.close().await?;
        self.ecriture.close().await?;
        Ok(())
    }
}

/// A base file copied from a network share or opened by an old library would lose writes
/// silently; it is refused here, aloud.
async fn verifier_sqlite(conn: &DatabaseConnection) -> Resultat<()> {
    let lire = async |sql: &str| -> Resultat<String> {
        let stmt = Statement::from_string(Moteur::Sqlite.backend(), sql);
        let ligne = conn.query_one_raw(stmt).await?;
        Ok(match ligne {
            Some(l) => match l.try_get_by_index::<String>(0) {
                Ok(t) => t,
                Err(_) => l.try_get_by_index::<i64>(0)?.to_string(),
            },
            None => String::new(),
        })
    };
    let version = lire("SELECT sqlite_version()").await?;
    if !garde_les_ecritures(&version) {
        return Err(ErreurBase::SqliteTropAncien(version));
    }
    for (pragma, attendu) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let lu = lire(&format!("PRAGMA {pragma}")).await?;
        if lu != attendu {
            return Err(ErreurBase::Reglage(pragma, lu));
        }
    }
    Ok(())
}

/// Versions of before may lose committed writes when a log is emptied while others write.
fn garde_les_ecritures(version: &str) -> bool {
    let nombres: Vec<u32> = version.split('.').filter_map(|n| n.parse().ok()).collect();
    nombres >= vec![3, 51, 3]
}

/// A new base is read by nobody but its owner. Whatever fails here fails again, with its words,
/// when SQLite opens the file.
fn creer_prive(chemin: &std::path::Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(chemin));
    #[cfg(unix)]
    fermer_aux_autres(chemin);
}

/// A base that was copied here, or made under a wide mask, loses what it lets everybody do; its owner and their group keep
/// what they chose.
#[cfg(unix)]
fn fermer_aux_autres(chemin: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    for suffixe in ["", "-wal", "-shm"] {
        let mut nom = chemin.to_owned().into_os_string();
        nom.push(suffixe);
        let Ok(connus) = std::fs::metadata(&nom).map(|m| m.permissions()) else { continue };
        if connus.mode() & 0o007 != 0 {
            let fermes = std::fs::Permissions::from_mode(connus.mode() & 0o770);
            if let Err(cause) = std::fs::set_permissions(&nom, fermes) {
                tracing::warn!(%cause, "le fichier de la base reste lisible par tous les comptes de cette machine");
            }
        }
    }
}

/// `sqlite:chemin`, `sqlite://chemin`, with or without `?options`.
pub fn fichier_sqlite(adresse: &str) -> PathBuf {
    let chemin = adresse.trim_start_matches("sqlite:").trim_start_matches("//");
    PathBuf::from(chemin.split('?').next().unwrap_or(chemin))
}

fn sans_mot_de_passe(adresse: &str) -> String {
    match (adresse.find("://"), adresse.rfind('@')) {
        (Some(debut), Some(fin)) if debut < fin => {
            let utilisateur = adresse[debut + 3..fin].split(':').next().unwrap_or("");
            format!("{}://{utilisateur}{}", &adresse[..debut], &adresse[fin..])
        }
        _ => adresse.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_never_reaches_an_error() {
        assert_eq!(sans_mot_de_passe("postgres://lea:secret@hote/base"), "postgres://lea@hote/base");
        assert_eq!(sans_mot_de_passe("sqlite:passerelle.db"), "sqlite:passerelle.db");
    }
    #[test]
    fn a_version_that_may_lose_writes_is_known() {
        for (version, garde) in
            [("3.51.2", false), ("3.9.0", false), ("", false), ("3.51.3", true), ("3.52.0", true), ("4.0.0", true)]
        {
            assert_eq!(garde_les_ecritures(version), garde, "{version}");
        }
    }

    #[tokio::test]
    async fn a_base_whose_settings_do_not_hold_is_refused() {
        let dossier = tempfile::tempdir().unwrap();
        let adresse = |nom: &str| format!("sqlite:{}?mode=rwc", dossier.path().join(nom).display());
        let ouvrir = async |nom: &str, avant: &[&str]| {
            let mut o = ConnectOptions::new(adresse(nom));
            o.max_connections(1);
            let conn = sea_orm::Database::connect(o).await.unwrap();
            for pragma in avant {
                conn.execute_unprepared(&format!("PRAGMA {pragma}")).await.unwrap();
            }
            verifier_sqlite(&conn).await
        };
        let justes = ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"];
        ouvrir("juste.db", &justes).await.unwrap();
        for (faux, dit) in [
            ("journal_mode = DELETE", "journal_mode"),
            ("synchronous = NORMAL", "synchronous"),
            ("foreign_keys = OFF", "foreign_keys"),
        ] {
            let refus = ouvrir(&format!("{dit}.db"), &[&justes[..], &[faux]].concat()).await.unwrap_err();
            assert!(matches!(refus, ErreurBase::Reglage(pragma, _) if pragma == dit), "{faux}: {refus}");
        }
    }
}
