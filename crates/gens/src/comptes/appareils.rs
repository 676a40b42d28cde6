//! Browsers that signed in before on an account: what they try has budgets that nobody else spends.
//!
//! Each account has a secret of its own in the browser, drawn when it signs in there, never one that the browser
//! proposes: a secret planted by somebody is known of no account but theirs. It opens nothing: it only says that what
//! is tried comes from where somebody of the account already sat.

use axum::http::HeaderMap;
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{lire_cookie, poser_cookie};

use super::model::{APPAREILS_PAR_COMPTE, DUREE_APPAREIL};
use super::secret::Secret;
use passerelle_socle::access::Compte;
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;

const NOM: &str = "passerelle-appareil";
/// Accounts that one browser is known of: a shared computer forgets the oldest.
const PAR_NAVIGATEUR: usize = 5;

/// What a browser says that it is known by, an account each.
#[derive(Clone, Debug, Default)]
pub(super) struct Appareils(Vec<Secret>);

impl Appareils {
    pub(super) fn lire(entetes: &HeaderMap, https: bool) -> Self {
        let presentes = lire_cookie(entetes, NOM, https).unwrap_or_default();
        Self(presentes.split('.').filter(|s| !s.is_empty()).take(PAR_NAVIGATEUR).map(Secret::presente).collect())
    }

    /// The cookie that says it again.
    fn cookie(&self, https: bool) -> String {
        let secrets: Vec<&str> = self.0.iter().map(Secret::en_clair).collect();
        poser_cookie(NOM, &secrets.join("."), https, Some(DUREE_APPAREIL))
    }
}

/// The secret by which the browser is known of this account.
pub(super) async fn connu(
    conn: &impl Executeur,
    maintenant: Instant,
    presentes: &Appareils,
    compte: Id<Compte>,
) -> Resultat<Option<Secret>> {
    let debut = maintenant - DUREE_APPAREIL;
    for secret in &presentes.0 {
        let sql = "SELECT count(*) FROM appareils WHERE empreinte = $1 AND compte_id = $2 AND vu_le > $3";
        let valeurs = [secret.empreinte().into(), compte.into(), debut.into()];
        if db::compter(conn, sql, valeurs).await? > 0 {
            return Ok(Some(secret.clone()));
        }
    }
    Ok(None)
}

/// Whether the browser is known of any account.
pub(super) async fn connus_de_quelqu_un(
    conn: &impl Executeur,
    maintenant: Instant,
    presentes: &Appareils,
) -> Resultat<bool> {
    let debut = maintenant - DUREE_APPAREIL;
    for secret in &presentes.0 {
        let sql = "SELECT count(*) FROM appareils WHERE empreinte = $1 AND vu_le > $2";
        if db::compter(conn, sql, [secret.empreinte().into(), debut.into()]).await? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Knows the browser from now on; the cookie that tells it so.
pub(super) async fn retenir(
    tx: &Tx,
    maintenant: Instant,
    presentes: &Appareils,
    compte: Id<Compte>,
    https: bool,
) -> Resultat<String> {
    if let Some(secret) = connu(tx, maintenant, presentes, compte).await? {
        let sql = "UPDATE appareils SET vu_le = $2 WHERE empreinte = $1";
        db::executer(tx, sql, [secret.empreinte().into(), maintenant.into()]).await?;
        return Ok(presentes.cookie(https));
    }
    let neuf = Secret::tirer(&mut rand::rng());
    let sql = "INSERT INTO appareils (empreinte, compte_id, depuis, vu_le) VALUES ($1, $2, $3, $3)";
    let valeurs = [neuf.empreinte().into(), compte.into(), maintenant.into()];
    db::executer(tx, sql, valeurs).await?;
    let debut = maintenant - DUREE_APPAREIL;
    db::executer(tx, "DELETE FROM appareils WHERE vu_le <= $1", [debut.into()]).await?;
    let sql = "DELETE FROM appareils WHERE compte_id = $1 AND empreinte NOT IN \
               (SELECT empreinte FROM appareils WHERE compte_id = $1 ORDER BY vu_le DESC, empreinte LIMIT $2)";
    db::executer(tx, sql, [compte.into(), APPAREILS_PAR_COMPTE.into()]).await?;
    let anciens = presentes.0.iter().take(PAR_NAVIGATEUR - 1).cloned();
    Ok(Appareils([neuf].into_iter().chain(anciens).collect()).cookie(https))
}

/// Forgets the browsers of an account, but this one.
pub(super) async fn oublier_les_autres(tx: &Tx, compte: Id<Compte>, presentes: &Appareils) -> Resultat<()> {
    let mut sql = "DELETE FROM appareils WHERE compte_id = $1".to_owned();
    let mut valeurs = vec![compte.into()];
    for secret in &presentes.0 {
        valeurs.push(secret.empreinte().into());
        sql.push_str(&format!(" AND empreinte <> ${}", valeurs.len()));
    }
    db::executer(tx, &sql, valeurs).await?;
    Ok(())
}
