//! Bytes and hashes: length-prefixed fields, SHA-256, HMAC-SHA-256, hexadecimal.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The 32 bytes of a SHA-256.
pub type Empreinte = [u8; 32];

/// Adds a field: its length in bytes on four bytes, most significant first, then its bytes.
pub(crate) fn champ(sortie: &mut Vec<u8>, octets: &[u8]) {
    let longueur = u32::try_from(octets.len()).expect("no field reaches four gibibytes");
    sortie.extend_from_slice(&longueur.to_be_bytes());
    sortie.extend_from_slice(octets);
}

/// SHA-256 of the bytes.
pub fn sha256(octets: &[u8]) -> Empreinte {
    Sha256::digest(octets).into()
}

/// A key for HMAC-SHA-256, its two pads hashed once.
#[derive(Clone)]
pub(crate) struct Cle(Hmac<Sha256>);

impl Cle {
    pub(crate) fn nouvelle(cle: &[u8]) -> Self {
        Self(Hmac::new_from_slice(cle).expect("HMAC takes a key of any length"))
    }

    pub(crate) fn signer(&self, message: &[u8]) -> Empreinte {
        self.signer_suite(&[message])
    }

    /// Signs the pieces put end to end, without copying them.
    pub(crate) fn signer_suite(&self, morceaux: &[&[u8]]) -> Empreinte {
        let mut mac = self.0.clone();
        morceaux.iter().for_each(|morceau| mac.update(morceau));
        mac.finalize().into_bytes().into()
    }
}

/// Lower-case hexadecimal.
pub fn hex(octets: &[u8]) -> String {
    const CHIFFRES: &[u8; 16] = b"0123456789abcdef";
    let mut sortie = String::with_capacity(octets.len() * 2);
    for octet in octets {
        sortie.push(char::from(CHIFFRES[usize::from(octet >> 4)]));
        sortie.push(char::from(CHIFFRES[usize::from(octet & 15)]));
    }
    sortie
}

/// The 32 bytes of 64 lower-case hexadecimal digits.
pub fn lire_hex(texte: &str) -> Option<Empreinte> {
    let chiffre = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let mut sortie = [0; 32];
    if texte.len() != 64 {
        return None;
    }
    for (place, paire) in sortie.iter_mut().zip(texte.as_bytes().chunks_exact(2)) {
        *place = chiffre(paire[0])? << 4 | chiffre(paire[1])?;
    }
    Some(sortie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_cannot_be_confused() {
        let ecrire = |champs: &[&str]| {
            let mut sortie = Vec::new();
            champs.iter().for_each(|c| champ(&mut sortie, c.as_bytes()));
            sortie
        };
        assert_eq!(ecrire(&["ab", "c"]), b"\0\0\0\x02ab\0\0\0\x01c");
        assert_ne!(ecrire(&["ab", "c"]), ecrire(&["a", "bc"]));
        assert_ne!(ecrire(&["", "a"]), ecrire(&["a", ""]));
    }

    #[test]
    fn known_values_of_the_standards() {
        let vide = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&sha256(b"")), vide);
        // RFC 4231, test case 2.
        let signe = Cle::nouvelle(b"Jefe").signer(b"what do ya want for nothing?");
        assert_eq!(hex(&signe), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn hexadecimal_is_read_back_and_nothing_else() {
        let empreinte = sha256(b"x");
        assert_eq!(lire_hex(&hex(&empreinte)), Some(empreinte));
        assert_eq!(lire_hex(&hex(&empreinte).to_uppercase()), None);
        assert_eq!(lire_hex("00"), None);
        assert_eq!(lire_hex(&"é".repeat(32)), None);
    }
}
