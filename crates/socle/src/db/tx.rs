//! A writing transaction, and what waits for its commit.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use sea_orm::{TransactionSession, TransactionTrait};

use tokio::sync::OwnedSemaphorePermit;

use super::{Lot, Promesse, Resultat};

/// A transaction; dropped without `commit`, it leaves no trace.
///
/// The lines of the journal, which queue behind all other writers at the head of its chain, are not
/// written when they are known but just before the commit, so that nobody waits for it longer than the
/// commit lasts, and so that its lock is the last one taken: two transactions never hold one lock each
/// and wait for the other's.
#[derive(Debug)]
pub struct Tx {
    moteur: DatabaseTransaction,
    attente: Arc<Mutex<Attente>>,
    /// What the transaction around this one has waiting, when this one is a savepoint.
    autour: Option<Arc<Mutex<Attente>>>,
    /// Where the lines of a reading go, which writes nothing itself.
    suite: Option<Suite>,
    /// The turn of a gesture, given back as it ends.
    _tour: Option<OwnedSemaphorePermit>,
}

/// Writes the lines that have waited: the journal's own, handed down with the lines.
pub type Sceau = for<'a> fn(&'a Tx, Vec<Lot>) -> Pin<Box<dyn Future<Output = Resultat<()>> + Send + 'a>>;

/// Begins what only writes the lines of a reading, once they are all known.
pub(super) struct Suite(pub Box<dyn FnOnce() -> Promesse<'static, Tx> + Send + Sync>);

impl std::fmt::Debug for Suite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Suite")
    }
}

#[derive(Debug, Default)]
struct Attente {
    lots: Vec<Lot>,
    sceau: Option<Sceau>,
}

fn prendre(attente: &Mutex<Attente>) -> MutexGuard<'_, Attente> {
    attente.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tx {
    pub(super) fn nouvelle(moteur: DatabaseTransaction, tour: Option<OwnedSemaphorePermit>) -> Self {
        Self { moteur, attente: Arc::default(), autour: None, suite: None, _tour: tour }
    }

    pub(super) fn lecture(moteur: DatabaseTransaction, suite: Suite) -> Self {
        Self { moteur, attente: Arc::default(), autour: None, suite: Some(suite), _tour: None }
    }

    /// Keeps lines of the journal for the commit, with the last ones kept when they say the same.
    pub fn au_commit(&self, sceau: Sceau, lot: Lot) {
        let mut attente = prendre(&self.attente);
        attente.sceau = Some(sceau);
        match attente.lots.last_mut() {
            Some(dernier) if dernier.commun == lot.commun => dernier.objets.extend(lot.objets),
            _ => attente.lots.push(lot),
        }
    }

    /// A savepoint: what it writes, and what waits in it, is kept or dropped together.
    pub async fn begin(&self) -> Resultat<Self> {
        let moteur = self.moteur.begin().await?;
        Ok(Self { moteur, attente: Arc::default(), autour: Some(self.attente.clone()), suite: None, _tour: None })
    }

    /// Writes what has waited, then makes everything last.
    pub async fn commit(self) -> Resultat<()> {
        let Attente { lots, sceau } = std::mem::take(&mut *prendre(&self.attente));
        if let Some(Suite(ouvrir)) = self.suite {
            // A reader's connection is given back before one waits for its turn to write.
            self.moteur.commit().await?;
            let Some(sceau) = sceau else { return Ok(()) };
            let ligne = ouvrir().await?;
            sceau(&ligne, lots).await?;
            return Ok(ligne.moteur.commit().await?);
        }
        match (&self.autour, sceau) {
            (None, Some(sceau)) => sceau(&self, lots).await?,
            (Some(autour), Some(_)) => {
                self.moteur.commit().await?;
                let mut autour = prendre(autour);
                autour.sceau = sceau;
                autour.lots.extend(lots);
                return Ok(());
            }
            (_, None) => {}
        }
        Ok(self.moteur.commit().await?)
    }

    /// Forgets everything.
    pub async fn rollback(self) -> Resultat<()> {
        Ok(TransactionSession::rollback(self.moteur).await?)
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.moteur.get_database_backend()
    }
    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.moteur.execute_raw(stmt).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.moteur.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.moteur.query_one_raw(stmt).await
    }
    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.moteur.query_all_raw(stmt).await
    }
}
