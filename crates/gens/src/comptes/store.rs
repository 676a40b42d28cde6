//! The SQL of accounts and of the links to them; `habilitation` has that of roles, `sessions` that of sessions.

use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::habilitation::{CompteLu, de_compte, habiliter};
use super::model::{CODES_SECOURS, DUREE_LIEN};
use super::secret::{Secret, code_de_secours, empreinte_secours};
use passerelle_socle::access::{Acteur, Action, Compte, Objet, Portee, Role};
use passerelle_socle::db::{self, Coffre, Executeur, Lieu, Resultat, Tx};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};

/// Opens an account.
pub async fn creer(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    nom: &Texte,
    role: Role,
    portee: &Portee,
    demonstration: bool,
) -> Resultat<Id<Compte>> {
    let id: Id<Compte> = db::nouvel_id();
    let sql = "INSERT INTO comptes (id, nom, demonstration, cree_le) VALUES ($1, $2, $3, $4)";
    let valeurs = [id.into(), nom.libre(), demonstration.into(), maintenant.into()];
    db::executer(tx, sql, valeurs).await?;
    habiliter(tx, maintenant, auteur, id, role, portee).await?;
    Ok(id)
}

/// An account of the demonstration, under its oldest habilitation.
pub(super) async fn demonstration(
    conn: &impl Executeur,
    maintenant: Instant,
    id: Id<Compte>,
) -> Resultat<Option<CompteLu>> {
    Ok(de_compte(conn, maintenant, id).await?.into_iter().find(|c| c.demonstration))
}

/// What signing in needs to know of an account, disabled or not.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Fiche {
    pub id: Id<Compte>,
    /// Name shown.
    pub nom: String,
    /// Mail address that goes with the password.
    pub identifiant: Option<String>,
    /// Hash of the password.
    pub mot_de_passe: Option<String>,
    /// Second factor, sealed.
    pub totp: Option<String>,
    /// Last step of it accepted.
    pub totp_pas: Option<i64>,
    /// Since when it is disabled.
    pub desactive_le: Option<Instant>,
    /// Whether one click opens it.
    pub demonstration: bool,
}

const FICHE: &str = "id, nom, identifiant, mot_de_passe, totp, totp_pas, desactive_le, demonstration";

/// An account.
pub async fn par_id(conn: &impl Executeur, id: Id<Compte>) -> Resultat<Option<Fiche>> {
    db::ligne(conn, &format!("SELECT {FICHE} FROM comptes WHERE id = $1"), [id.into()]).await
}

/// The account that signs in with this mail address.
pub async fn par_identifiant(conn: &impl Executeur, identifiant: &str) -> Resultat<Option<Fiche>> {
    db::ligne(conn, &format!("SELECT {FICHE} FROM comptes WHERE identifiant = $1"), [identifiant.into()]).await
}

#[derive(FromQueryResult)]
struct Trouve {
    id: Id<Compte>,
}

/// The accounts of this name or mail address.
pub async fn chercher(conn: &impl Executeur, nom: &str) -> Resultat<Vec<Id<Compte>>> {
    let sql = "SELECT id FROM comptes WHERE nom = $1 OR identifiant = $2 ORDER BY cree_le, id";
    let lus: Vec<Trouve> = db::lignes(conn, sql, [nom.into(), nom.to_lowercase().into()]).await?;
    Ok(lus.into_iter().map(|t| t.id).collect())
}

/// The mail address that the account signs in with.
pub async fn definir_identifiant(tx: &Tx, compte: Id<Compte>, identifiant: &str) -> Resultat<()> {
    let sql = "UPDATE comptes SET identifiant = $2 WHERE id = $1";
    db::executer(tx, sql, [compte.into(), identifiant.into()]).await?;
    Ok(())
}

/// Where the codes of an account are sent.
pub async fn definir_contact(
    tx: &Tx,
    compte: Id<Compte>,
    courriel: Option<&str>,
    telephone: Option<&str>,
) -> Resultat<()> {
    let sql = "UPDATE comptes SET courriel = $2, telephone = $3 WHERE id = $1";
    db::executer(tx, sql, [compte.into(), courriel.into(), telephone.into()]).await?;
    Ok(())
}

pub(super) async fn garder_mot_de_passe(tx: &Tx, compte: Id<Compte>, hash: &str) -> Resultat<()> {
    let sql = "UPDATE comptes SET mot_de_passe = $2 WHERE id = $1";
    db::executer(tx, sql, [compte.into(), hash.into()]).await?;
    Ok(())
}

/// Where the second factor of an account stands.
fn lieu_totp(compte: Id<Compte>) -> Lieu {
    Lieu::nouveau("comptes", "totp", compte)
}

impl Fiche {
    /// The secret of the second factor, opened.
    pub(super) fn ouvrir_totp(&self, coffre: &Coffre) -> Resultat<Option<String>> {
        let ouvert = self.totp.as_deref().map(|scelle| coffre.ouvrir(&lieu_totp(self.id), scelle)).transpose()?;
        Ok(ouvert)
    }
}

/// Sets the second factor, sealed; the code that confirmed it is the last accepted.
pub(super) async fn garder_totp(tx: &Tx, coffre: &Coffre, compte: Id<Compte>, secret: &str, pas: i64) -> Resultat<()> {
    let secret = coffre.sceller(tx, &lieu_totp(compte), secret).await?;
    let sql = "UPDATE comptes SET totp = $2, totp_pas = $3 WHERE id = $1";
    db::executer(tx, sql, [compte.into(), secret.into(), pas.into()]).await?;
    Ok(())
}

/// Takes the second factor and its recovery codes away.
pub(super) async fn oublier_totp(tx: &Tx, compte: Id<Compte>) -> Resultat<()> {
    let sql = "UPDATE comptes SET totp = NULL, totp_pas = NULL WHERE id = $1";
    db::executer(tx, sql, [compte.into()]).await?;
    db::executer(tx, "DELETE FROM codes_secours WHERE compte_id = $1", [compte.into()]).await?;
    Ok(())
}

/// Notes that the code of a step was accepted; no, when that step or a later one was already.
pub(super) async fn user_pas(tx: &Tx, compte: Id<Compte>, pas: i64) -> Resultat<bool> {
    let sql = "UPDATE comptes SET totp_pas = $2 WHERE id = $1 AND (totp_pas IS NULL OR totp_pas < $2)";
    Ok(db::executer(tx, sql, [compte.into(), pas.into()]).await? > 0)
}

/// New recovery codes, in clear for the only time.
pub(super) async fn tirer_secours(tx: &Tx, compte: Id<Compte>) -> Resultat<Vec<String>> {
    db::executer(tx, "DELETE FROM codes_secours WHERE compte_id = $1", [compte.into()]).await?;
    let codes: Vec<String> = (0..CODES_SECOURS).map(|_| code_de_secours(&mut rand::rng())).collect();
    for code in &codes {
        let sql = "INSERT INTO codes_secours (compte_id, empreinte) VALUES ($1, $2)";
        db::executer(tx, sql, [compte.into(), empreinte_secours(code).into()]).await?;
    }
    Ok(codes)
}

/// Uses a recovery code, once.
pub(super) async fn user_secours(tx: &Tx, maintenant: Instant, compte: Id<Compte>, code: &str) -> Resultat<bool> {
    let sql = "UPDATE codes_secours SET utilise_le = $3 WHERE compte_id = $1 AND empreinte = $2 AND utilise_le IS NULL";
    let valeurs = [compte.into(), empreinte_secours(code).into(), maintenant.into()];
    Ok(db::executer(tx, sql, valeurs).await? > 0)
}

/// Whether this is a recovery code of the account that was not used yet.
pub(super) async fn a_secours(conn: &impl Executeur, compte: Id<Compte>, code: &str) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM codes_secours WHERE compte_id = $1 AND empreinte = $2 AND utilise_le IS NULL";
    Ok(db::compter(conn, sql, [compte.into(), empreinte_secours(code).into()]).await? > 0)
}

/// How many recovery codes are left.
pub(super) async fn secours_restants(conn: &impl Executeur, compte: Id<Compte>) -> Resultat<i64> {
    let sql = "SELECT count(*) FROM codes_secours WHERE compte_id = $1 AND utilise_le IS NULL";
    db::compter(conn, sql, [compte.into()]).await
}

/// Disables an account, or takes that back. Its sessions and its links are gone at once.
pub async fn desactiver(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    compte: Id<Compte>,
    oui: bool,
) -> Resultat<bool> {
    let depuis = oui.then_some(maintenant);
    let sql = "UPDATE comptes SET desactive_le = $2 WHERE id = $1 AND (desactive_le IS NULL) = $3";
    if db::executer(tx, sql, [compte.into(), depuis.into(), oui.into()]).await? == 0 {
        return Ok(false);
    }
    for table in ["sessions", "liens_acces", "codes_acces", "appareils"] {
        db::executer(tx, &format!("DELETE FROM {table} WHERE compte_id = $1"), [compte.into()]).await?;
    }
    let entree = Entree::sur(Action::Modifier, Objet::Comptes).id(compte);
    journal::ecrire(tx, maintenant, auteur, entree.detail(if oui { "désactivé" } else { "réactivé" }));
    Ok(true)
}

/// Makes a link that opens a session at once, once: for whoever holds the machine, and for tests.
pub async fn creer_lien(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    compte: Id<Compte>,
    secret: &Secret,
) -> Resultat<()> {
    let expire = maintenant + DUREE_LIEN;
    ecrire_lien(tx, maintenant, auteur, compte, secret, "direct", expire).await
}

/// Makes a one-time invitation, that waits for `duree`: it leads to choosing a password, or opens the
/// space of a young person or an employer. Those made before for the same account die.
pub async fn inviter(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    compte: Id<Compte>,
    secret: &Secret,
    duree: std::time::Duration,
) -> Resultat<()> {
    db::executer(tx, "DELETE FROM liens_acces WHERE compte_id = $1 AND utilise_le IS NULL", [compte.into()]).await?;
    let expire = maintenant + duree;
    ecrire_lien(tx, maintenant, auteur, compte, secret, "invitation", expire).await
}

async fn ecrire_lien(
    tx: &Tx,
    maintenant: Instant,
    auteur: &Acteur,
    compte: Id<Compte>,
    secret: &Secret,
    nature: &str,
    expire: Instant,
) -> Resultat<()> {
    let sql = "INSERT INTO liens_acces (empreinte, compte_id, expire_le, nature) VALUES ($1, $2, $3, $4)";
    db::executer(tx, sql, [secret.empreinte().into(), compte.into(), expire.into(), nature.into()]).await?;
    let detail = if nature == "direct" { "lien direct" } else { "invitation" };
    journal::ecrire(tx, maintenant, auteur, Entree::sur(Action::Creer, Objet::Session).id(compte).detail(detail));
    Ok(())
}

/// A link, before it is used.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Lien {
    pub compte_id: Id<Compte>,
    pub nature: String,
}

/// Looks at a link without using it.
pub(super) async fn lien(conn: &impl Executeur, maintenant: Instant, secret: &Secret) -> Resultat<Option<Lien>> {
    let sql = "SELECT l.compte_id, l.nature FROM liens_acces l JOIN comptes c ON c.id = l.compte_id \
               WHERE l.empreinte = $1 AND l.utilise_le IS NULL AND l.expire_le > $2 AND c.desactive_le IS NULL";
    db::ligne(conn, sql, [secret.empreinte().into(), maintenant.into()]).await
}

/// Uses a link, once.
pub(super) async fn utiliser_lien(tx: &Tx, maintenant: Instant, secret: &Secret) -> Resultat<Option<Lien>> {
    let Some(lu) = lien(tx, maintenant, secret).await? else { return Ok(None) };
    let sql = "UPDATE liens_acces SET utilise_le = $2 WHERE empreinte = $1 AND utilise_le IS NULL";
    let pris = db::executer(tx, sql, [secret.empreinte().into(), maintenant.into()]).await? > 0;
    Ok(pris.then_some(lu))
}

/// How many outside identities open the account.
pub(super) async fn identites(conn: &impl Executeur, compte: Id<Compte>) -> Resultat<i64> {
    db::compter(conn, "SELECT count(*) FROM identites WHERE compte_id = $1", [compte.into()]).await
}
