//! The places of an action: how many are held, and who waits for one, in order.

use passerelle_base::Date;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::Positionnement;
use crate::actions::UneAction;

/// Whether an action can take one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nobody said how many it has, or one is left.
    Libre,
    /// All are accepted, offered or entered.
    Aucune,
}

/// Whether a place is left on a day: an offer that nobody confirmed in time holds none. A file may have brought more people than places: nobody is dropped for it, nobody is added.
pub(super) async fn place(conn: &impl Executeur, action: Id<UneAction>, jour: Date) -> Resultat<Place> {
    let sql = "SELECT count(*) FROM actions a WHERE a.id = $1 AND a.places <= (SELECT count(*) FROM positionnements p \
               WHERE p.action_id = a.id AND p.etat IN ('accepte', 'offert', 'entre') \
               AND (p.etat <> 'offert' OR p.echeance >= $2))";
    Ok(if db::compter(conn, sql, [action.into(), jour.into()]).await? > 0 { Place::Aucune } else { Place::Libre })
}

/// Whether none is.
pub(super) async fn pleine(conn: &impl Executeur, action: Id<UneAction>, jour: Date) -> Resultat<bool> {
    Ok(place(conn, action, jour).await? == Place::Aucune)
}

/// Somebody who waits for a place.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct EnAttente {
    pub id: Id<Positionnement>,
    pub jeune_id: Id<Jeune>,
}

/// Who waits, the first first: in the order in which they were put in the queue, whatever the day of their request.
pub(super) async fn file(conn: &impl Executeur, action: Id<UneAction>) -> Resultat<Vec<EnAttente>> {
    let sql = "SELECT p.id, p.jeune_id FROM positionnements p WHERE p.action_id = $1 AND p.etat = 'en_attente' \
               ORDER BY (SELECT max(e.note_le) FROM positionnements_etats e WHERE e.positionnement_id = p.id \
                         AND e.etat = 'en_attente' AND e.retire_le IS NULL), p.date_etat, p.id";
    db::lignes(conn, sql, [action.into()]).await
}
