//! The periods of a calendar.

use passerelle_base::Date;
use passerelle_socle::access::Structure;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

/// Days from one to another, both within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Plage {
    pub debut: Date,
    pub fin: Date,
}

impl Plage {
    /// Whether a day is one of its.
    pub fn tient(&self, jour: Date) -> bool {
        self.debut <= jour && jour <= self.fin
    }
}

/// When a calendar puts its apprentices at the CFA, in order.
pub async fn au_cfa(conn: &impl Executeur, cfa: Id<Structure>, code: &str) -> Resultat<Vec<Plage>> {
    let sql = "SELECT debut, fin FROM calendriers WHERE cfa_id = $1 AND code = $2 ORDER BY debut";
    db::lignes(conn, sql, [cfa.into(), code.into()]).await
}
