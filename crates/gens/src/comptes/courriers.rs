//! The outbox: what is to be sent, written with what it tells, sent later and once.

use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use passerelle_socle::db::{self, Base, Resultat, Tx};
use passerelle_socle::ident::Id;
use std::time::Duration;

/// Longest text, in characters: one SMS.
pub const LONGUEUR: usize = 160;
/// Tries before giving up.
const ESSAIS: i64 = 6;
/// While one server sends, the others leave the message alone.
const BAIL: Duration = Duration::from_mins(1);

/// A message to send.
#[derive(Clone, Debug)]
pub struct Courrier<'a> {
    /// « courriel » or « sms ».
    pub canal: &'static str,
    /// To whom.
    pub destinataire: &'a str,
    /// Subject, for a mail.
    pub objet: &'a str,
    /// At most 160 characters, and nothing of the file of a person.
    pub texte: &'a str,
    /// When it is of no more use.
    pub expire: Instant,
}

/// Puts a message in the outbox, in the transaction of what it tells.
pub async fn deposer(tx: &Tx, maintenant: Instant, c: &Courrier<'_>) -> Resultat<()> {
    let sql = "INSERT INTO courriers (id, cree_le, canal, destinataire, objet, texte, expire_le, essais, prochain_le) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $2)";
    let texte: String = c.texte.chars().take(LONGUEUR).collect();
    let valeurs = [
        db::nouvel_id::<Du>().into(),
        maintenant.into(),
        c.canal.into(),
        c.destinataire.into(),
        c.objet.into(),
        texte.into(),
        c.expire.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

/// Forgets the text of what is too old to be of use.
pub(super) async fn perimer(base: &Base, maintenant: Instant) -> Resultat<()> {
    let sql = "SELECT count(*) FROM courriers WHERE expire_le <= $1 AND texte IS NOT NULL";
    if db::compter(base.lecture(), sql, [maintenant.into()]).await? == 0 {
        return Ok(());
    }
    let tx = base.transaction().await?;
    let sql = "UPDATE courriers SET texte = NULL, abandonne_le = CASE WHEN envoye_le IS NULL THEN $1 ELSE abandonne_le END \
               WHERE expire_le <= $1 AND texte IS NOT NULL";
    db::executer(&tx, sql, [maintenant.into()]).await?;
    tx.commit().await?;
    Ok(())
}

/// A message due to be sent.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Du {
    pub id: Id<Du>,
    pub destinataire: String,
    pub objet: String,
    pub texte: Option<String>,
    pub essais: i64,
    pub prochain_le: Instant,
}

/// Takes the mails that are due: another server that asks at the same time takes others.
pub(super) async fn prendre(base: &Base, maintenant: Instant) -> Resultat<Vec<Du>> {
    let sql = "SELECT id, destinataire, objet, texte, essais, prochain_le FROM courriers WHERE envoye_le IS NULL \
               AND abandonne_le IS NULL AND canal = 'courriel' AND prochain_le <= $1 AND expire_le > $1 \
               ORDER BY prochain_le LIMIT 20";
    let dus: Vec<Du> = db::lignes(base.lecture(), sql, [maintenant.into()]).await?;
    if dus.is_empty() {
        return Ok(dus);
    }
    let tx = base.transaction().await?;
    let mut pris = Vec::new();
    for du in dus {
        let sql = "UPDATE courriers SET prochain_le = $3, essais = essais + 1 WHERE id = $1 AND prochain_le = $2";
        let valeurs = [du.id.into(), du.prochain_le.into(), (maintenant + BAIL).into()];
        if db::executer(&tx, sql, valeurs).await? > 0 {
            pris.push(du);
        }
    }
    tx.commit().await?;
    Ok(pris)
}

/// Tells how sending went: sent, its text is forgotten; failed, it waits longer each time, then is given up.
pub(super) async fn rendre(base: &Base, maintenant: Instant, du: &Du, envoye: bool) -> Resultat<()> {
    let tx = base.transaction().await?;
    let essais = du.essais + 1;
    if envoye {
        let sql = "UPDATE courriers SET envoye_le = $2, texte = NULL WHERE id = $1";
        db::executer(&tx, sql, [du.id.into(), maintenant.into()]).await?;
    } else if essais >= ESSAIS {
        let sql = "UPDATE courriers SET abandonne_le = $2, texte = NULL WHERE id = $1";
        db::executer(&tx, sql, [du.id.into(), maintenant.into()]).await?;
    } else {
        let attente = Duration::from_millis(15_000 << essais);
        let sql = "UPDATE courriers SET prochain_le = $2 WHERE id = $1";
        db::executer(&tx, sql, [du.id.into(), (maintenant + attente).into()]).await?;
    }
    tx.commit().await?;
    Ok(())
}
