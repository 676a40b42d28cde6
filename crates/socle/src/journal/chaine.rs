//! The chain: each line carries the hash of itself and of all those before it.
//!
//! Pure. The bytes are specified in `docs/journal.md`, so that anybody can verify a journal
//! without this program; a changed, removed or inserted line breaks every hash after it.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Commun;

/// A hash of the chain.
pub type Empreinte = [u8; 32];

impl Commun {
    /// The canonical bytes: each field in order, preceded by whether it is there.
    pub fn octets(&self) -> Vec<u8> {
        let mut o = Vec::with_capacity(128);
        o.extend(self.instant.to_be_bytes());
        uuid(&mut o, self.compte);
        texte(&mut o, Some(&self.acteur));
        texte(&mut o, self.role.as_deref());
        uuid(&mut o, self.structure);
        texte(&mut o, Some(&self.action));
        texte(&mut o, Some(&self.objet));
        uuid(&mut o, self.origine);
        texte(&mut o, self.detail.as_deref());
        o.push(u8::from(self.refus));
        o
    }
}

/// The hash of a line, from that of the line before it.
pub fn suivante(avant: &Empreinte, numero: i64, objet: Option<Uuid>, commun: &[u8]) -> Empreinte {
    let mut sha = Sha256::new();
    sha.update(avant);
    sha.update(numero.to_be_bytes());
    match objet {
        Some(id) => {
            sha.update([1]);
            sha.update(id.as_bytes());
        }
        None => sha.update([0]),
    }
    sha.update(commun);
    sha.finalize().into()
}

fn uuid(o: &mut Vec<u8>, valeur: Option<Uuid>) {
    o.push(u8::from(valeur.is_some()));
    if let Some(id) = valeur {
        o.extend(id.as_bytes());
    }
}

fn texte(o: &mut Vec<u8>, valeur: Option<&str>) {
    o.push(u8::from(valeur.is_some()));
    if let Some(t) = valeur {
        o.extend((t.len() as u64).to_be_bytes());
        o.extend(t.as_bytes());
    }
}

/// In hexadecimal, as it is printed and kept elsewhere.
pub fn hexadecimal(empreinte: &[u8]) -> String {
    empreinte.iter().map(|o| format!("{o:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claire() -> Commun {
        Commun {
            instant: 1_519_119_000_000,
            compte: Some(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001)),
            acteur: "Claire N.".into(),
            role: Some("conseiller".into()),
            structure: Some(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0002)),
            action: "consulter".into(),
            objet: "jeunes".into(),
            origine: None,
            detail: None,
            refus: false,
        }
    }

    /// The two hashes are those of the Python lines printed in docs/journal.md.
    #[test]
    fn two_lines_have_the_hashes_of_the_specification() {
        let jeune = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0003);
        let une = suivante(&[0; 32], 1, Some(jeune), &claire().octets());
        assert_eq!(hexadecimal(&une), "8e23d09c3170b6fe269efc431150fe2b9f12677bbe5b1ac86686271a4c9178e9");
        let refus = Commun { detail: Some("été".into()), refus: true, role: None, ..claire() };
        let deux = suivante(&une, 2, None, &refus.octets());
        assert_eq!(hexadecimal(&deux), "cce3a10316ef3400166014623a58cc04e08c57ee495755439416f9987beb6c14");
    }

    #[test]
    fn no_two_different_lines_share_their_bytes() {
        let lu = |f: &dyn Fn(&mut Commun)| {
            let mut c = claire();
            f(&mut c);
            c.octets()
        };
        let toutes = [
            lu(&|_| {}),
            lu(&|c| c.instant += 1),
            lu(&|c| c.compte = None),
            lu(&|c| c.acteur = "Claire".into()),
            // The same letters, cut elsewhere.
            lu(&|c| (c.action, c.objet) = ("consulterj".into(), "eunes".into())),
            lu(&|c| c.role = None),
            lu(&|c| c.detail = Some(String::new())),
            lu(&|c| c.origine = c.compte),
            lu(&|c| c.refus = true),
        ];
        let differentes: std::collections::BTreeSet<_> = toutes.iter().collect();
        assert_eq!(differentes.len(), toutes.len());
    }
}
