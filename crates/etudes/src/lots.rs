//! Rows about many people, read by lots that both engines take.

use sea_orm::FromQueryResult;

use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;

/// Rows about these people: `sql` ends where their list begins.
pub(super) async fn par_lots<T: FromQueryResult>(
    conn: &impl Executeur,
    sql: &str,
    ids: &[Id<Jeune>],
) -> Resultat<Vec<T>> {
    let mut lues = Vec::new();
    for lot in db::lots(ids.len()) {
        let ids = &ids[lot];
        let mut texte = sql.to_owned();
        db::parametres(conn, &mut texte, 0, ids.len());
        lues.extend(db::lignes::<T>(conn, &texte, ids.iter().map(|i| (*i).into())).await?);
    }
    Ok(lues)
}
