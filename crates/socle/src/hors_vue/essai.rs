//! What was asked and waits to be confirmed: the second form of a question costs nothing, once, if it asks the same.

use std::time::Duration;

use crate::access::Acteur;
use crate::db::{self, Resultat, Tx};
use crate::ident::Id;
use crate::temps::Instant;

/// Marks the identifier of what waits to be confirmed.
#[derive(Debug)]
pub struct Essai;

/// How long what was asked may be confirmed.
const DUREE: Duration = Duration::from_hours(1);

/// The hash under which it is kept: with the identifier, so that the same question twice is not seen to be the same.
fn empreinte(essai: Id<Essai>, quoi: &str) -> String {
    db::empreinte(format!("{essai} {quoi}").as_bytes())
}

/// Keeps what was asked, as a hash, for the form that confirms it; what nobody confirmed in time goes.
pub async fn retenir(tx: &Tx, maintenant: Instant, acteur: &Acteur, quoi: &str) -> Resultat<Id<Essai>> {
    let essai = db::nouvel_id();
    db::executer(tx, "DELETE FROM essais WHERE instant <= $1", [(maintenant - DUREE).into()]).await?;
    let sql = "INSERT INTO essais (id, compte_id, instant, empreinte) VALUES ($1, $2, $3, $4)";
    db::executer(tx, sql, [essai.into(), acteur.compte().into(), maintenant.into(), empreinte(essai, quoi).into()])
        .await?;
    Ok(essai)
}

/// Whether this very account asked this very question within the hour, and has not confirmed it yet: it is confirmed now.
pub async fn reprendre(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    essai: Option<Id<Essai>>,
    quoi: &str,
) -> Resultat<bool> {
    let (Some(essai), Some(compte)) = (essai, acteur.compte()) else { return Ok(false) };
    let sql = "DELETE FROM essais WHERE id = $1 AND compte_id = $2 AND empreinte = $3 AND instant > $4";
    let depuis = maintenant - DUREE;
    let valeurs = [essai.into(), compte.into(), empreinte(essai, quoi).into(), depuis.into()];
    Ok(db::executer(tx, sql, valeurs).await? > 0)
}
