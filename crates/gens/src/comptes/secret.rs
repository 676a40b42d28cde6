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

/// Six digits, for somebody to type.
pub(super) fn code_a_six_chiffres(alea: &mut impl Rng) -> String {
    use rand::RngExt;
    format!("{:06}", alea.random_range(0..1_000_000))
}

/// Hash of a code of six digits for the browser that asked for it: without the secret of that
/// browser, which is not kept, the million codes tell nothing.
pub(super) fn empreinte_code(navigateur: &Secret, code: &str) -> Vec<u8> {
    Sha256::digest(format!("{}:{code}", navigateur.0)).to_vec()
}

/// A recovery code: 80 bits, in four groups that one can copy by hand.
pub(super) fn code_de_secours(alea: &mut impl Rng) -> String {
    // No 0, 1, O, I: they are taken for each other.
    const LETTRES: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut octets = [0u8; 16];
    alea.fill_bytes(&mut octets);
    let lettres: Vec<char> = octets.iter().map(|o| LETTRES[usize::from(o % 32)] as char).collect();
    lettres.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Hash of a recovery code, however it was typed.
pub(super) fn empreinte_secours(code: &str) -> Vec<u8> {
    let nu: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    Sha256::digest(nu).to_vec()
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
