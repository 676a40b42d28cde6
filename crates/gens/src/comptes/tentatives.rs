//! Tries, taken from a budget before they are judged.
//!
//! A budget is one row, the instant at which it will be whole again (the generic cell rate algorithm): a try moves that
//! instant, or is refused, in one statement. Several servers on one base, and any number of tries at once, never let more
//! through than it holds. What it is about (an account, an address) is kept as a hash, until the budget is whole again.

use std::time::Duration;

use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};

use super::model::Budget;
use super::rules::{attente, avance};
use passerelle_socle::db::{self, Base, Executeur, Resultat, Tx};

/// What is tried, and the budget it has.
pub(super) struct Cible {
    cle: Vec<u8>,
    budget: &'static Budget,
}

/// `quoi`: « compte », « adresse »… ; `valeur`: which one.
pub(super) fn cible(budget: &'static Budget, quoi: &str, valeur: &str) -> Cible {
    Cible { cle: Sha256::digest(format!("{quoi}:{valeur}")).to_vec(), budget }
}

#[derive(FromQueryResult)]
struct Rempli {
    rempli_le: Instant,
}

/// How long until the budget holds a try; nothing when it holds one.
pub(super) async fn manque(conn: &impl Executeur, maintenant: Instant, cible: &Cible) -> Resultat<Option<Duration>> {
    let lu: Option<Rempli> =
        db::ligne(conn, "SELECT rempli_le FROM tentatives WHERE cle = $1", [cible.cle.clone().into()]).await?;
    let millis = lu.map_or(0, |r| attente(r.rempli_le, maintenant, cible.budget));
    Ok(u64::try_from(millis).ok().filter(|m| *m > 0).map(Duration::from_millis))
}

/// Takes one try from each budget, or none at all: then how long to wait, the same whether what is tried exists or not.
/// Each is taken in a transaction of its own: nobody holds a row while waiting for another.
pub(super) async fn prendre(base: &Base, maintenant: Instant, cibles: &[Cible]) -> Resultat<Result<(), Duration>> {
    // A spent budget is read, not written: whoever hammers at it costs the writers nothing.
    for c in cibles {
        if let Some(attente) = manque(base.lecture(), maintenant, c).await? {
            return Ok(Err(attente));
        }
    }
    for (rang, c) in cibles.iter().enumerate() {
        let tx = base.transaction().await?;
        if !prendre_un(&tx, maintenant, c).await? {
            rendre(&tx, &cibles[..rang]).await?;
            tx.commit().await?;
            return Ok(Err(manque(base.lecture(), maintenant, c).await?.unwrap_or(c.budget.retour)));
        }
        // A budget that is whole again says nothing.
        db::executer(&tx, "DELETE FROM tentatives WHERE rempli_le <= $1", [maintenant.into()]).await?;
        tx.commit().await?;
    }
    Ok(Ok(()))
}

async fn prendre_un(tx: &Tx, maintenant: Instant, cible: &Cible) -> Resultat<bool> {
    let retour = cible.budget.retour;
    let sql = "INSERT INTO tentatives (cle, rempli_le) VALUES ($1, $2) ON CONFLICT (cle) DO UPDATE SET rempli_le = \
               CASE WHEN tentatives.rempli_le > $3 THEN tentatives.rempli_le + $4 ELSE $2 END \
               WHERE tentatives.rempli_le <= $5";
    let valeurs = [
        cible.cle.clone().into(),
        (maintenant + retour).into(),
        maintenant.into(),
        (retour.as_millis() as i64).into(),
        (maintenant + avance(cible.budget)).into(),
    ];
    Ok(db::executer(tx, sql, valeurs).await? > 0)
}

/// Gives back the try that was taken: it was right. Those of others stay taken.
pub(super) async fn rendre(tx: &Tx, cibles: &[Cible]) -> Resultat<()> {
    for c in cibles {
        let retour = c.budget.retour.as_millis() as i64;
        let sql = "UPDATE tentatives SET rempli_le = rempli_le - $2 WHERE cle = $1";
        db::executer(tx, sql, [c.cle.clone().into(), retour.into()]).await?;
    }
    Ok(())
}
