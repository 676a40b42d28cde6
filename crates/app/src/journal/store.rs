//! The SQL of the journal: lines are only ever added.

use passerelle_base::Instant;
use sea_orm::Value;
use uuid::Uuid;

use crate::access::{Accorde, Acteur, Action, Objet};
use crate::db::{self, Executeur, Resultat, Tx, Valeurs};

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
            db::parametres(&mut sql, i * 8, 8);
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

/// A line as read back.
#[derive(Debug, sea_orm::FromQueryResult)]
pub struct LigneJournal {
    /// Order of writing.
    pub numero: i64,
    /// When, in milliseconds.
    pub instant: i64,
    /// Who.
    pub acteur: String,
    /// Did what.
    pub action: String,
    /// To what kind of thing.
    pub objet: String,
    /// To which one.
    pub objet_id: Option<Uuid>,
    /// Detail.
    pub detail: Option<String>,
}

/// How many lines there are for these filters (empty: all).
pub async fn compter(conn: &impl Executeur, _: &Accorde, action: &str, objet: &str) -> Resultat<i64> {
    let (clause, valeurs) = filtre(action, objet);
    db::compter(conn, &format!("SELECT count(*) FROM journal{clause}"), valeurs).await
}

/// Lines, the latest first.
pub async fn dernieres(
    conn: &impl Executeur,
    _: &Accorde,
    action: &str,
    objet: &str,
    (debut, combien): (i64, i64),
) -> Resultat<Vec<LigneJournal>> {
    let (clause, valeurs) = filtre(action, objet);
    let sql = format!(
        "SELECT numero, instant, acteur, action, objet, objet_id, detail FROM journal{clause} \
         ORDER BY numero DESC LIMIT {combien} OFFSET {debut}"
    );
    db::lignes(conn, &sql, valeurs).await
}

fn filtre(action: &str, objet: &str) -> (String, Valeurs) {
    let mut clause = String::new();
    let mut valeurs: Vec<Value> = Vec::new();
    for (champ, valeur) in [("action", action), ("objet", objet)] {
        if !valeur.is_empty() {
            valeurs.push(valeur.into());
            let mot = if valeurs.len() == 1 { "WHERE" } else { "AND" };
            clause.push_str(&format!(" {mot} {champ} = ${}", valeurs.len()));
        }
    }
    (clause, valeurs)
}
