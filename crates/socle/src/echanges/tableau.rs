//! A file of numbers read for a computation, not for the base: the same encodings, separators and workbooks as an
//! import, no kind of file, nothing kept.

use std::path::Path;
use std::sync::atomic::AtomicU64;

use super::encodage::Encodage;
use super::fichier::{Fichier, Genre};
use super::lecteur_csv;
use super::rangees::{brutes, cellules};

/// What is known of the file beside its rows.
#[derive(Clone, Debug)]
pub struct Tableau {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What deserves a word.
    pub avis: Vec<String>,
}

/// Calls `ligne` with the line number and the cells of each row, the header first, until it returns `false`.
pub fn lire_tableau(chemin: &Path, ligne: impl FnMut(u64, Vec<String>) -> bool) -> Result<Tableau, String> {
    let fichier = Fichier::examiner(chemin)?;
    cellules(&fichier, &AtomicU64::new(0), ligne)?;
    // A file without a last line end is whole more often than not; here nothing is taken in twice.
    Ok(Tableau { sha256: fichier.sha256.clone(), avis: fichier.avis() })
}

/// A file that was looked at, and its headers: for millions of rows, whose cells are lent.
pub struct TableauOuvert {
    fichier: Fichier,
    /// The headers as they came.
    pub entetes: Vec<String>,
}

impl TableauOuvert {
    /// Looks at a file and reads its headers. The sentence of a refusal follows the name of the file.
    pub fn ouvrir(chemin: &Path) -> Result<Self, String> {
        if !chemin.exists() {
            return Err("n'existe pas : vérifiez le chemin".into());
        }
        let mut tableau = Self { fichier: Fichier::examiner(chemin)?, entetes: Vec::new() };
        let mut entetes = Vec::new();
        tableau.rangees(&AtomicU64::new(0), |_, rangee| {
            entetes = rangee.iter().map(str::to_owned).collect();
            false
        })?;
        tableau.entetes = entetes;
        Ok(tableau)
    }

    /// What deserves a word before reading: cut or mixed files.
    pub fn avis(&self) -> Vec<String> {
        self.fichier.avis()
    }

    /// Two encodings in one file: its accents cannot be trusted.
    pub fn melange(&self) -> bool {
        matches!(self.fichier.genre, Genre::Csv { encodage: Encodage::Melange, .. })
    }

    /// Its size in bytes.
    pub fn taille(&self) -> u64 {
        self.fichier.taille
    }

    /// Calls `ligne` with the line number and the cells of each row under the headers; `lus` follows the bytes read.
    pub fn lignes(
        &self,
        lus: &AtomicU64,
        mut ligne: impl FnMut(u64, &csv::StringRecord) -> bool,
    ) -> Result<(), String> {
        let mut premiere = true;
        self.rangees(lus, |numero, rangee| std::mem::take(&mut premiere) || ligne(numero, rangee))
    }

    fn rangees(&self, lus: &AtomicU64, mut ligne: impl FnMut(u64, &csv::StringRecord) -> bool) -> Result<(), String> {
        match self.fichier.genre {
            Genre::Csv { .. } => lecteur_csv::parcourir_rangees(&self.fichier, lus, ligne),
            Genre::Xlsx | Genre::Json => brutes(&self.fichier, lus, |numero, cellules| ligne(numero, &cellules.into())),
        }
    }
}
