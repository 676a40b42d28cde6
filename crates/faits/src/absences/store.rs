//! The absences of a person.

use passerelle_base::Date;
use passerelle_socle::access::Jeune;
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::{DEMI_JOURNEES, LIEUX};
use crate::calendriers::Plage;

#[derive(Clone, Debug, FromQueryResult)]
pub struct Absence {
    pub date: Date,
    lieu: String,
    demi_journees: String,
    /// Whether it was justified, when it is known.
    pub justifiee: Option<bool>,
}

impl Absence {
    /// Whether the company did not see them that day.
    pub fn prive_l_entreprise(&self) -> bool {
        self.lieu == "entreprise" && self.demi_journees == "2"
    }

    /// « En entreprise, une demi-journée ».
    pub fn libelle(&self) -> String {
        format!("{}, {}", LIEUX.libelle(&self.lieu), DEMI_JOURNEES.libelle(&self.demi_journees).to_lowercase())
    }
}

/// Those of a person within a stretch of days, in order.
pub async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>, plage: Plage) -> Resultat<Vec<Absence>> {
    let sql = "SELECT date, lieu, demi_journees, justifiee FROM absences \
               WHERE jeune_id = $1 AND date >= $2 AND date <= $3 ORDER BY date, lieu, structure_id";
    db::lignes(conn, sql, [jeune.into(), plage.debut.into(), plage.fin.into()]).await
}
