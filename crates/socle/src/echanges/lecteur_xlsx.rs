//! Rows of the sheet that is read, cell by cell: the sheet is never whole in memory.

use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, Dimensions, Reader, Xlsx};

use super::classeur::{abime, sans_panique};
use super::fichier::Fichier;
use super::pannes::illisible;
use super::valeur::{FUSIONNEE, SANS_RESULTAT};

/// A workbook asks for columns one by one; more than this is not a table of people.
const COLONNES_MAX: usize = 200;
const CELLULES_MAX: usize = 3_000_000;

/// Calls `ligne` with the row number and its cells, the header first, until it returns `false`.
pub(super) fn parcourir(fichier: &Fichier, ligne: impl FnMut(u64, Vec<String>) -> bool) -> Result<(), String> {
    sans_panique(|| lire(fichier, ligne))
}

fn lire(fichier: &Fichier, ligne: impl FnMut(u64, Vec<String>) -> bool) -> Result<(), String> {
    let Some(apercu) = &fichier.classeur else { return Err("n'est pas un classeur Excel".into()) };
    let flux = BufReader::new(File::open(&fichier.chemin).map_err(|e| illisible(&e))?);
    let mut classeur = Xlsx::new(flux).map_err(|e| abime(&e))?;
    let mut cellules = classeur.worksheet_cells_reader(&apercu.feuille).map_err(|e| abime(&e))?;
    let mut rangees = Rangees { fusions: Fusions::nouvelles(&apercu.fusions), largeur: None, ligne };
    let mut rangee: Vec<String> = Vec::new();
    let mut courante = 0u32;
    let mut lues = 0usize;
    while let Some(cellule) = cellules.next_cell_with_formula_metadata().map_err(|e| abime(&e))? {
        let (rang, colonne) = cellule.pos;
        if rang != courante {
            if !rangees.rendre(courante, std::mem::take(&mut rangee)) {
                return Ok(());
            }
            courante = rang;
        }
        // A formula that gave an empty text is empty; one that gave nothing was never computed.
        let texte = match (&cellule.value, &cellule.formula) {
            (DataRef::Empty, Some(_)) => SANS_RESULTAT.to_owned(),
            (valeur, _) => texte(valeur),
        };
        if texte.is_empty() {
            continue;
        }
        lues += 1;
        let colonne = colonne as usize;
        if colonne >= COLONNES_MAX || lues > CELLULES_MAX {
            return Err(format!(
                "a plus de {COLONNES_MAX} colonnes ou {CELLULES_MAX} cellules : enregistrez-le en CSV UTF-8"
            ));
        }
        if rangee.len() <= colonne {
            rangee.resize(colonne + 1, String::new());
        }
        rangee[colonne] = texte;
    }
    rangees.rendre(courante, rangee);
    Ok(())
}

/// Rows on their way out, made as wide as the header.
struct Rangees<'a, F> {
    fusions: Fusions<'a>,
    largeur: Option<usize>,
    ligne: F,
}

impl<F: FnMut(u64, Vec<String>) -> bool> Rangees<'_, F> {
    fn rendre(&mut self, numero: u32, mut rangee: Vec<String>) -> bool {
        if rangee.iter().all(|c| c.trim().is_empty()) {
            return true;
        }
        // Rows end at their last filled cell; the header says how wide they are.
        let entete = self.largeur.is_none();
        let large = *self.largeur.get_or_insert(rangee.len());
        if rangee.len() < large {
            rangee.resize(large, String::new());
        }
        while rangee.len() > large && rangee.last().is_some_and(String::is_empty) {
            rangee.pop();
        }
        self.fusions.marquer(numero, &mut rangee, entete);
        (self.ligne)(u64::from(numero) + 1, rangee)
    }
}

/// The merged cells of the sheet, from the top.
struct Fusions<'a> {
    a_venir: std::iter::Peekable<std::vec::IntoIter<&'a Dimensions>>,
    /// Those that the current row may be in, and whether they begin in the header.
    ouvertes: Vec<(&'a Dimensions, bool)>,
}

impl<'a> Fusions<'a> {
    fn nouvelles(fusions: &'a [Dimensions]) -> Self {
        let mut rangees: Vec<&Dimensions> = fusions.iter().collect();
        rangees.sort_unstable_by_key(|f| f.start);
        Self { a_venir: rangees.into_iter().peekable(), ouvertes: Vec::new() }
    }

    /// Marks the cells that a merged one covers: what it holds is not theirs, and they are not blank. The header is left
    /// as it is.
    fn marquer(&mut self, numero: u32, rangee: &mut [String], entete: bool) {
        self.ouvertes.retain(|(f, _)| f.end.0 >= numero);
        while let Some(fusion) = self.a_venir.next_if(|f| f.start.0 <= numero) {
            let coin = rangee.get(fusion.start.1 as usize).is_some_and(|c| !c.trim().is_empty());
            // A corner above the table, or on a blank row, says nothing of the rows below.
            if fusion.end.0 >= numero && fusion.start.0 == numero && coin {
                self.ouvertes.push((fusion, entete));
            }
        }
        for (fusion, du_titre) in &self.ouvertes {
            let (debut, fin) = (fusion.start.1 as usize, fusion.end.1 as usize);
            if *du_titre {
                continue;
            }
            for (colonne, cellule) in rangee.iter_mut().enumerate().take(fin + 1).skip(debut) {
                if (numero, colonne) != (fusion.start.0, debut) && cellule.is_empty() {
                    *cellule = FUSIONNEE.to_owned();
                }
            }
        }
    }
}

/// A cell as the same text a CSV would hold.
fn texte(valeur: &DataRef) -> String {
    match valeur {
        DataRef::String(t) => t.clone(),
        DataRef::SharedString(t) => (*t).to_owned(),
        DataRef::Int(n) => n.to_string(),
        // A code typed as a number comes as 93001.0; 2^53 bounds what a cell holds exactly.
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < 9e15 => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        DataRef::DateTime(d) => {
            let (annee, mois, jour, h, m, s, _) = d.to_ymd_hms_milli();
            // A time alone counts from day 0; a date alone has no hour.
            if d.as_f64() < 1.0 {
                format!("{h:02}:{m:02}")
            } else if (h, m, s) == (0, 0, 0) {
                format!("{annee:04}-{mois:02}-{jour:02}")
            } else {
                format!("{annee:04}-{mois:02}-{jour:02} {h:02}:{m:02}")
            }
        }
        DataRef::DateTimeIso(t) => t.clone(),
        DataRef::DurationIso(t) => t.clone(),
        // As Excel shows it: an error is no value, and not « not known » either.
        DataRef::Error(e) => e.to_string(),
        DataRef::Empty => String::new(),
    }
}
