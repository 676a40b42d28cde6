//! What is older than the duration goes; the chain stays verifiable from an anchor.

use chrono::Months;
use sea_orm::FromQueryResult;

use super::parametres;
use super::store::{Entree, ecrire};
use crate::access::{Acteur, Action, Objet};
use crate::db::{self, Base, Resultat};
use crate::temps::Horloge;

/// Lines deleted between two commits, so that nobody waits.
const LOT: i64 = 20_000;

#[derive(FromQueryResult)]
struct Ligne {
    numero: i64,
    empreinte: Option<Vec<u8>>,
}

/// Purges; returns how many lines went.
pub async fn purger(base: &Base, horloge: &dyn Horloge) -> Resultat<u64> {
    let maintenant = horloge.maintenant();
    let mois = parametres::conservation(maintenant.date_paris()).mois;
    let limite = maintenant.utc().checked_sub_months(Months::new(mois)).unwrap_or_default();
    // The numbers follow the commits, the instants what they tell: nothing young may be under the cut.
    let sql = "SELECT numero, empreinte FROM journal WHERE instant >= $1 ORDER BY numero LIMIT 1";
    let gardee: Option<Ligne> = db::ligne(base.lecture(), sql, [limite.timestamp_millis().into()]).await?;
    let sql = "SELECT numero, empreinte FROM journal WHERE numero < $1 ORDER BY numero DESC LIMIT 1";
    let borne = gardee.map_or(i64::MAX, |l| l.numero);
    let Some(derniere) = db::ligne::<Ligne>(base.lecture(), sql, [borne.into()]).await? else { return Ok(0) };
    let tx = base.transaction().await?;
    if let Some(empreinte) = derniere.empreinte {
        let sql = "INSERT INTO journal_ancres (numero, empreinte, motif, posee_le) VALUES ($1, $2, 'purge', $3)";
        db::executer(&tx, sql, [derniere.numero.into(), empreinte.into(), maintenant.into()]).await?;
    }
    let entree = Entree::sur(Action::Retirer, Objet::Journal).detail(format!("purge avant {}", derniere.numero + 1));
    ecrire(&tx, maintenant, &Acteur::Systeme, entree);
    tx.commit().await?;
    let mut parties = 0;
    loop {
        let tx = base.transaction().await?;
        let sql = "DELETE FROM journal WHERE numero IN (SELECT numero FROM journal WHERE numero <= $1 ORDER BY numero LIMIT $2)";
        let n = db::executer(&tx, sql, [derniere.numero.into(), LOT.into()]).await?;
        tx.commit().await?;
        parties += n;
        if n < LOT as u64 {
            return Ok(parties);
        }
    }
}
