//! A delivery that came as a `.zip`: its files are put in a folder of their own, and read as those of a folder.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::fichier::ferme;
use super::pannes::{illisible, panne};

/// Bounds: an archive is inflated on our disk before anything is known of it.
const ENTREES_MAX: usize = 1_000;
const GONFLE_MAX: u64 = 4 << 30;
const RAPPORT_MAX: u64 = 200;

/// An archive, open.
pub(super) struct Ouverte {
    /// Removed with it.
    pub dossier: TempDir,
    /// Where its files are.
    pub racine: PathBuf,
}

/// Opens an archive in a folder that only this process can read.
pub(super) fn ouvrir(chemin: &Path) -> Result<Ouverte, String> {
    let abime = || "est une archive abîmée : refaites le .zip, ou donnez le dossier".to_owned();
    let flux = File::open(chemin).map_err(|e| ferme(&e))?;
    let taille = flux.metadata().map_err(|e| illisible(&e))?.len();
    let mut zip = zip::ZipArchive::new(BufReader::new(flux)).map_err(|_| abime())?;
    if zip.len() > ENTREES_MAX {
        return Err(format!("contient trop de fichiers ({}) pour une livraison : donnez le dossier", zip.len()));
    }
    let dossier = tempfile::tempdir().map_err(|e| format!("ne peut être ouverte ({})", panne(&e)))?;
    let plafond = (taille * RAPPORT_MAX).clamp(1 << 20, GONFLE_MAX);
    let mut gonfle = 0;
    for i in 0..zip.len() {
        let mut entree = zip.by_index(i).map_err(|_| {
            "est une archive abîmée ou protégée par un mot de passe : refaites le .zip, ou donnez le dossier".to_owned()
        })?;
        // A name that climbs out of the archive is no file of a delivery.
        let Some(relatif) = entree.enclosed_name().filter(|_| entree.is_file()) else { continue };
        let vers = dossier.path().join(relatif);
        let parent = vers.parent().unwrap_or(dossier.path());
        std::fs::create_dir_all(parent).map_err(|e| format!("ne peut être ouverte ({})", panne(&e)))?;
        let mut sortie = File::create(&vers).map_err(|e| format!("ne peut être ouverte ({})", panne(&e)))?;
        gonfle += io::copy(&mut (&mut entree).take(plafond - gonfle + 1), &mut sortie).map_err(|_| abime())?;
        if gonfle > plafond {
            return Err("gonfle démesurément à l'ouverture ; elle n'a pas été lue : donnez le dossier".into());
        }
    }
    let racine = racine(dossier.path());
    Ok(Ouverte { dossier, racine })
}

/// The one folder that an archive of a folder holds, or the top.
fn racine(dossier: &Path) -> PathBuf {
    let Ok(entrees) = std::fs::read_dir(dossier) else { return dossier.to_owned() };
    let utiles: Vec<PathBuf> = entrees
        .flatten()
        .map(|e| e.path())
        .filter(|c| c.file_name().is_some_and(|n| n != "__MACOSX" && !n.to_string_lossy().starts_with('.')))
        .collect();
    match utiles.as_slice() {
        [seul] if seul.is_dir() => seul.clone(),
        _ => dossier.to_owned(),
    }
}
