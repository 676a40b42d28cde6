//! The SQL of the journal: lines wait for the commit of what they tell, then join the chain.

use std::ops::Range;
use std::pin::Pin;

use crate::texte::expurger;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::chaine::{self, Empreinte};
use crate::access::{Acteur, Action, Objet, Role};
use crate::db::{self, Commun, Enonce, ErreurBase, Lot, Resultat, Tx, Valeurs};
use crate::temps::Instant;

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
    /// Whether it was tried and refused.
    pub refus: bool,
}

impl Entree {
    /// A line about a whole kind of thing.
    pub fn sur(action: Action, objet: Objet) -> Self {
        Self { action, objet, objet_id: None, origine: None, detail: None, refus: false }
    }
    /// About this one.
    pub fn id(mut self, id: impl Into<Uuid>) -> Self {
        self.objet_id = Some(id.into());
        self
    }
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        // Here, and not on its way to the base: the chain is made of what is kept.
        self.detail = Some(expurger(&detail.into()));
        self
    }
    /// Tried, and refused.
    pub fn refusee(mut self) -> Self {
        self.refus = true;
        self
    }
}

/// Writes one line in the transaction of what it tells: when that commits, the line is there.
pub fn ecrire(tx: &Tx, maintenant: Instant, acteur: &Acteur, entree: Entree) {
    let objets = vec![entree.objet_id];
    tx.au_commit(sceller, Lot { commun: commun(maintenant, acteur, entree), objets });
}

/// Writes the same line about each of many things: only their identifiers are kept and sent.
pub fn ecrire_lot<I: Into<Uuid> + Copy>(tx: &Tx, maintenant: Instant, acteur: &Acteur, entree: &Entree, ids: &[I]) {
    if !ids.is_empty() {
        let objets = ids.iter().map(|id| Some((*id).into())).collect();
        tx.au_commit(sceller, Lot { commun: commun(maintenant, acteur, entree.clone()), objets });
    }
}

fn commun(maintenant: Instant, acteur: &Acteur, entree: Entree) -> Commun {
    let role = acteur.role();
    Commun {
        instant: maintenant.millis(),
        compte: acteur.compte().map(|c| c.uuid()),
        // Their name would outlive their file: the journal does not change.
        acteur: if role == Some(Role::Jeune) { "La personne elle-même".into() } else { acteur.nom().into() },
        role: role.map(|r| r.code().into()),
        structure: acteur.structure().map(|s| s.uuid()),
        action: entree.action.code().into(),
        objet: entree.objet.code().into(),
        origine: entree.origine,
        detail: entree.detail,
        refus: entree.refus,
    }
}

/// Number and hash of the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tete {
    /// Number of the last line.
    pub numero: i64,
    /// Its hash.
    pub empreinte: Empreinte,
}

#[derive(FromQueryResult)]
struct TeteLue {
    numero: i64,
    empreinte: Vec<u8>,
}

impl TeteLue {
    fn tete(self) -> Resultat<Tete> {
        let empreinte = self.empreinte.try_into().map_err(|_| ErreurBase::Reglage("journal_tete", "taille".into()))?;
        Ok(Tete { numero: self.numero, empreinte })
    }
}

/// The head of the chain; `tenue` until the commit.
pub(super) async fn tete(conn: &impl db::Executeur, tenue: bool) -> Resultat<Tete> {
    let tenir = if tenue { db::en_le_tenant(conn) } else { "" };
    let lue: Option<TeteLue> =
        db::ligne(conn, &format!("SELECT numero, empreinte FROM journal_tete{tenir}"), []).await?;
    lue.ok_or_else(|| ErreurBase::Reglage("journal_tete", "absente".into()))?.tete()
}

/// Chains and inserts what has waited. The head is the last lock of the transaction.
fn sceller(tx: &Tx, lots: Vec<Lot>) -> Pin<Box<dyn Future<Output = Resultat<()>> + Send + '_>> {
    Box::pin(async move {
        let mut bout = tete(tx, true).await?;
        let lots: Vec<(Vec<u8>, &Lot)> = lots.iter().map(|l| (l.commun.octets(), l)).collect();
        let plages =
            lots.iter().flat_map(|(octets, lot)| db::lots_de(lot.objets.len(), 3).map(move |p| (octets, *lot, p)));
        // One lot is hashed while the one before is written.
        let enonces = plages.map(|(octets, lot, plage)| inserer(tx, lot, plage, octets, &mut bout));
        db::enchainer_tel_quel(tx, enonces).await?;
        let sql = "UPDATE journal_tete SET numero = $1, empreinte = $2";
        db::executer(tx, sql, [bout.numero.into(), bout.empreinte.to_vec().into()]).await?;
        Ok(())
    })
}

const CHAMPS: &str = "instant, compte_id, acteur, role, structure_id, action, objet, origine, detail, refus, \
                      numero, objet_id, empreinte";
/// Types of the common values: PostgreSQL does not guess those of a SELECT.
const GENRES: [&str; 10] = ["bigint", "uuid", "text", "text", "uuid", "text", "text", "uuid", "text", "boolean"];

/// Chains some lines of a lot, and the statement that inserts them.
fn inserer(tx: &Tx, lot: &Lot, plage: Range<usize>, octets: &[u8], bout: &mut Tete) -> Enonce {
    let commun = &lot.commun;
    // PostgreSQL names the columns of VALUES column1…, and so does SQLite.
    let mut sql = format!(
        "INSERT INTO journal ({CHAMPS}) SELECT {}, lot.column1, lot.column2, lot.column3 FROM (VALUES ",
        db::liste_typee(tx, &GENRES)
    );
    let mut valeurs: Valeurs = vec![
        commun.instant.into(),
        commun.compte.into(),
        commun.acteur.clone().into(),
        commun.role.clone().into(),
        commun.structure.into(),
        commun.action.clone().into(),
        commun.objet.clone().into(),
        commun.origine.into(),
        commun.detail.clone().into(),
        commun.refus.into(),
    ];
    for (i, objet) in lot.objets[plage].iter().enumerate() {
        bout.numero += 1;
        bout.empreinte = chaine::suivante(&bout.empreinte, bout.numero, *objet, octets);
        sql.push_str(if i > 0 { "," } else { "" });
        db::parametres(tx, &mut sql, GENRES.len() + 3 * i, 3);
        valeurs.extend([bout.numero.into(), (*objet).into(), bout.empreinte.to_vec().into()]);
    }
    sql.push_str(") lot");
    Enonce { sql, valeurs }
}
