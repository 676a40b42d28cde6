//! Somebody who left for an outside provider, as their own browser remembers it.
//!
//! State, nonce and PKCE verifier are hashes of one secret that only the browser holds: the answer that comes back with it
//! is that of who asked, and nothing of it is kept here. A script cannot read the cookie, and another site cannot set it.

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{lire_cookie, poser_cookie};
use sha2::{Digest, Sha256};

use super::model::DUREE_CODE;
use super::secret::Secret;

const NOM: &str = "passerelle-oidc";
/// A longer way back is not remembered.
const RETOUR_MAX: usize = 1_000;

/// Who left.
pub(super) struct Depart {
    secret: Secret,
    instant: Instant,
    /// Whether the identity is to be attached to the account open in this browser.
    pub(super) rattache: bool,
    /// Where they were going.
    pub(super) retour: String,
}

impl Depart {
    pub(super) fn tirer(maintenant: Instant, rattache: bool, retour: &str) -> Self {
        let retour = if retour.len() > RETOUR_MAX { "" } else { retour };
        Self { secret: Secret::tirer(&mut rand::rng()), instant: maintenant, rattache, retour: retour.to_owned() }
    }

    pub(super) fn cookie(&self, https: bool) -> String {
        let rattache = if self.rattache { "oui" } else { "non" };
        let retour = URL_SAFE_NO_PAD.encode(&self.retour);
        let valeur = format!("{}.{}.{rattache}.{retour}", self.secret.en_clair(), self.instant.millis());
        poser_cookie(NOM, &valeur, https, Some(DUREE_CODE))
    }

    pub(super) fn lire(entetes: &HeaderMap, https: bool) -> Option<Self> {
        let mut parties = lire_cookie(entetes, NOM, https)?.split('.');
        let secret = Secret::presente(parties.next()?);
        let instant = Instant::from_millis(parties.next()?.parse().ok()?);
        let rattache = parties.next()? == "oui";
        let retour = String::from_utf8(URL_SAFE_NO_PAD.decode(parties.next()?).ok()?).ok()?;
        Some(Self { secret, instant, rattache, retour })
    }

    /// Whether it is recent enough.
    pub(super) fn vaut(&self, maintenant: Instant) -> bool {
        (self.instant..self.fin()).contains(&maintenant)
    }

    /// When it is worth nothing any more.
    pub(super) fn fin(&self) -> Instant {
        self.instant + DUREE_CODE
    }

    /// How it is known here once it served.
    pub(super) fn empreinte(&self) -> Vec<u8> {
        self.hache("servie").to_vec()
    }

    pub(super) fn etat(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.hache("état"))
    }

    pub(super) fn nonce(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.hache("nonce"))
    }

    /// 43 characters: what RFC 7636 asks for at least.
    pub(super) fn verificateur(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.hache("vérificateur"))
    }

    fn hache(&self, quoi: &str) -> [u8; 32] {
        Sha256::digest(format!("{quoi}:{}:{}", self.instant.millis(), self.secret.en_clair())).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn what_a_browser_brings_back_is_what_it_left_with_and_ten_minutes_later_is_nothing() {
        let depart = Depart::tirer(Instant::from_millis(1_000), true, "/jeunes?q=é");
        let mut entetes = HeaderMap::new();
        let cookie = depart.cookie(true);
        assert!(cookie.starts_with("__Host-passerelle-oidc=") && cookie.contains("; Secure"), "{cookie}");
        entetes.insert(header::COOKIE, cookie.split(';').next().unwrap_or_default().parse().expect("a cookie is text"));
        let lu = Depart::lire(&entetes, true).expect("it is read back");
        assert_eq!((lu.etat(), lu.nonce(), lu.verificateur()), (depart.etat(), depart.nonce(), depart.verificateur()));
        assert!(lu.rattache && lu.retour == "/jeunes?q=é" && lu.verificateur().len() == 43);
        assert!(lu.etat() != lu.nonce() && lu.nonce() != lu.verificateur());
        assert!(lu.vaut(Instant::from_millis(600_999)) && !lu.vaut(Instant::from_millis(601_000)));
        assert!(!lu.vaut(Instant::from_millis(999)), "from another clock");
        assert!(Depart::lire(&entetes, false).is_none(), "another name");
        for faux in ["", "abc", "abc.1.oui", "abc.x.oui.YQ", "abc.1.oui.*"] {
            entetes.insert(header::COOKIE, format!("__Host-passerelle-oidc={faux}").parse().expect("text"));
            assert!(Depart::lire(&entetes, true).is_none(), "{faux}");
        }
    }
}
