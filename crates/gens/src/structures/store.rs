//! SQL of structures that belongs to no list and no record.

use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use passerelle_socle::access::Structure;
use passerelle_socle::db::{self, Executeur, Resultat};

#[derive(FromQueryResult)]
struct Lue {
    id: Id<Structure>,
    r#type: String,
}

/// The structure of this code, and its type.
pub async fn par_code(conn: &impl Executeur, code: &str) -> Resultat<Option<(Id<Structure>, String)>> {
    let lue: Option<Lue> = db::ligne(
        conn,
        "SELECT id, type FROM structures WHERE code = $1",
        [passerelle_base::epurer_code(code).into_owned().into()],
    )
    .await?;
    Ok(lue.map(|l| (l.id, l.r#type)))
}
