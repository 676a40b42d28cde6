//! The contacts of several people at once, for a list of young people.

use passerelle_base::Date;
use passerelle_socle::access::{Accorde, Action, Champ, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::model::rencontre_tenue;

/// What a list of young people says of a contact.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ContactDe {
    /// Whose.
    pub jeune_id: Id<Jeune>,
    /// Code of its type.
    pub r#type: String,
    pub date: Date,
    /// `09:30`.
    pub heure: Option<String>,
    /// Code of what is known of presence.
    pub presence: Option<String>,
}

impl ContactDe {
    /// Whether they were met or called: nobody said that they were not, on a day that has come.
    pub fn a_eu_lieu(&self, jour: Date) -> bool {
        match self.presence.as_deref() {
            Some(presence) => presence == "present",
            None => self.date < jour,
        }
    }
    /// Whether it is still to come.
    pub fn attendu(&self, jour: Date) -> bool {
        self.presence.is_none() && self.date >= jour
    }
    /// Whether a meeting was held.
    pub fn tenu(&self) -> bool {
        rencontre_tenue(&self.r#type, self.presence.as_deref())
    }
}

/// The contacts of some people, for a reader who was granted a list that shows them, by day.
pub async fn des_jeunes(conn: &impl Executeur, accorde: &Accorde, jeunes: &[Id<Jeune>]) -> Resultat<Vec<ContactDe>> {
    accorde.pour(&[Action::Lister, Action::Exporter], &[Objet::Jeunes])?;
    if jeunes.is_empty() || !accorde.vue().voit(Champ::Contacts) {
        return Ok(vec![]);
    }
    let sql = format!(
        "SELECT k.jeune_id, k.type, k.date, k.heure, k.presence FROM contacts k WHERE k.jeune_id IN ({}) \
         ORDER BY k.date, k.heure, k.id",
        db::places(jeunes.len())
    );
    db::lignes(conn, &sql, jeunes.iter().map(|j| (*j).into())).await
}
