//! The SQL of accounts, links and sessions; `habilitation` has that of roles.

use passerelle_base::{Id, Instant};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::habilitation::{CHAMPS, CompteLu, VIVES, de_compte, habiliter};
use super::model::{DUREE_LIEN, DUREE_SESSION, INACTIVITE};
use super::secret::Secret;
use crate::access::{Acteur, Action, Compte, Objet, Portee, Role};
use crate::db::{self, Executeur, Resultat, Tx};
use crate::journal::{self, Entree};

/// Opens an account.
pub async fn creer(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    nom: &str,
    (role, portee): (Role, &Portee),
    demonstration: bool,
) -> Resultat<Id<Compte>> {
    let id: Id<Compte> = db::nouvel_id();
    let sql = "INSERT INTO comptes (id, nom, demonstration, cree_le) VALUES ($1, $2, $3, $4)";
    let valeurs = [id.uuid().into(), nom.into(), demonstration.into(), maintenant.millis().into()];
    db::executer(tx, sql, valeurs).await?;
    habiliter(tx, maintenant, auteur, id, (role, portee)).await?;
    Ok(id)
}

/// An account of the demonstration, under its oldest habilitation.
pub(super) async fn demonstration(conn: &impl Executeur, maintenant: Instant, id: Uuid) -> Resultat<Option<CompteLu>> {
    Ok(de_compte(conn, maintenant, id).await?.into_iter().find(|c| c.demonstration))
}

/// Makes a one-time link to an account.
pub async fn creer_lien(tx: &Tx, maintenant: Instant, auteur: &Acteur, compte: Uuid, secret: &Secret) -> Resultat<()> {
    let sql = "INSERT INTO liens_acces (empreinte, compte_id, expire_le) VALUES ($1, $2, $3)";
    let expire = maintenant.millis() + DUREE_LIEN.as_millis() as i64;
    db::executer(tx, sql, [secret.empreinte().into(), compte.into(), expire.into()]).await?;
    let entree = Entree::sur(Action::Creer, Objet::Session).id(compte).detail("lien");
    journal::ecrire(tx, maintenant, auteur, entree).await
}

/// Uses a link: the account it opens, once.
pub(super) async fn utiliser_lien(tx: &Tx, maintenant: Instant, secret: &Secret) -> Resultat<Option<CompteLu>> {
    let sql = "UPDATE liens_acces SET utilise_le = $2 WHERE empreinte = $1 AND utilise_le IS NULL AND expire_le > $2";
    if db::executer(tx, sql, [secret.empreinte().into(), maintenant.millis().into()]).await? == 0 {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {CHAMPS} FROM {VIVES} WHERE c.id = (SELECT l.compte_id FROM liens_acces l WHERE l.empreinte = $2) \
         ORDER BY h.du, h.id LIMIT 1"
    );
    db::ligne(tx, &sql, [maintenant.millis().into(), secret.empreinte().into()]).await
}

/// Opens a session.
pub(super) async fn ouvrir_session(tx: &Tx, maintenant: Instant, acteur: &Acteur, secret: &Secret) -> Resultat<()> {
    let Acteur::Compte { id: compte, habilitation, .. } = acteur else { return Ok(()) };
    db::executer(tx, "DELETE FROM sessions WHERE expire_le <= $1", [maintenant.millis().into()]).await?;
    let sql = "INSERT INTO sessions (empreinte, compte_id, ouverte_le, vue_le, expire_le, habilitation_id) \
               VALUES ($1, $2, $3, $3, $4, $5)";
    let expire = maintenant.millis() + DUREE_SESSION.as_millis() as i64;
    let valeurs = [
        secret.empreinte().into(),
        compte.uuid().into(),
        maintenant.millis().into(),
        expire.into(),
        habilitation.uuid().into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    journal::ecrire(tx, maintenant, acteur, Entree::sur(Action::Ouvrir, Objet::Session)).await
}

#[derive(FromQueryResult)]
struct SessionLue {
    #[sea_orm(nested)]
    compte: CompteLu,
    vue_le: i64,
}

/// The account of a live session, under the habilitation it works with, and whether its last sight
/// is old enough to be noted. A habilitation taken back closes what was opened under it.
pub(super) async fn session(
    conn: &impl Executeur,
    maintenant: Instant,
    secret: &Secret,
) -> Resultat<Option<(CompteLu, bool)>> {
    let sql = format!(
        "SELECT {CHAMPS}, v.vue_le FROM {VIVES} JOIN sessions v ON v.habilitation_id = h.id \
         WHERE v.empreinte = $2 AND v.expire_le > $1 AND v.vue_le > $3"
    );
    let inactive = maintenant.millis() - INACTIVITE.as_millis() as i64;
    let valeurs = [maintenant.millis().into(), secret.empreinte().into(), inactive.into()];
    let lue: Option<SessionLue> = db::ligne(conn, &sql, valeurs).await?;
    Ok(lue.map(|s| (s.compte, maintenant.millis() - s.vue_le > 60_000)))
}

/// Notes that a session is in use.
pub(super) async fn revoir_session(tx: &Tx, maintenant: Instant, secret: &Secret) -> Resultat<()> {
    let sql = "UPDATE sessions SET vue_le = $2 WHERE empreinte = $1";
    db::executer(tx, sql, [secret.empreinte().into(), maintenant.millis().into()]).await?;
    Ok(())
}

/// Closes a session.
pub(super) async fn fermer_session(tx: &Tx, maintenant: Instant, acteur: &Acteur, secret: &Secret) -> Resultat<()> {
    let fermees = db::executer(tx, "DELETE FROM sessions WHERE empreinte = $1", [secret.empreinte().into()]).await?;
    // A cookie that opens nothing closes nothing: without a session nobody writes to the journal.
    if fermees == 0 || acteur.compte().is_none() {
        return Ok(());
    }
    journal::ecrire(tx, maintenant, acteur, Entree::sur(Action::Fermer, Objet::Session)).await
}
