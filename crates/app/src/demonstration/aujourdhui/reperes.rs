//! Rows of the delivery that the present stands on.

use uuid::Uuid;

use passerelle_socle::db::{self, Resultat, Tx};
use passerelle_socle::ident::Id;

/// The identifier of the row of `table` that has this code.
pub(super) async fn par_code<T>(tx: &Tx, table: &str, code: &str) -> Resultat<Id<T>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Trouve {
        id: Uuid,
    }
    let trouve: Option<Trouve> =
        db::ligne(tx, &format!("SELECT id FROM {table} WHERE code = $1"), [code.into()]).await?;
    trouve.map(|t| Id::from_uuid(t.id)).ok_or_else(|| {
        let absent = format!("la démonstration n'a pas de ligne « {code} » dans {table}");
        sea_orm::DbErr::RecordNotFound(absent).into()
    })
}
