//! Taking back what one's structure wrote in a file, and putting it back: it stays in the base, and nobody reads it.

use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::{self, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;

use super::ouverture::Dossier;

/// Something that a structure wrote in a file.
#[derive(Debug)]
pub struct Ecrit<T> {
    /// Its table, which names the person, the structure and the instant of the withdrawal.
    pub table: &'static str,
    /// The column of that instant.
    pub retrait: &'static str,
    /// Which.
    pub id: Id<T>,
}

/// Withdraws it from an instant on, or puts it back with `None`; `false` when the structure at work has none such to
/// withdraw, or to put back.
pub async fn retirer<T>(tx: &Tx, dossier: &Dossier, ecrit: &Ecrit<T>, depuis: Option<Instant>) -> Resultat<bool> {
    dossier.accorde().pour(&[Action::Modifier, Action::Retirer], &[Objet::Notes, Objet::Documents])?;
    let Ecrit { table, retrait, id } = ecrit;
    let avant = if depuis.is_some() { "NULL" } else { "NOT NULL" };
    let sql = format!(
        "UPDATE {table} SET {retrait} = $4 WHERE id = $1 AND jeune_id = $2 AND structure_id = $3 AND {retrait} IS {avant}"
    );
    let valeurs = [(*id).into(), dossier.jeune().into(), dossier.structure().into(), depuis.into()];
    Ok(db::executer(tx, &sql, valeurs).await? > 0)
}
