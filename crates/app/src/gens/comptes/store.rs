//! The SQL of accounts, links and sessions.

use passerelle_base::{Id, Instant};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::model::{DUREE_LIEN, DUREE_SESSION, INACTIVITE};
use super::secret::Secret;
use crate::access::{Acteur, Action, Compte, Objet, Role};
use crate::db::{self, Executeur, Resultat, Tx};
use crate::journal::{self, Entree};

/// An account.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CompteLu {
    /// Identifier.
    pub id: Uuid,
    /// Name shown.
    pub nom: String,
    /// Code of its role.
    pub role: String,
    /// Whether one click opens it.
    pub demonstration: bool,
}

impl CompteLu {
    /// The actor this account makes.
    pub fn acteur(&self) -> Option<Acteur> {
        let role = Role::lire(&self.role)?;
        Some(Acteur::Compte { id: Id::from_uuid(self.id), nom: self.nom.clone(), role })
    }
}

/// Opens an account.
pub async fn creer(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    nom: &str,
    role: Role,
    demonstration: bool,
) -> Resultat<Id<Compte>> {
    let id: Id<Compte> = db::nouvel_id();
    let sql = "INSERT INTO comptes (id, nom, role, demonstration, cree_le) VALUES ($1, $2, $3, $4, $5)";
    let valeurs = [id.uuid().into(), nom.into(), role.code().into(), demonstration.into(), maintenant.millis().into()];
    db::executer(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Creer, Objet::Session).id(id.uuid()).detail(role.code());
    journal::ecrire(tx, maintenant, auteur, entree).await?;
    Ok(id)
}

/// All accounts, in order of creation.
pub async fn lister(conn: &impl Executeur) -> Resultat<Vec<CompteLu>> {
    db::lignes(conn, "SELECT id, nom, role, demonstration FROM comptes ORDER BY cree_le, id", []).await
}

/// An account of the demonstration.
pub(super) async fn demonstration(conn: &impl Executeur, id: Uuid) -> Resultat<Option<CompteLu>> {
    let sql = "SELECT id, nom, role, demonstration FROM comptes WHERE id = $1 AND demonstration = $2";
    db::ligne(conn, sql, [id.into(), true.into()]).await
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
    let sql = "SELECT c.id, c.nom, c.role, c.demonstration FROM comptes c \
               JOIN liens_acces l ON l.compte_id = c.id WHERE l.empreinte = $1";
    db::ligne(tx, sql, [secret.empreinte().into()]).await
}

/// Opens a session.
pub(super) async fn ouvrir_session(tx: &Tx, maintenant: Instant, acteur: &Acteur, secret: &Secret) -> Resultat<()> {
    let Some(compte) = acteur.compte() else { return Ok(()) };
    db::executer(tx, "DELETE FROM sessions WHERE expire_le <= $1", [maintenant.millis().into()]).await?;
    let sql = "INSERT INTO sessions (empreinte, compte_id, ouverte_le, vue_le, expire_le) VALUES ($1, $2, $3, $3, $4)";
    let expire = maintenant.millis() + DUREE_SESSION.as_millis() as i64;
    let valeurs = [secret.empreinte().into(), compte.uuid().into(), maintenant.millis().into(), expire.into()];
    db::executer(tx, sql, valeurs).await?;
    journal::ecrire(tx, maintenant, acteur, Entree::sur(Action::Ouvrir, Objet::Session)).await
}

#[derive(FromQueryResult)]
struct SessionLue {
    id: Uuid,
    nom: String,
    role: String,
    demonstration: bool,
    vue_le: i64,
}

/// The account of a live session, and whether its last sight is old enough to be noted.
pub(super) async fn session(
    conn: &impl Executeur,
    maintenant: Instant,
    secret: &Secret,
) -> Resultat<Option<(CompteLu, bool)>> {
    let sql = "SELECT c.id, c.nom, c.role, c.demonstration, s.vue_le FROM sessions s \
               JOIN comptes c ON c.id = s.compte_id WHERE s.empreinte = $1 AND s.expire_le > $2 AND s.vue_le > $3";
    let inactive = maintenant.millis() - INACTIVITE.as_millis() as i64;
    let valeurs = [secret.empreinte().into(), maintenant.millis().into(), inactive.into()];
    let lue: Option<SessionLue> = db::ligne(conn, sql, valeurs).await?;
    Ok(lue.map(|s| {
        let compte = CompteLu { id: s.id, nom: s.nom, role: s.role, demonstration: s.demonstration };
        (compte, maintenant.millis() - s.vue_le > 60_000)
    }))
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
