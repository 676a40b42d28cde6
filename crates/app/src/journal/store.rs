//! The SQL of the journal: lines are only ever added.

use passerelle_base::Instant;
use uuid::Uuid;

use crate::access::{Acteur, Action, Objet};
use crate::db::{self, Resultat, Tx, Valeurs};

/// A line to write.
#[derive(Clone, Debug)]
pub struct Entree {
    /// What was done.
    pub action: Action,
    /// To what kind of thing.
    pub objet: Objet,
    /// To which one, when it is one.
    pub objet_id: Option<Uuid>,
    /// The import that did it, when one did.
    pub origine: Option<Uuid>,
    /// Names of the fields, format of an export, period of a report: never a content.
    pub detail: Option<String>,
}

impl Entree {
    /// A line about a whole kind of thing.
    pub fn sur(action: Action, objet: Objet) -> Self {
        Self { action, objet, objet_id: None, origine: None, detail: None }
    }
    /// About this one.
    pub fn id(mut self, id: Uuid) -> Self {
        self.objet_id = Some(id);
        self
    }
    /// With this detail.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Writes one line in the transaction of what it tells.
pub async fn ecrire(tx: &Tx, maintenant: Instant, acteur: &Acteur, entree: Entree) -> Resultat<()> {
    let sql = format!("INSERT INTO journal ({CHAMPS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    let mut valeurs = communes(maintenant, acteur, &entree);
    valeurs.push(entree.objet_id.into());
    db::executer(tx, &sql, valeurs).await?;
    Ok(())
}

/// Writes the same line about each of many things: only their identifiers are sent.
pub async fn ecrire_lot(tx: &Tx, maintenant: Instant, acteur: &Acteur, entree: &Entree, ids: &[Uuid]) -> Resultat<()> {
    for lot in db::lots(ids.len()) {
        let n = communes(maintenant, acteur, entree).len();
        let mut sql = format!(
            "INSERT INTO journal ({CHAMPS}) SELECT {}, lot.column1 FROM (VALUES ",
            db::liste_typee(tx, &GENRES)
        );
        let mut valeurs = communes(maintenant, acteur, entree);
        // PostgreSQL names the columns of VALUES column1…, and so does SQLite.
        for (i, id) in ids[lot].iter().enumerate() {
            sql.push_str(if i > 0 { "," } else { "" });
            db::parametres(tx, &mut sql, n + i, 1);
            valeurs.push((*id).into());
        }
        sql.push_str(") lot");
        db::executer(tx, &sql, valeurs).await?;
    }
    Ok(())
}

const CHAMPS: &str = "instant, compte_id, acteur, action, objet, origine, detail, objet_id";
/// Types of the common values: PostgreSQL does not guess those of a SELECT.
const GENRES: [&str; 7] = ["bigint", "uuid", "text", "text", "text", "uuid", "text"];

fn communes(maintenant: Instant, acteur: &Acteur, entree: &Entree) -> Valeurs {
    vec![
        maintenant.millis().into(),
        acteur.compte().map(|c| c.uuid()).into(),
        acteur.nom().into(),
        entree.action.code().into(),
        entree.objet.code().into(),
        entree.origine.into(),
        entree.detail.clone().into(),
    ]
}
