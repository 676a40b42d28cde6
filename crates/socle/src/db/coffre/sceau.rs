//! Sealing a secret to its place, and opening it there.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::Rng;

use super::cles::{self, Cle, ErreurCle};

/// What a sealed value begins with.
pub(super) const MARQUE: &str = "coffre1:";
const NONCE: usize = 24;

/// Where a secret stands: sealed there, it opens nowhere else.
#[derive(Clone, Debug)]
pub struct Lieu {
    table: &'static str,
    colonne: &'static str,
    ligne: uuid::Uuid,
}

impl Lieu {
    /// A column of a row.
    pub fn nouveau(table: &'static str, colonne: &'static str, ligne: impl Into<uuid::Uuid>) -> Self {
        Self { table, colonne, ligne: ligne.into() }
    }

    fn octets(&self) -> String {
        format!("{}.{}:{}", self.table, self.colonne, self.ligne)
    }
}

/// The keys at hand.
#[derive(Clone)]
pub struct Coffre(Arc<Interieur>);

struct Interieur {
    chemin: PathBuf,
    cles: RwLock<Vec<Cle>>,
}

impl std::fmt::Debug for Coffre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Coffre").field("chemin", &self.0.chemin).finish_non_exhaustive()
    }
}

impl Coffre {
    /// With the keys of a file, when it is there.
    pub fn au(chemin: PathBuf) -> Result<Self, ErreurCle> {
        let cles = RwLock::new(cles::lire(&chemin)?);
        Ok(Self(Arc::new(Interieur { chemin, cles })))
    }

    /// Draws the first key, before anything has to be sealed: whoever keeps the platform finds it from the first start.
    pub fn preparer(&self) -> Result<(), ErreurCle> {
        self.derniere().map(drop)
    }

    /// Where the keys are.
    pub fn chemin(&self) -> &Path {
        &self.0.chemin
    }

    pub(super) fn sceller_sous(&self, nom: &str, lieu: &Lieu, clair: &str) -> Result<String, ErreurCle> {
        let cle = self.cle(nom)?;
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let lieu = lieu.octets();
        let message = Payload { msg: clair.as_bytes(), aad: lieu.as_bytes() };
        let chiffre = XChaCha20Poly1305::new(&cle.octets.into())
            .encrypt(&XNonce::from(nonce), message)
            .map_err(|_| ErreurCle::Scelle(lieu.clone()))?;
        let octets = [nonce.as_slice(), &chiffre].concat();
        Ok(format!("{MARQUE}{nom}:{}", STANDARD_NO_PAD.encode(octets)))
    }

    /// Opens what was sealed there.
    pub fn ouvrir(&self, lieu: &Lieu, scelle: &str) -> Result<String, ErreurCle> {
        let refus = || ErreurCle::Scelle(format!("{}.{}", lieu.table, lieu.colonne));
        let (nom, octets) = scelle.strip_prefix(MARQUE).and_then(|reste| reste.split_once(':')).ok_or_else(refus)?;
        let octets = STANDARD_NO_PAD.decode(octets).map_err(|_| refus())?;
        let (nonce, chiffre) = octets.split_first_chunk::<NONCE>().ok_or_else(refus)?;
        let cle = self.cle(nom)?;
        let place = lieu.octets();
        let message = Payload { msg: chiffre, aad: place.as_bytes() };
        let clair =
            XChaCha20Poly1305::new(&cle.octets.into()).decrypt(&XNonce::from(*nonce), message).map_err(|_| refus())?;
        String::from_utf8(clair).map_err(|_| refus())
    }

    /// The key of that name: in the file too, since another program may have changed it.
    pub(super) fn cle(&self, nom: &str) -> Result<Cle, ErreurCle> {
        if let Some(cle) = self.connues().into_iter().find(|c| c.nom == nom) {
            return Ok(cle);
        }
        self.relire()?;
        self.connues()
            .into_iter()
            .find(|c| c.nom == nom)
            .ok_or_else(|| ErreurCle::Absente { cle: nom.to_owned(), fichier: self.0.chemin.display().to_string() })
    }

    /// The last key of the file; a new one, written there, when it has none.
    pub(super) fn derniere(&self) -> Result<Cle, ErreurCle> {
        if cles::lire(&self.0.chemin)?.is_empty() {
            cles::creer(&self.0.chemin, &Cle::tirer())?;
        }
        self.relire()?;
        self.connues().pop().ok_or_else(|| ErreurCle::Illisible(self.0.chemin.display().to_string()))
    }

    /// Draws a key and writes it after the others.
    pub(super) fn ajouter(&self) -> Result<Cle, ErreurCle> {
        let cle = Cle::tirer();
        let mut toutes = cles::lire(&self.0.chemin)?;
        toutes.push(cle.clone());
        cles::ecrire(&self.0.chemin, &toutes)?;
        self.relire()?;
        Ok(cle)
    }

    /// Keeps this key alone in the file.
    pub(super) fn garder_seule(&self, nom: &str) -> Result<(), ErreurCle> {
        let gardees: Vec<Cle> = cles::lire(&self.0.chemin)?.into_iter().filter(|c| c.nom == nom).collect();
        cles::ecrire(&self.0.chemin, &gardees)
    }

    /// Those of the file come last. Those that it no longer holds still open what was read before it changed.
    fn relire(&self) -> Result<(), ErreurCle> {
        let lues = cles::lire(&self.0.chemin)?;
        let mut connues = self.0.cles.write().unwrap_or_else(PoisonError::into_inner);
        connues.retain(|c| lues.iter().all(|l| l.nom != c.nom));
        connues.extend(lues);
        Ok(())
    }

    fn connues(&self) -> Vec<Cle> {
        self.0.cles.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_in_its_place_only_and_says_nothing() {
        let dossier = tempfile::tempdir().unwrap();
        let coffre = Coffre::au(dossier.path().join("c.cle")).unwrap();
        let nom = coffre.derniere().unwrap().nom;
        let (ici, ailleurs) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let lieu = |table, ligne| Lieu::nouveau(table, "totp", ligne);
        let scelle = coffre.sceller_sous(&nom, &lieu("comptes", ici), "JBSWY3DPEHPK3PXP").unwrap();
        assert!(!scelle.contains("JBSWY3DPEHPK3PXP"));
        assert_ne!(scelle, coffre.sceller_sous(&nom, &lieu("comptes", ici), "JBSWY3DPEHPK3PXP").unwrap());
        assert_eq!(coffre.ouvrir(&lieu("comptes", ici), &scelle).unwrap(), "JBSWY3DPEHPK3PXP");
        // Copied to one's own row, cut, changed by a letter, or in clear.
        assert!(coffre.ouvrir(&lieu("comptes", ailleurs), &scelle).is_err());
        assert!(coffre.ouvrir(&lieu("sessions", ici), &scelle).is_err());
        assert!(coffre.ouvrir(&lieu("comptes", ici), "JBSWY3DPEHPK3PXP").is_err());
        assert!(coffre.ouvrir(&lieu("comptes", ici), &scelle[..scelle.len() - 4]).is_err());
        // Another program opens it with the file; without the file, the key is named.
        let autre = Coffre::au(coffre.chemin().to_owned()).unwrap();
        assert_eq!(autre.ouvrir(&lieu("comptes", ici), &scelle).unwrap(), "JBSWY3DPEHPK3PXP");
        let sans = Coffre::au(dossier.path().join("rien.cle")).unwrap();
        let dite = sans.ouvrir(&lieu("comptes", ici), &scelle).unwrap_err();
        assert!(matches!(&dite, ErreurCle::Absente { cle, .. } if *cle == nom), "{dite}");
    }
}
