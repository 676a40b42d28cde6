//! The key file: one key a line, its name and its bytes. Only its owner reads it.

use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::Rng;
use sha2::{Digest, Sha256};

/// What a key file begins with.
const EN_TETE: &str = "# Clé de Passerelle. Sans elle, les seconds facteurs de la base ne servent plus.\n\
                       # Gardez-en une copie à part de la base et de ses sauvegardes, jamais avec elles.\n";

/// The key cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErreurCle {
    /// The base is sealed under a key that the file does not hold.
    #[error(
        "la clé {cle} de cette base n'est pas dans {fichier} : remettez-y la copie que vous avez gardée à part, ou donnez son emplacement avec --cle"
    )]
    Absente {
        /// Name of the key.
        cle: String,
        /// Where it was looked for.
        fichier: String,
    },
    /// The file is there, and is no key file.
    #[error("le fichier de clé {0} ne se lit pas : remettez-y la copie que vous avez gardée à part")]
    Illisible(String),
    /// The file cannot be written.
    #[error("le fichier de clé {0} ne s'écrit pas ({1}) : donnez un autre emplacement avec --cle")]
    Ecriture(String, String),
    /// A sealed value that this key does not open: it was moved, or damaged.
    #[error("un secret de {0} ne s'ouvre pas avec la clé de cette base : il a été déplacé ou abîmé")]
    Scelle(String),
}

/// A key; its name comes from its bytes.
#[derive(Clone)]
pub(super) struct Cle {
    pub nom: String,
    pub octets: [u8; 32],
}

impl Cle {
    pub fn tirer() -> Self {
        let mut octets = [0; 32];
        rand::rng().fill_bytes(&mut octets);
        Self::de(octets)
    }

    fn de(octets: [u8; 32]) -> Self {
        let empreinte = Sha256::digest([b"passerelle coffre ", octets.as_slice()].concat());
        Self { nom: empreinte[..6].iter().map(|o| format!("{o:02x}")).collect(), octets }
    }
}

impl std::fmt::Debug for Cle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cle({})", self.nom)
    }
}

/// Reads the keys of a file; none when there is no file.
pub(super) fn lire(chemin: &Path) -> Result<Vec<Cle>, ErreurCle> {
    let illisible = || ErreurCle::Illisible(chemin.display().to_string());
    let texte = match std::fs::read_to_string(chemin) {
        Ok(texte) => texte,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
        Err(_) => return Err(illisible()),
    };
    let lignes = texte.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lignes
        .map(|l| {
            let (nom, octets) = l.split_once(' ').ok_or_else(illisible)?;
            let octets = STANDARD.decode(octets.trim()).ok().and_then(|o| o.try_into().ok()).ok_or_else(illisible)?;
            let cle = Cle::de(octets);
            if cle.nom == nom { Ok(cle) } else { Err(illisible()) }
        })
        .collect()
}

/// Writes them, whole or not at all.
pub(super) fn ecrire(chemin: &Path, cles: &[Cle]) -> Result<(), ErreurCle> {
    let refus = |e: std::io::Error| ErreurCle::Ecriture(chemin.display().to_string(), e.to_string());
    preparer(chemin, cles)?.persist(chemin).map_err(|e| refus(e.error))?;
    Ok(())
}

/// Writes the first of a file that is not there; says no when another program was faster.
pub(super) fn creer(chemin: &Path, cle: &Cle) -> Result<bool, ErreurCle> {
    let refus = |e: std::io::Error| ErreurCle::Ecriture(chemin.display().to_string(), e.to_string());
    match preparer(chemin, std::slice::from_ref(cle))?.persist_noclobber(chemin) {
        Ok(_) => Ok(true),
        Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(e) => Err(refus(e.error)),
    }
}

fn preparer(chemin: &Path, cles: &[Cle]) -> Result<tempfile::NamedTempFile, ErreurCle> {
    let refus = |e: std::io::Error| ErreurCle::Ecriture(chemin.display().to_string(), e.to_string());
    let dossier = chemin.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Made with the rights of its owner alone.
    let mut fichier = tempfile::NamedTempFile::new_in(dossier).map_err(refus)?;
    let lignes: String = cles.iter().map(|c| format!("{} {}\n", c.nom, STANDARD.encode(c.octets))).collect();
    fichier.write_all(format!("{EN_TETE}{lignes}").as_bytes()).map_err(refus)?;
    fichier.as_file().sync_all().map_err(refus)?;
    Ok(fichier)
}

/// Beside an embedded base, under its name; in the current folder for a server.
pub fn chemin_par_defaut(fichier: Option<&Path>) -> PathBuf {
    match fichier {
        Some(base) => {
            let mut nom = base.as_os_str().to_owned();
            nom.push(".cle");
            nom.into()
        }
        None => "passerelle.cle".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_reads_back_and_only_its_owner_reads_it() {
        let dossier = tempfile::tempdir().unwrap();
        let chemin = dossier.path().join("p.db.cle");
        assert!(lire(&chemin).unwrap().is_empty());
        let cles = [Cle::tirer(), Cle::tirer()];
        ecrire(&chemin, &cles).unwrap();
        let noms = |cles: &[Cle]| cles.iter().map(|c| (c.nom.clone(), c.octets)).collect::<Vec<_>>();
        assert_eq!(noms(&lire(&chemin).unwrap()), noms(&cles));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&chemin).unwrap().permissions().mode() & 0o777, 0o600);
        }
        // One letter changed: its name is no longer that of its bytes.
        let texte = std::fs::read_to_string(&chemin).unwrap();
        let derniere = texte.trim_end().len() - 10;
        let autre = if texte.as_bytes()[derniere] == b'A' { "B" } else { "A" };
        std::fs::write(&chemin, format!("{}{autre}{}", &texte[..derniere], &texte[derniere + 1..])).unwrap();
        assert!(matches!(lire(&chemin), Err(ErreurCle::Illisible(_))));
        assert!(!format!("{cles:?}").contains(&STANDARD.encode(cles[0].octets)), "a key was printed");
    }
}
