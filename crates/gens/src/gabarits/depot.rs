//! A file that was dropped and waits for its columns to be told: in a folder of this process, for its sender alone, for two
//! hours. Nothing of it is kept in the base before it is imported.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use tempfile::TempDir;

use super::lecture::{Connu, Lecture};
use passerelle_socle::access::{Acteur, Compte};
use passerelle_socle::echanges::Rapport;

/// How long a file waits, in milliseconds.
const GARDE: i64 = 2 * 3_600_000;
/// Files of one account that wait at once; the oldest makes way.
const PAR_COMPTE: usize = 3;
/// Files of everybody that wait at once.
const EN_TOUT: usize = 60;

/// Marks the identifier of a file that waits.
#[derive(Debug)]
pub struct Attente;

/// A file that waits.
pub(super) struct Depot {
    /// Where its bytes are; gone with it.
    pub dossier: TempDir,
    /// Its name, as its sender called it.
    pub nom: String,
    /// What is understood of it.
    pub lue: Lecture,
    /// What the last import of it gave.
    pub fait: Option<Fait>,
    /// An import of it goes on.
    pub en_cours: bool,
}

/// What an import gave.
#[derive(Clone, Debug)]
pub(super) struct Fait {
    pub rapport: Rapport,
    pub a_blanc: bool,
    /// What kept it from ending.
    pub erreur: Option<String>,
}

impl Depot {
    /// The file.
    pub fn chemin(&self) -> PathBuf {
        self.dossier.path().join(&self.nom)
    }

    /// Reads another of its tables; nothing changes when there is no such one.
    pub fn lire_plutot(&mut self, rang: usize, connu: &Connu<'_>) {
        let mut tables = std::mem::take(&mut self.lue.autres);
        if rang >= tables.len() {
            self.lue.autres = tables;
            return;
        }
        let voulue = tables.remove(rang);
        tables.insert(0, std::mem::take(&mut self.lue.etude));
        self.lue = Lecture { autres: tables, ..Lecture::de(&self.nom, vec![voulue], connu) };
        self.fait = None;
    }
}

struct Garde {
    compte: Id<Compte>,
    le: Instant,
    depot: Arc<Mutex<Depot>>,
}

static DEPOTS: LazyLock<Mutex<HashMap<Id<Attente>, Garde>>> = LazyLock::new(Mutex::default);

fn tous() -> MutexGuard<'static, HashMap<Id<Attente>, Garde>> {
    DEPOTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens what is behind a lock: a panic elsewhere spoils no file.
pub(super) fn ouvrir(depot: &Mutex<Depot>) -> MutexGuard<'_, Depot> {
    depot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a file waiting for whoever sent it.
pub(super) fn garder(acteur: &Acteur, maintenant: Instant, depot: Depot) -> Option<Id<Attente>> {
    let compte = acteur.compte()?;
    let id = passerelle_socle::db::nouvel_id();
    let mut depots = tous();
    depots.retain(|_, d| maintenant.millis() - d.le.millis() < GARDE);
    let plus_ancien = |depots: &HashMap<Id<Attente>, Garde>, sien: bool| {
        let eux = depots.iter().filter(|(_, d)| !sien || d.compte == compte);
        eux.min_by_key(|(id, d)| (d.le.millis(), **id)).map(|(id, _)| *id)
    };
    while depots.values().filter(|d| d.compte == compte).count() >= PAR_COMPTE
        && let Some(ancien) = plus_ancien(&depots, true)
    {
        depots.remove(&ancien);
    }
    while depots.len() >= EN_TOUT
        && let Some(ancien) = plus_ancien(&depots, false)
    {
        depots.remove(&ancien);
    }
    depots.insert(id, Garde { compte, le: maintenant, depot: Arc::new(Mutex::new(depot)) });
    Some(id)
}

/// A file that waits, for its sender alone.
pub(super) fn prendre(acteur: &Acteur, maintenant: Instant, id: Id<Attente>) -> Option<Arc<Mutex<Depot>>> {
    let compte = acteur.compte()?;
    let depots = tous();
    let sien = depots.get(&id).filter(|d| d.compte == compte && maintenant.millis() - d.le.millis() < GARDE)?;
    Some(sien.depot.clone())
}
