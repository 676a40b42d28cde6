//! The SQL of sessions: open, or waiting for the next step of signing in.

use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::habilitation::{CHAMPS, CompteLu, VIVES};
use super::model::{DUREE_ETAPE, Etape, Limites};
use super::secret::Secret;
use passerelle_socle::access::{Acteur, Action, Compte, Objet};
use passerelle_socle::db::{self, Coffre, Executeur, Lieu, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};

/// How a session is opened.
pub(super) struct Arrivee<'a> {
    /// Under which habilitation.
    pub acteur: &'a Acteur,
    /// Whether a second factor was given, or stands for one.
    pub fort: bool,
    /// Whether it stays open on this telephone.
    pub rester: bool,
    /// Browser, in words.
    pub agent: &'a str,
    /// By what: password, link, code…
    pub par: &'a str,
    /// When it was first opened, for one that goes on under another role.
    pub depuis: Option<Instant>,
}

/// Opens a session.
pub(super) async fn ouvrir(tx: &Tx, maintenant: Instant, e: &Arrivee<'_>, secret: &Secret) -> Resultat<()> {
    let Acteur::Compte { id: compte, habilitation, role, .. } = e.acteur else { return Ok(()) };
    db::executer(tx, "DELETE FROM sessions WHERE expire_le <= $1", [maintenant.into()]).await?;
    let limites = Limites::de(*role, e.rester);
    let depuis = e.depuis.unwrap_or(maintenant);
    let sql = "INSERT INTO sessions (empreinte, id, compte_id, ouverte_le, vue_le, expire_le, habilitation_id, etape, \
               fort, inactivite, agent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let valeurs = [
        secret.empreinte().into(),
        db::nouvel_id::<SessionOuverte>().into(),
        (*compte).into(),
        depuis.into(),
        maintenant.into(),
        (depuis + limites.duree).into(),
        (*habilitation).into(),
        Etape::Ouverte.code().into(),
        e.fort.into(),
        (limites.inactivite.as_millis() as i64).into(),
        e.agent.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    journal::ecrire(tx, maintenant, e.acteur, Entree::sur(Action::Ouvrir, Objet::Session).detail(e.par));
    Ok(())
}

/// Begins signing in: a session that is nobody's until it is finished.
pub(super) async fn commencer(
    tx: &Tx,
    coffre: &Coffre,
    maintenant: Instant,
    compte: Id<Compte>,
    etape: Etape,
    totp_propose: Option<String>,
    secret: &Secret,
) -> Resultat<()> {
    let sql = "INSERT INTO sessions (empreinte, id, compte_id, ouverte_le, vue_le, expire_le, etape, totp_propose) \
               VALUES ($1, $2, $3, $4, $4, $5, $6, $7)";
    let expire = maintenant + DUREE_ETAPE;
    let id = db::nouvel_id::<SessionOuverte>();
    let totp_propose = match totp_propose {
        Some(clair) => Some(coffre.sceller(tx, &lieu_propose(id), &clair).await?),
        None => None,
    };
    let valeurs = [
        secret.empreinte().into(),
        id.into(),
        compte.into(),
        maintenant.into(),
        expire.into(),
        etape.code().into(),
        totp_propose.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

/// A session under way, for the pages that go on with it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SessionLue {
    #[sea_orm(nested)]
    pub compte: CompteLu,
    pub session: Id<SessionOuverte>,
    /// Whether a second factor was given.
    pub fort: bool,
    /// When it was opened.
    pub ouverte_le: Instant,
    /// When it was last seen.
    pub vue_le: Instant,
    /// When it closes whatever happens.
    pub expire_le: Instant,
    /// How long it may be left alone.
    pub inactivite: i64,
    /// How many habilitations the account has.
    pub roles: i64,
}

/// A live session, under the habilitation it works with. A habilitation taken back, or an account
/// disabled, closes what was opened under it.
pub(super) async fn lire(conn: &impl Executeur, maintenant: Instant, secret: &Secret) -> Resultat<Option<SessionLue>> {
    vivante(conn, maintenant, secret, "AND v.vue_le + v.inactivite > $1").await
}

/// The same, as its gesture begins: whoever sends it is there, however long the file took to come.
pub(super) async fn relire(
    conn: &impl Executeur,
    maintenant: Instant,
    secret: &Secret,
) -> Resultat<Option<SessionLue>> {
    vivante(conn, maintenant, secret, "").await
}

async fn vivante(
    conn: &impl Executeur,
    maintenant: Instant,
    secret: &Secret,
    presente: &str,
) -> Resultat<Option<SessionLue>> {
    let sql = format!(
        "SELECT {CHAMPS}, v.id AS session, v.fort, v.ouverte_le, v.vue_le, v.expire_le, v.inactivite, \
         (SELECT count(*) FROM habilitations a WHERE a.compte_id = c.id AND a.du <= $1 AND (a.au IS NULL OR a.au > $1)) AS roles \
         FROM {VIVES} JOIN sessions v ON v.habilitation_id = h.id \
         WHERE v.empreinte = $2 AND v.etape = 'ouverte' AND v.expire_le > $1 {presente}"
    );
    db::ligne(conn, &sql, [maintenant.into(), secret.empreinte().into()]).await
}

/// Somebody who has begun to sign in.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct EnCours {
    pub compte_id: Id<Compte>,
    /// Code of the step.
    pub etape: String,
    pub session: Id<SessionOuverte>,
    /// The second factor offered, not yet confirmed; sealed.
    pub totp_propose: Option<String>,
}

impl EnCours {
    /// The second factor offered, opened; empty when none is.
    pub fn ouvrir_propose(&self, coffre: &Coffre) -> Resultat<String> {
        Ok(match &self.totp_propose {
            Some(scelle) => coffre.ouvrir(&lieu_propose(self.session), scelle)?,
            None => String::new(),
        })
    }
}

/// Where the second factor offered to a session stands.
fn lieu_propose(session: Id<SessionOuverte>) -> Lieu {
    Lieu::nouveau("sessions", "totp_propose", session)
}

/// A session that waits for a step.
pub(super) async fn en_cours(conn: &impl Executeur, maintenant: Instant, secret: &Secret) -> Resultat<Option<EnCours>> {
    let sql = "SELECT v.compte_id, v.etape, v.id AS session, v.totp_propose FROM sessions v JOIN comptes c ON c.id = v.compte_id \
               WHERE v.empreinte = $2 AND v.etape <> 'ouverte' AND v.expire_le > $1 AND c.desactive_le IS NULL";
    db::ligne(conn, sql, [maintenant.into(), secret.empreinte().into()]).await
}

/// Offers a second factor to a session.
pub(super) async fn proposer(tx: &Tx, coffre: &Coffre, session: Id<SessionOuverte>, totp: &str) -> Resultat<()> {
    let totp = coffre.sceller(tx, &lieu_propose(session), totp).await?;
    let sql = "UPDATE sessions SET totp_propose = $2 WHERE id = $1";
    db::executer(tx, sql, [session.into(), totp.into()]).await?;
    Ok(())
}

/// Takes back the second factor offered to a session: it is kept once.
pub(super) async fn accepter(tx: &Tx, coffre: &Coffre, session: Id<SessionOuverte>, totp: &str) -> Resultat<bool> {
    // Sealed twice, the same secret is not the same text: what stands there is opened, in the turn that takes it back.
    if propose(tx, coffre, session).await?.as_deref() != Some(totp) {
        return Ok(false);
    }
    let sql = "UPDATE sessions SET totp_propose = NULL WHERE id = $1 AND totp_propose IS NOT NULL";
    Ok(db::executer(tx, sql, [session.into()]).await? > 0)
}

#[derive(FromQueryResult)]
struct Propose {
    totp_propose: Option<String>,
}

/// The second factor offered to a session.
pub(super) async fn propose(
    conn: &impl Executeur,
    coffre: &Coffre,
    session: Id<SessionOuverte>,
) -> Resultat<Option<String>> {
    let lu: Option<Propose> =
        db::ligne(conn, "SELECT totp_propose FROM sessions WHERE id = $1", [session.into()]).await?;
    let scelle = lu.and_then(|p| p.totp_propose);
    Ok(scelle.map(|s| coffre.ouvrir(&lieu_propose(session), &s)).transpose()?)
}

/// Notes that a session is in use.
pub(super) async fn revoir(tx: &Tx, maintenant: Instant, secret: &Secret) -> Resultat<()> {
    let sql = "UPDATE sessions SET vue_le = $2 WHERE empreinte = $1";
    db::executer(tx, sql, [secret.empreinte().into(), maintenant.into()]).await?;
    Ok(())
}

/// Closes a session; whoever has none closes nothing, and writes nothing.
pub(super) async fn fermer(tx: &Tx, maintenant: Instant, acteur: &Acteur, secret: &Secret) -> Resultat<()> {
    if !oublier(tx, secret).await? || acteur.compte().is_none() {
        return Ok(());
    }
    journal::ecrire(tx, maintenant, acteur, Entree::sur(Action::Fermer, Objet::Session));
    Ok(())
}

/// Takes a session away without a word: another follows it.
pub(super) async fn oublier(tx: &Tx, secret: &Secret) -> Resultat<bool> {
    Ok(db::executer(tx, "DELETE FROM sessions WHERE empreinte = $1", [secret.empreinte().into()]).await? > 0)
}

/// One of the sessions of an account, as its owner sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct SessionOuverte {
    pub id: Id<SessionOuverte>,
    pub ouverte_le: Instant,
    pub vue_le: Instant,
    pub agent: Option<String>,
}

/// The live sessions of an account, the latest seen first.
pub(super) async fn de_compte(
    conn: &impl Executeur,
    maintenant: Instant,
    compte: Id<Compte>,
) -> Resultat<Vec<SessionOuverte>> {
    let sql = "SELECT id, ouverte_le, vue_le, agent FROM sessions WHERE compte_id = $2 AND etape = 'ouverte' \
               AND expire_le > $1 AND vue_le + inactivite > $1 ORDER BY vue_le DESC, id";
    db::lignes(conn, sql, [maintenant.into(), compte.into()]).await
}

/// Closes one session of an account.
pub(super) async fn fermer_une(tx: &Tx, compte: Id<Compte>, session: Id<SessionOuverte>) -> Resultat<bool> {
    let sql = "DELETE FROM sessions WHERE compte_id = $1 AND id = $2";
    Ok(db::executer(tx, sql, [compte.into(), session.into()]).await? > 0)
}

/// Closes all the sessions of an account but this one, those half opened too.
pub(super) async fn fermer_les_autres(tx: &Tx, compte: Id<Compte>, sauf: Id<SessionOuverte>) -> Resultat<u64> {
    let sql = "DELETE FROM sessions WHERE compte_id = $1 AND id <> $2";
    db::executer(tx, sql, [compte.into(), sauf.into()]).await
}
