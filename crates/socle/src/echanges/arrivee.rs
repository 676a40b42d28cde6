//! The files of a delivery as they arrive: which they are, what each holds, who cannot be read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use passerelle_base::contient_nir;
use tempfile::TempDir;

use super::analyse::NIR_RETIRE;
use super::fichier::Fichier;
use super::gabarit::Gabarit;
use super::store::Vu;
use super::{Nature, Rapport, RapportFichier, archive};

/// What a delivery is once its folders are open.
#[derive(Default)]
pub(super) struct Arrivee {
    /// The files that may be read, in order.
    pub fichiers: Vec<PathBuf>,
    /// Where archives were opened: gone with this.
    archives: Vec<TempDir>,
}

/// Extensions of the papers that people leave beside their tables.
const PAPIERS: [&str; 20] = [
    "pdf", "doc", "docx", "odt", "rtf", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "heic", "html", "htm", "md", "log",
    "ini", "db", "eml", "msg",
];
/// Copies and shortcuts, whatever they are copies of.
const RESTES: [&str; 8] = ["bak", "tmp", "lnk", "url", "part", "crdownload", "download", "lock"];

impl Arrivee {
    /// Opens folders and archives. What is no table is passed over and told, once a folder.
    pub fn deplier(chemins: &[PathBuf], natures: &[&Nature], rapport: &mut Rapport) -> Self {
        let mut arrivee = Self::default();
        for chemin in chemins {
            if chemin.is_dir() {
                arrivee.dossier(chemin, chemin, natures, rapport);
            } else if est_archive(chemin) {
                match archive::ouvrir(chemin) {
                    Ok(ouverte) => {
                        arrivee.dossier(chemin, &ouverte.racine, natures, rapport);
                        arrivee.archives.push(ouverte.dossier);
                    }
                    Err(erreur) => rapport.fichiers.push(en_erreur(chemin, erreur)),
                }
            } else if nom(chemin).starts_with("~$") {
                rapport.fichiers.push(dit(chemin, vec![ouvert_ailleurs(&nom(chemin))]));
            } else {
                arrivee.fichiers.push(chemin.clone());
            }
        }
        arrivee
    }

    fn dossier(&mut self, dit_comme: &Path, racine: &Path, natures: &[&Nature], rapport: &mut Rapport) {
        let entrees = match std::fs::read_dir(racine) {
            Ok(entrees) => entrees,
            Err(e) => {
                rapport
                    .fichiers
                    .push(en_erreur(dit_comme, format!("ce dossier ne s'ouvre pas ({})", super::pannes::panne(&e))));
                return;
            }
        };
        let mut dedans: Vec<PathBuf> = entrees.flatten().map(|e| e.path()).collect();
        dedans.sort();
        let (mut avis, mut passes, mut sous_dossiers, mut lus) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for chemin in dedans {
            let nom = nom(&chemin);
            if nom.starts_with('.') || nom == "__MACOSX" {
                continue;
            }
            if chemin.is_dir() {
                sous_dossiers.push(format!("« {nom} »"));
            } else if nom.starts_with("~$") {
                avis.push(ouvert_ailleurs(&nom));
            } else if est_papier(&chemin, natures) {
                passes.push(format!("« {nom} »"));
            } else if est_archive(&chemin) {
                match archive::ouvrir(&chemin) {
                    Ok(ouverte) => {
                        lus += 1;
                        self.dossier(&chemin, &ouverte.racine, natures, rapport);
                        self.archives.push(ouverte.dossier);
                    }
                    Err(erreur) => rapport.fichiers.push(en_erreur(&chemin, erreur)),
                }
            } else {
                lus += 1;
                self.fichiers.push(chemin);
            }
        }
        for (quoi, noms) in [
            ("Ce ne sont pas des tableaux, ils n'ont pas été lus", passes),
            ("Les sous-dossiers ne sont pas lus", sous_dossiers),
        ] {
            if !noms.is_empty() {
                avis.push(format!("{quoi} : {}.", noms.join(", ")));
            }
        }
        match lus {
            0 => {
                let suite = if avis.is_empty() { String::new() } else { format!(". {}", avis.join(" ")) };
                rapport.fichiers.push(en_erreur(dit_comme, format!("ce dossier ne contient aucun fichier{suite}")));
            }
            _ if avis.is_empty() => {}
            _ => rapport.fichiers.push(dit(dit_comme, avis)),
        }
    }
}

fn nom(chemin: &Path) -> String {
    chemin.file_name().map_or_else(|| chemin.display().to_string(), |n| n.to_string_lossy().into_owned())
}

fn extension(chemin: &Path) -> String {
    chemin.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn est_archive(chemin: &Path) -> bool {
    extension(chemin) == "zip" && chemin.is_file()
}

/// A paper, a system file, a note to the reader: no table, whatever is in it. A file named like a kind is never one.
fn est_papier(chemin: &Path, natures: &[&Nature]) -> bool {
    let plie =
        passerelle_base::plier(&chemin.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default());
    let premier = plie.split(' ').next().unwrap_or_default();
    // What an editor or a download leaves beside a file is never the file.
    if nom(chemin).ends_with('~') || RESTES.contains(&extension(chemin).as_str()) {
        return true;
    }
    let note = matches!(premier, "lisezmoi" | "readme" | "lisez") && extension(chemin) == "txt";
    (note || PAPIERS.contains(&extension(chemin).as_str())) && !natures.iter().any(|n| n.nom == premier)
}

/// « ~$contrats.xlsx » is what a spreadsheet leaves beside a workbook while it is open.
fn ouvert_ailleurs(nom: &str) -> String {
    let classeur = nom.trim_start_matches("~$");
    format!(
        "« {classeur} » est ouvert dans un tableur : ce qui n'y est pas enregistré n'est pas lu. Fermez-le si des lignes manquent."
    )
}

/// Something told of a folder, without any fault.
fn dit(chemin: &Path, avis: Vec<String>) -> RapportFichier {
    let masque = |t: String| if contient_nir(&t) { NIR_RETIRE.to_owned() } else { t };
    RapportFichier { fichier: masque(nom(chemin)), avis: avis.into_iter().map(masque).collect(), ..Default::default() }
}

/// A file that was not read, and why.
pub(super) fn en_erreur(chemin: &Path, erreur: String) -> RapportFichier {
    let fichier = nom(chemin);
    let fichier = if contient_nir(&fichier) { NIR_RETIRE.to_owned() } else { fichier };
    RapportFichier { fichier, erreur: Some(erreur), ..Default::default() }
}

/// A file to read, for one kind.
pub(super) struct Pret {
    /// Rank of the kind: files that are pointed at come first.
    pub ordre: usize,
    pub nature: &'static Nature,
    pub fichier: Fichier,
    /// Rank of the kind in the gabarit.
    pub passe: usize,
    /// The first of its file: what is said of the file is said once.
    pub premiere: bool,
}

impl Pret {
    /// The bytes that were seen, and what they were read with.
    pub fn vu(&self) -> Vu {
        let gabarit = self.fichier.gabarit.as_ref();
        let texte = |g: &Arc<Gabarit>| crate::db::empreinte(format!("{}\n{}", self.passe, g.toml()).as_bytes());
        Vu {
            sha256: self.fichier.sha256.clone(),
            taille: self.fichier.taille,
            gabarit: gabarit.map(|g| g.nom.clone()),
            gabarit_sha256: gabarit.map(texte),
        }
    }

    /// What the file of its refused rows is named after: with a gabarit, one file has those of several kinds.
    pub fn nom_des_refus(&self) -> String {
        let nom = &self.fichier.nom;
        match &self.fichier.gabarit {
            None => nom.clone(),
            Some(_) => {
                let souche = nom.rsplit_once('.').map_or(nom.as_str(), |(souche, _)| souche);
                // Mended and given again, `apprentis.jeunes.refus.csv` gives itself back.
                let souche = souche.rsplit_once(".refus").map_or(souche, |(souche, _)| souche);
                let propre = format!(".{}", self.nature.nom);
                format!("{}{propre}.csv", souche.strip_suffix(&propre).unwrap_or(souche))
            }
        }
    }
}

/// What a file holds, by its name or as told, and how it is to be read: with a gabarit, once for each of its kinds.
pub(super) fn examiner(
    chemin: &Path,
    natures: &'static [&'static Nature],
    forcee: Option<&str>,
    gabarit: Option<&Arc<Gabarit>>,
) -> Result<Vec<Pret>, String> {
    if !chemin.exists() {
        return Err("n'existe pas : vérifiez le chemin".into());
    }
    if let Some(gabarit) = gabarit {
        return examiner_selon(chemin, natures, forcee, gabarit);
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
    Ok(vec![Pret { ordre: rang, nature: natures[rang], fichier: Fichier::examiner(chemin)?, passe: 0, premiere: true }])
}

fn examiner_selon(
    chemin: &Path,
    natures: &'static [&'static Nature],
    forcee: Option<&str>,
    gabarit: &Arc<Gabarit>,
) -> Result<Vec<Pret>, String> {
    if let Some(autre) = forcee.filter(|f| !gabarit.passes.iter().any(|p| p.nature == *f)) {
        let siennes: Vec<&str> = gabarit.passes.iter().map(|p| p.nature.as_str()).collect();
        return Err(format!("le gabarit « {} » lit {}, et non {autre}", gabarit.nom, siennes.join(", ")));
    }
    let fichier = Fichier::examiner_selon(chemin, Some(gabarit))?;
    let passes = gabarit.passes.iter().enumerate().filter(|(_, p)| forcee.is_none_or(|f| f == p.nature));
    let pret = |(passe, p): (usize, &super::gabarit::Passe)| {
        let ordre = natures.iter().position(|n| n.nom == p.nature)?;
        Some(Pret { ordre, nature: natures[ordre], fichier: fichier.clone(), passe, premiere: false })
    };
    let mut prets: Vec<Pret> = passes.filter_map(pret).collect();
    if let Some(premier) = prets.iter_mut().min_by_key(|p| (p.ordre, p.passe)) {
        premier.premiere = true;
    }
    Ok(prets)
}
