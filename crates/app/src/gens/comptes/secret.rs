//! A secret that opens a session or a link: drawn, handed over once, kept as a hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;
use sha2::{Digest, Sha256};

/// 256 bits that open a session or a link. Only their hash is kept.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Draws one.
    pub fn tirer(alea: &mut impl Rng) -> Self {
        let mut octets = [0u8; 32];
        alea.fill_bytes(&mut octets);
        Self(URL_SAFE_NO_PAD.encode(octets))
    }

    /// From what a browser sends back.
    pub fn presente(texte: &str) -> Self {
        Self(texte.to_owned())
    }

    /// What is kept.
    pub fn empreinte(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    /// What is handed over, once.
    pub fn en_clair(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
