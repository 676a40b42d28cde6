//! The files of a delivery as they arrive: which they are, what each holds, who cannot be read.

use std::path::{Path, PathBuf};

use passerelle_base::contient_nir;

use super::analyse::NIR_RETIRE;
use super::fichier::Fichier;
use super::{Nature, Rapport, RapportFichier};

/// Files of the folders given, in order; hidden ones are left alone.
pub(super) fn deplier(chemins: &[PathBuf], rapport: &mut Rapport) -> Vec<PathBuf> {
    let mut fichiers = Vec::new();
    for chemin in chemins {
        if !chemin.is_dir() {
            fichiers.push(chemin.clone());
            continue;
        }
        let visibles =
            |c: &PathBuf| c.is_file() && !c.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        match std::fs::read_dir(chemin) {
            Ok(dossier) => {
                let mut dedans: Vec<PathBuf> = dossier.flatten().map(|e| e.path()).filter(visibles).collect();
                dedans.sort();
                if dedans.is_empty() {
                    rapport.fichiers.push(en_erreur(chemin, "ce dossier ne contient aucun fichier".into()));
                }
                fichiers.extend(dedans);
            }
            Err(e) => rapport.fichiers.push(en_erreur(chemin, format!("ce dossier ne s'ouvre pas ({e})"))),
        }
    }
    fichiers
}

/// A file that was not read, and why.
pub(super) fn en_erreur(chemin: &Path, erreur: String) -> RapportFichier {
    let fichier = chemin.file_name().map_or_else(|| chemin.display().to_string(), |n| n.to_string_lossy().into());
    let fichier = if contient_nir(&fichier) { NIR_RETIRE.to_owned() } else { fichier };
    RapportFichier { fichier, erreur: Some(erreur), ..Default::default() }
}

/// What a file holds, by its name or as told, and how it is to be read.
pub(super) fn examiner(
    chemin: &Path,
    natures: &'static [&'static Nature],
    forcee: Option<&str>,
) -> Result<(usize, &'static Nature, Fichier), String> {
    if !chemin.exists() {
        return Err("n'existe pas : vérifiez le chemin".into());
    }
    let nom = chemin.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let cherche = passerelle_base::plier(forcee.unwrap_or(&nom));
    // `contrats.csv`, but also `Contrats 2017.xlsx` or `contrats.refus.csv`.
    let reconnue = |n: &&&Nature| cherche == n.nom || cherche.split(' ').next() == Some(n.nom);
    let Some(rang) = natures.iter().position(|n| reconnue(&n)) else {
        let noms: Vec<&str> = natures.iter().map(|n| n.nom).collect();
        return Err(format!(
            "son nom ne dit pas ce qu'il contient : nommez-le {}, en .csv ou en .xlsx",
            noms.join(", ")
        ));
    };
    Ok((rang, natures[rang], Fichier::examiner(chemin)?))
}
