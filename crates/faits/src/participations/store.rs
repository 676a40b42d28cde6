//! The SQL of entries: what a positionnement that ends in one writes.

use passerelle_base::Date;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Resultat, Tx};
use passerelle_socle::ident::Id;

use crate::actions::UneAction;

/// Marks the identifier of a participation.
#[derive(Debug)]
pub struct Participation;

/// Who enters what, and when.
#[derive(Clone, Copy, Debug)]
pub struct Entree {
    /// Who.
    pub jeune: Id<Jeune>,
    /// What.
    pub action: Id<UneAction>,
    /// Since when.
    pub date: Date,
}

/// Writes that somebody entered an action, unless it is known already.
pub async fn entrer(tx: &Tx, e: Entree) -> Resultat<()> {
    let sql = "INSERT INTO participations (id, jeune_id, action_id, date_entree) \
               SELECT $1, $2, $3, $4 WHERE NOT EXISTS \
               (SELECT 1 FROM participations WHERE jeune_id = $2 AND action_id = $3 AND date_sortie IS NULL)";
    let valeurs = [db::nouvel_id::<Participation>().into(), e.jeune.into(), e.action.into(), e.date.into()];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

/// Takes an entry back while nothing was said of it since.
pub async fn reprendre(tx: &Tx, e: Entree) -> Resultat<()> {
    let sql = "DELETE FROM participations WHERE jeune_id = $1 AND action_id = $2 AND date_entree = $3 \
               AND date_sortie IS NULL AND terminee IS NULL AND issue IS NULL";
    db::executer(tx, sql, [e.jeune.into(), e.action.into(), e.date.into()]).await?;
    Ok(())
}
