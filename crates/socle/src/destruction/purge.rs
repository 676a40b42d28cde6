//! What is older than the duration goes; the chain stays verifiable from an anchor, and from the line kept after it.
//!
//! That line is the witness: the chain says when it was written, so that whoever verifies sees that what went was old.
//! It is the first line kept, when it is old enough itself; otherwise the last of the old ones stays, until the next
//! purge finds a better one.

use chrono::Months;
use sea_orm::FromQueryResult;

use super::permis::{Part, Permis, Quoi};
use crate::access::{Acteur, Action, Objet};
use crate::db::{self, Base, Executeur, Resultat};
use crate::journal::{AGE_DU_TEMOIN, Entree, conservation, ecrire};
use crate::temps::Instant;

/// Lines deleted between two commits, so that nobody waits. Each batch lays its own anchor: no line is ever under one.
const LOT: i64 = 20_000;

#[derive(FromQueryResult)]
struct Ligne {
    numero: i64,
    instant: Instant,
}

#[derive(FromQueryResult)]
struct Chainee {
    numero: i64,
    empreinte: Vec<u8>,
}

/// How many lines go at once without anybody's word: so many, or so many hundredths of the journal.
const PART: Part = Part { plancher: 50_000, centiemes: 10 };

/// Purges; returns how many lines went. More than a share waits for somebody's word.
pub async fn purger(base: &Base, permis: &Permis) -> Resultat<u64> {
    let maintenant = permis.maintenant();
    let mois = conservation(maintenant.date_paris()).mois;
    let limite = maintenant.utc().checked_sub_months(Months::new(mois)).unwrap_or_default().timestamp_millis();
    let fin = borne(base.lecture(), maintenant, limite).await?;
    let dues =
        db::compter(base.lecture(), "SELECT count(*) FROM journal WHERE numero <= $1", [fin.into()]).await? as u64;
    let toutes = db::compter(base.lecture(), "SELECT count(*) FROM journal", []).await? as u64;
    if !permis.laisse(dues, toutes, PART) {
        let tx = base.transaction().await?;
        permis.retenir(&tx, Quoi::Journal, dues).await?;
        tx.commit().await?;
        return Ok(0);
    }
    let (mut parties, mut dite) = (0, false);
    loop {
        let tx = base.transaction().await?;
        let sql = "SELECT numero, empreinte FROM (SELECT numero, empreinte FROM journal WHERE numero <= $1 \
                   AND empreinte IS NOT NULL ORDER BY numero LIMIT $2) lot ORDER BY numero DESC LIMIT 1";
        let Some(derniere) = db::ligne::<Chainee>(&tx, sql, [fin.into(), LOT.into()]).await? else {
            tx.rollback().await?;
            break;
        };
        let sql = "INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) VALUES ($1, $2, 'purge', $3)";
        let valeurs = [derniere.numero.into(), derniere.empreinte.into(), maintenant.millis().into()];
        db::executer(&tx, sql, valeurs).await?;
        parties += db::executer(&tx, "DELETE FROM journal WHERE numero <= $1", [derniere.numero.into()]).await?;
        if !std::mem::replace(&mut dite, true) {
            let entree = Entree::sur(Action::Retirer, Objet::Journal).detail(format!("purge avant {}", fin + 1));
            ecrire(&tx, maintenant, &Acteur::Systeme, entree);
        }
        tx.commit().await?;
    }
    Ok(parties)
}

/// The last line that may go. The numbers follow the commits, the instants what they tell: nothing young may be under the cut.
async fn borne(conn: &impl Executeur, maintenant: Instant, limite: i64) -> Resultat<i64> {
    let sql = "SELECT numero, instant FROM journal WHERE instant >= $1 ORDER BY numero LIMIT 1";
    let gardee: Option<Ligne> = db::ligne(conn, sql, [limite.into()]).await?;
    Ok(match gardee {
        Some(l) if l.instant.millis() <= maintenant.millis() - AGE_DU_TEMOIN => l.numero - 1,
        Some(l) => l.numero - 2,
        None => db::compter(conn, "SELECT numero - 1 FROM journal_tete", []).await?,
    })
}
