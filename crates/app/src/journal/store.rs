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
    ecrire_lot(tx, maintenant, acteur, std::slice::from_ref(&entree)).await
}

/// Writes many lines. The statement is cut in powers of two so that few texts are prepared.
pub async fn ecrire_lot(tx: &Tx, maintenant: Instant, acteur: &Acteur, entrees: &[Entree]) -> Resultat<()> {
    let mut reste = entrees;
    while !reste.is_empty() {
        let n = (1usize << reste.len().ilog2()).min(512);
        let (lot, suite) = reste.split_at(n);
        let mut sql = String::from(
            "INSERT INTO journal (instant, compte_id, acteur, action, objet, objet_id, origine, detail) VALUES ",
        );
        let mut valeurs: Valeurs = Vec::with_capacity(n * 8);
        for (i, e) in lot.iter().enumerate() {
            if i > 0 {
                sql.push(',');
            }
            db::parametres(tx, &mut sql, i * 8, 8);
            valeurs.extend([
                maintenant.millis().into(),
                acteur.compte().map(|c| c.uuid()).into(),
                acteur.nom().into(),
                e.action.code().into(),
                e.objet.code().into(),
                e.objet_id.into(),
                e.origine.into(),
                e.detail.clone().into(),
            ]);
        }
        db::executer(tx, &sql, valeurs).await?;
        reste = suite;
    }
    Ok(())
}
