//! Keeping and checking passwords: argon2id, a few at a time.

use std::sync::LazyLock;

use anyhow::anyhow;
use argon2::password_hash::PasswordVerifier;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use rand::Rng;
use tokio::sync::Semaphore;

use passerelle_socle::web::Erreur;

/// 19 MiB, two passes, one lane: the least that OWASP ASVS 5.0 (annex C) accepts.
const MEMOIRE_KIO: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Each check takes 19 MiB and a core: the others wait for their turn, pages do not.
static PLACES: Semaphore = Semaphore::const_new(2);

/// Checked against when there is no such account, so that the answer takes as long.
static LEURRE: LazyLock<String> = LazyLock::new(|| calculer("un mot de passe que personne n'a", [7; 16]));

fn argon() -> Argon2<'static> {
    let params = Params::new(MEMOIRE_KIO, PASSES, 1, None).expect("these parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn calculer(mot: &str, sel: [u8; 16]) -> String {
    let hash = argon().hash_password_with_salt(mot.as_bytes(), &sel);
    hash.expect("a password of bounded length and a salt of sixteen bytes are accepted").to_string()
}

async fn a_son_tour<T: Send + 'static>(calcul: impl FnOnce() -> T + Send + 'static) -> Result<T, Erreur> {
    let _place = PLACES.acquire().await.map_err(|e| anyhow!(e))?;
    Ok(tokio::task::spawn_blocking(calcul).await.map_err(|e| anyhow!(e))?)
}

/// What is kept of a password.
pub(super) async fn hacher(mot: &str) -> Result<String, Erreur> {
    let mot = mot.to_owned();
    let mut sel = [0u8; 16];
    rand::rng().fill_bytes(&mut sel);
    a_son_tour(move || calculer(&mot, sel)).await
}

/// Whether it is the password; without one to compare with, no, after as long.
pub(super) async fn verifier(mot: &str, garde: Option<&str>) -> Result<bool, Erreur> {
    let (mot, garde) = (mot.to_owned(), garde.map(str::to_owned));
    a_son_tour(move || {
        let contre = garde.as_deref().unwrap_or(&LEURRE);
        // The parameters of the comparison are those written in the hash.
        argon().verify_password(mot.as_bytes(), contre).is_ok() && garde.is_some()
    })
    .await
}

/// Whether what is kept was made with other parameters than today's.
pub(super) fn a_refaire(garde: &str) -> bool {
    !garde.starts_with(&format!("$argon2id$v=19$m={MEMOIRE_KIO},t={PASSES},p=1$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_and_recognised() {
        let garde = hacher("girafe tournevis lundi compote").await.expect("hashing works");
        assert!(garde.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{garde}");
        assert!(!a_refaire(&garde) && a_refaire("$argon2id$v=19$m=4096,t=3,p=1$AAAA$BBBB"));
        for (mot, garde, bon) in [
            ("girafe tournevis lundi compote", Some(garde.as_str()), true),
            ("girafe tournevis lundi compot", Some(&garde), false),
            ("un mot de passe que personne n'a", None, false),
            ("", Some("illisible"), false),
        ] {
            assert_eq!(verifier(mot, garde).await.expect("checking works"), bon, "{mot}");
        }
    }
}
