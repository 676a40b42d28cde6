//! Keeping and checking passwords: argon2id, a few at a time, and strangers never all of them.

use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use anyhow::anyhow;
use argon2::password_hash::PasswordVerifier;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use rand::Rng;
use tokio::sync::{Semaphore, SemaphorePermit};

use passerelle_socle::web::Erreur;

/// 19 MiB, two passes, one lane: the least that OWASP ASVS 5.0 (annex C) accepts.
const MEMOIRE_KIO: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Each check takes 19 MiB and a core: the others wait for their turn, pages do not.
static PLACES: Semaphore = Semaphore::const_new(2);
/// Strangers take one of the two at most: whoever signed in before, or gave the right code, never waits behind them.
static INCONNUS: Semaphore = Semaphore::const_new(1);
/// Strangers who wait for it; one more is told at once to give everything together.
static ATTENTE: Semaphore = Semaphore::const_new(8);
/// Between two passwords looked at only to know whether somebody guesses codes behind a right one.
const ENTRE_DEUX_SONDES: Duration = Duration::from_millis(125);
static SONDE: Mutex<Option<Instant>> = Mutex::new(None);

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

/// Places go with the work: whoever leaves before the answer does not let one more in beside it.
async fn a_son_tour<T: Send + 'static>(
    tenues: impl Send + 'static,
    calcul: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Erreur> {
    let place = PLACES.acquire().await.map_err(|e| anyhow!(e))?;
    let travail = move || {
        let _places = (tenues, place);
        calcul()
    };
    Ok(tokio::task::spawn_blocking(travail).await.map_err(|e| anyhow!(e))?)
}

/// What is kept of a password.
pub(super) async fn hacher(mot: &str) -> Result<String, Erreur> {
    let mot = mot.to_owned();
    let mut sel = [0u8; 16];
    rand::rng().fill_bytes(&mut sel);
    a_son_tour((), move || calculer(&mot, sel)).await
}

/// Whether it is the password, for whoever is known or gave the right code; without one to compare with, no, after as long.
pub(super) async fn verifier(mot: &str, garde: Option<&str>) -> Result<bool, Erreur> {
    let (mot, garde) = (mot.to_owned(), garde.map(str::to_owned));
    a_son_tour((), move || comparer(&mot, garde.as_deref())).await
}

fn comparer(mot: &str, garde: Option<&str>) -> bool {
    let contre = garde.unwrap_or(&LEURRE);
    // The parameters of the comparison are those written in the hash.
    argon().verify_password(mot.as_bytes(), contre).is_ok() && garde.is_some()
}

/// A stranger's turn: whoever holds one may have a password judged, once.
pub(super) enum Tour {
    /// Among those who wait.
    Attend(SemaphorePermit<'static>),
    /// The only one of the strangers already.
    Seul(SemaphorePermit<'static>),
}

impl Tour {
    /// A place among the strangers who wait; none when there are too many.
    pub(super) fn attendre() -> Option<Self> {
        ATTENTE.try_acquire().ok().map(Self::Attend)
    }

    /// A place that nobody waits for, and not too soon after the one before: what is looked at for itself takes nothing
    /// from those who sign in.
    pub(super) fn sonde() -> Option<Self> {
        let place = INCONNUS.try_acquire().ok()?;
        let mut derniere = SONDE.lock().ok()?;
        if derniere.is_some_and(|d| d.elapsed() < ENTRE_DEUX_SONDES) {
            return None;
        }
        *derniere = Some(Instant::now());
        Some(Self::Seul(place))
    }

    /// Whether it is the password.
    pub(super) async fn verifier(self, mot: &str, garde: Option<&str>) -> Result<bool, Erreur> {
        let tenues = match self {
            Self::Attend(place) => (place, Some(INCONNUS.acquire().await.map_err(|e| anyhow!(e))?)),
            Self::Seul(place) => (place, None),
        };
        let (mot, garde) = (mot.to_owned(), garde.map(str::to_owned));
        a_son_tour(tenues, move || comparer(&mot, garde.as_deref())).await
    }
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

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn strangers_who_leave_before_the_answer_do_not_take_the_place_of_somebody_known() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static EN_COURS: AtomicUsize = AtomicUsize::new(0);
        static PIC: AtomicUsize = AtomicUsize::new(0);
        for _ in 0..6 {
            // A stranger whose connection breaks while the work goes on.
            let parti = tokio::spawn(async {
                let seul = INCONNUS.acquire().await.expect("never closed");
                a_son_tour(seul, || {
                    PIC.fetch_max(EN_COURS.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(80));
                    EN_COURS.fetch_sub(1, Ordering::SeqCst);
                })
                .await
            });
            tokio::time::sleep(Duration::from_millis(20)).await;
            parti.abort();
        }
        let debut = Instant::now();
        verifier("girafe", None).await.expect("checking works");
        assert_eq!(PIC.load(Ordering::SeqCst), 1, "strangers are judged one at a time, there or gone");
        assert!(debut.elapsed() < Duration::from_secs(5));
        // Waiting has an end too.
        let tours: Vec<_> = std::iter::from_fn(Tour::attendre).take(20).collect();
        assert_eq!(tours.len(), 8);
    }
}
