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

/// A structure to choose.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Choix {
    /// Its key.
    pub id: Id<Structure>,
    pub nom: String,
}

/// The CFA of the territory, by name.
pub async fn cfas(conn: &impl Executeur) -> Resultat<Vec<Choix>> {
    let sql = "SELECT id, nom FROM structures WHERE type = 'cfa' ORDER BY nom_plie, id LIMIT 500";
    db::lignes(conn, sql, []).await
}
