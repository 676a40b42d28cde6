//! A small named world on every engine at hand: an empty base, deliveries, visitors.
//!
//! SQLite always; PostgreSQL too when `PASSERELLE_TEST_POSTGRES` holds the address of a server,
//! in a database of its own that goes away with the world. A failing story names its engine:
//!
//! ```ignore
//! for monde in mondes("amina_signe").await {
//!     let rapport = monde.livrer(&Monde::livraison_de_base()).await;
//!     …
//! }
//! ```

pub mod acteurs;
pub mod chemin;
pub mod golden;
pub mod guide;
mod habitee;
pub mod hostile;
pub mod html;
pub mod interdits;
pub mod listes;
mod livraison;
mod modele;
pub mod personnes;
pub mod porte;
mod programme;
pub mod rapprochements;
mod regard;
mod regards;
pub mod semis;
pub mod tirages;
mod visiteur;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use passerelle::demonstration;
use passerelle::figures;
use passerelle::natures::NATURES;
use passerelle::routes;
use passerelle_socle::access::{Accorde, Acteur, Action, Faits, Objet, may};
use passerelle_socle::db::{Base, Moteur, Ouverture};
use passerelle_socle::destruction::{Parole, Permis};
use passerelle_socle::echanges::{self, Mode, Rapport, Temoin};
use passerelle_socle::figure::Figures;
use passerelle_socle::personne::Personnes;
use passerelle_socle::temps::HorlogeFixe;
use passerelle_socle::web::{Etat, Interieur, Reglages};

pub use habitee::{JETON, poser_gabarit};
pub use livraison::Livraison;
use modele::Modele;
pub use passerelle::personnes::PERSONNES;
pub use programme::programme;
pub use regard::{id_de, premier, textes};
pub use regards::Regard;
pub use visiteur::{Reponse, Visiteur};

/// Holds the address of a PostgreSQL server for the tests.
const POSTGRES: &str = "PASSERELLE_TEST_POSTGRES";

/// A base and its surroundings.
pub struct Monde {
    /// The facts.
    pub base: Base,
    /// « SQLite » or « PostgreSQL », for messages.
    pub moteur: &'static str,
    /// Where its files are; gone with it.
    pub dossier: tempfile::TempDir,
    /// What each capability holds of a person; a story may invent one.
    pub personnes: Personnes,
    /// What is counted here; a story may add its own.
    pub figures: Figures,
    demonstration: bool,
    adresse: String,
    /// The server and the name of its database there.
    distante: Option<(String, String)>,
    livraisons: AtomicU32,
}

/// An empty base on each engine at hand.
pub async fn mondes(nom: &str) -> Vec<Monde> {
    let mut mondes = vec![Monde::sqlite(|o| o).await];
    if let Ok(adresse) = std::env::var(POSTGRES) {
        mondes.push(Monde::postgres(nom, &adresse, Modele::Vide).await);
    }
    mondes
}

/// The demonstration on each engine at hand.
pub async fn mondes_de_demonstration(nom: &str) -> Vec<Monde> {
    let mut mondes = Vec::new();
    for moteur in moteurs() {
        mondes.push(Monde::de_demonstration(nom, moteur).await);
    }
    mondes
}

/// The engines at hand, for tests that are told engine by engine.
pub fn moteurs() -> Vec<Moteur> {
    let postgres = std::env::var(POSTGRES).is_ok().then_some(Moteur::Postgres);
    std::iter::once(Moteur::Sqlite).chain(postgres).collect()
}

impl Monde {
    /// An empty SQLite base, opened as `regler` says.
    pub async fn sqlite(regler: impl FnOnce(Ouverture) -> Ouverture) -> Self {
        Self::sur(None, regler).await
    }

    /// A SQLite base on a copy of this file.
    async fn sur(modele: Option<&Path>, regler: impl FnOnce(Ouverture) -> Ouverture) -> Self {
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join("monde.db");
        if let Some(modele) = modele {
            std::fs::copy(modele, &fichier).unwrap();
        }
        let adresse = format!("sqlite:{}", fichier.display());
        let base = regler(Ouverture::adresse(&adresse).cle(Some(modele::cle()))).ouvrir().await.unwrap();
        Self::nouveau(base, dossier, adresse, None)
    }

    /// The demonstration on one engine.
    pub async fn de_demonstration(nom: &str, moteur: Moteur) -> Self {
        Self::copie(nom, moteur, Modele::Demonstration).await
    }

    /// The demonstration on one engine, with something in every list.
    pub async fn garnie(nom: &str, moteur: Moteur) -> Self {
        Self::copie(nom, moteur, Modele::Garnie).await
    }

    /// The demonstration on one engine, with somebody in every state for every role: see [`Monde::regards`].
    pub async fn habitee(nom: &str, moteur: Moteur) -> Self {
        Self::copie(nom, moteur, Modele::Habitee).await
    }

    /// A copy of a model that holds the demonstration.
    async fn copie(nom: &str, moteur: Moteur, modele: Modele) -> Self {
        let mut monde = match moteur {
            Moteur::Sqlite => Self::sur(Some(&modele::fichier(modele).await), |o| o).await,
            Moteur::Postgres => {
                let serveur = std::env::var(POSTGRES).expect("the address of a server");
                Self::postgres(nom, &serveur, modele).await
            }
        };
        monde.demonstration = true;
        monde
    }

    /// Loads the demonstration.
    pub async fn preparer_la_demonstration(&mut self) {
        demonstration::preparer(&self.base, &Self::horloge(), &()).await.unwrap();
        self.demonstration = true;
    }

    async fn postgres(nom: &str, serveur: &str, modele: Modele) -> Self {
        static RANG: AtomicU32 = AtomicU32::new(0);
        // The process and a rank tell apart tests that run together, whatever runs them.
        let rang = RANG.fetch_add(1, Ordering::Relaxed);
        let suffixe = format!("_{}_{rang}", std::process::id());
        let nom: String = nom.chars().take(63 - suffixe.len()).chain(suffixe.chars()).collect();
        let adresse = modele::base_de_donnees(serveur, &nom, modele).await;
        let base = Ouverture::adresse(&adresse).cle(Some(modele::cle())).ouvrir().await.unwrap();
        Self::nouveau(base, tempfile::tempdir().unwrap(), adresse, Some((serveur.to_owned(), nom)))
    }

    fn nouveau(base: Base, dossier: tempfile::TempDir, adresse: String, distante: Option<(String, String)>) -> Self {
        let moteur = match base.moteur() {
            Moteur::Sqlite => "SQLite",
            Moteur::Postgres => "PostgreSQL",
        };
        Self {
            base,
            moteur,
            dossier,
            personnes: &PERSONNES,
            figures: figures::rassembler().unwrap(),
            demonstration: false,
            adresse,
            distante,
            livraisons: AtomicU32::new(0),
        }
    }

    /// The time in every world: a Tuesday morning of February 2018.
    pub fn horloge() -> HorlogeFixe {
        HorlogeFixe("2018-02-20T09:30:00Z".parse().unwrap())
    }

    /// What to give the binary after `--base`.
    pub fn adresse(&self) -> &str {
        &self.adresse
    }

    /// Opens the same base once more, as another process would.
    pub async fn rouvrir(&self) -> Base {
        Ouverture::adresse(&self.adresse).cle(Some(modele::cle())).ouvrir().await.unwrap()
    }

    /// The proof that the command line may do something.
    pub fn accorde(action: Action, objet: Objet) -> Accorde {
        may(&Acteur::Systeme, action, objet, &Faits::default()).unwrap()
    }

    /// The permission to destroy what is due at an instant, given by somebody: stories go through years at once.
    pub async fn permis(&self, horloge: &HorlogeFixe) -> Permis {
        Permis::demander(&self.base, horloge, Parole::Donnee).await.unwrap().unwrap()
    }

    /// Writes texts as the files of a delivery, without importing them.
    pub fn deposer<T: AsRef<[u8]>>(&self, fichiers: &[(&str, T)]) -> PathBuf {
        let rang = self.livraisons.fetch_add(1, Ordering::Relaxed);
        let dossier = self.dossier.path().join(format!("livraison-{rang}"));
        std::fs::create_dir(&dossier).unwrap();
        for (nom, octets) in fichiers {
            std::fs::write(dossier.join(nom), octets).unwrap();
        }
        dossier
    }

    /// Imports texts as the files of a delivery.
    pub async fn livrer<T: AsRef<[u8]>>(&self, fichiers: &[(&str, T)]) -> Rapport {
        self.livrer_mode(fichiers, &Mode::default()).await
    }

    /// The same, in a given mode.
    pub async fn livrer_mode<T: AsRef<[u8]>>(&self, fichiers: &[(&str, T)], mode: &Mode) -> Rapport {
        let dossier = self.deposer(fichiers);
        self.importer(&[dossier], mode).await.unwrap()
    }

    /// Imports files and folders.
    pub async fn importer(&self, chemins: &[PathBuf], mode: &Mode) -> anyhow::Result<Rapport> {
        self.importer_devant(chemins, mode, &()).await
    }

    /// The same, before somebody who listens.
    pub async fn importer_devant(
        &self,
        chemins: &[PathBuf],
        mode: &Mode,
        temoin: &dyn Temoin,
    ) -> anyhow::Result<Rapport> {
        let accorde = Self::accorde(Action::Importer, Objet::Imports);
        echanges::importer(&self.base, &Self::horloge(), &accorde, &NATURES, chemins, mode, temoin).await
    }

    /// What every handler is given.
    pub fn etat(&self) -> Etat {
        Etat::nouveau(Interieur {
            base: self.base.clone(),
            horloge: Box::new(Self::horloge()),
            natures: &NATURES,
            figures: self.figures.clone(),
            menu: &routes::MENU,
            personnes: self.personnes,
            volets: &routes::VOLETS,
            territoire: "Territoire des Lacs".into(),
            demonstration: self.demonstration,
            https: false,
            reglages: Reglages::default(),
        })
    }

    /// The whole service on this base.
    pub fn service(&self) -> axum::Router {
        routes::service(self.etat())
    }
}

impl Drop for Monde {
    fn drop(&mut self) {
        thread_local!(static DIT: Cell<bool> = const { Cell::new(false) });
        // The world of the story that fails goes first; those after it have nothing to say.
        if std::thread::panicking() && !DIT.replace(true) {
            eprintln!("l'histoire échoue sur {}", self.moteur);
        }
        let Some((serveur, nom)) = self.distante.take() else { return };
        // A thread and a runtime of its own: a drop may not wait on those of the test.
        let menage = std::thread::spawn(move || {
            let fil = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            fil.block_on(modele::jeter(&serveur, &nom));
            Some(())
        });
        let _ = menage.join();
    }
}
