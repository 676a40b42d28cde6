//! How a transaction begins: the only doors through which anything is written.
//!
//! A rule that reads before it writes (« is it shared already? », « is this code still good? ») is true only if nobody
//! writes between the two. Gestures are therefore played one after the other on both engines, from the first line they
//! read to their commit: SQLite has one writer; on PostgreSQL every gesture takes the same advisory lock as it begins.
//! No rule has to remember it, present or to come, since there is no other way to begin
//! ([ADR 0015](../../../../docs/adr/0015-un-geste-a-la-fois.md)).
//!
//! The three other doors cannot break such a rule: a reading writes lines of the journal and nothing else, an import is
//! held by the constraints of its keys, a migration is alone.

use std::time::Duration;

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use super::tx::Suite;
use super::{Base, ErreurBase, Moteur, Resultat, Tx, Verrou};

/// How long a gesture waits for its turn before its reader is told to come back.
const ATTENTE: Duration = Duration::from_secs(8);

/// The turn of a gesture, on a server that others share: the schema is part of the key. It waits for its turn as long as
/// in the process; then, while it makes others wait, for a row that an import holds much less. A server cut off in the
/// middle does not keep its turn.
const PRENDRE: &str = "SET LOCAL lock_timeout = '8s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; \
                       SELECT pg_advisory_xact_lock(7034, hashtext(current_schema())); SET LOCAL lock_timeout = '2s'";

/// A line of the journal alone waits for the head of its chain, and nothing else.
const TENIR: &str = "SET LOCAL lock_timeout = '8s'; SET LOCAL idle_in_transaction_session_timeout = '60s'";

impl Base {
    /// Begins a gesture: what it reads stays true until its commit. Dropped without `commit`, it leaves no trace.
    /// Nothing slow is done in it (a password to hash, a mail, a page to lay out): the others wait.
    pub async fn transaction(&self) -> Resultat<Tx> {
        let attendu = tokio::time::timeout(ATTENTE, self.tour.clone().acquire_owned()).await;
        let tour = attendu.map_err(|_| occupee())?.expect("the turn is never closed");
        let moteur = self.ecrire().await?;
        if self.moteur == Moteur::Postgres {
            moteur.execute_unprepared(PRENDRE).await?;
        }
        Ok(Tx::nouvelle(moteur, Some(tour)))
    }

    /// Begins a reading that the journal is told: both engines refuse any other write, and nobody waits for it. Its lines
    /// are in the journal before what was read is shown, or nothing is shown.
    pub async fn en_lisant(&self) -> Resultat<Tx> {
        let base = self.clone();
        let suite = Suite(Box::new(move || Box::pin(async move { base.ligne().await })));
        Ok(Tx::lecture(self.immobile(&self.dossiers).await?, suite))
    }

    /// A still view of the base: all figures of a report are of the same instant.
    pub async fn instantane(&self) -> Resultat<Tx> {
        Ok(Tx::nouvelle(self.immobile(&self.lecture).await?, None))
    }

    /// Begins a part of the work that this lock is for: rows by the thousand, found again by their keys, beside gestures.
    pub async fn masse(&self, _verrou: &Verrou) -> Resultat<Tx> {
        Ok(Tx::nouvelle(self.ecrire().await?, None))
    }

    /// Begins what only writes lines of the journal: the head of the chain is their turn.
    async fn ligne(&self) -> Resultat<Tx> {
        let moteur = self.ecrire().await?;
        if self.moteur == Moteur::Postgres {
            moteur.execute_unprepared(TENIR).await?;
        }
        Ok(Tx::nouvelle(moteur, None))
    }

    /// Begins a change of the schema, before anybody is served; it waits as long as it must.
    pub(super) async fn schema(&self) -> Resultat<Tx> {
        Ok(Tx::nouvelle(self.ecrire().await?, None))
    }

    async fn ecrire(&self) -> Resultat<DatabaseTransaction> {
        let sqlite_transaction_mode = (self.moteur == Moteur::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..Default::default() };
        Ok(self.ecriture.begin_with_options(options).await?)
    }

    async fn immobile(&self, conn: &DatabaseConnection) -> Resultat<DatabaseTransaction> {
        let isolation_level = (self.moteur == Moteur::Postgres).then_some(IsolationLevel::RepeatableRead);
        let options = TransactionOptions { isolation_level, ..Default::default() };
        Ok(conn.begin_with_options(options).await?)
    }
}

fn occupee() -> ErreurBase {
    DbErr::ConnectionAcquire(ConnAcquireErr::Timeout).into()
}
