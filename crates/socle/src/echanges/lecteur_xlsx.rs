//! Rows of the first sheet of a workbook, cell by cell: the sheet is never whole in memory.

use std::fs::File;
use std::io::BufReader;

use calamine::{DataRef, Reader, Xlsx};

use super::fichier::Fichier;

/// A workbook asks for columns one by one; more than this is not a table of people.
const COLONNES_MAX: usize = 200;
const CELLULES_MAX: usize = 3_000_000;

/// Calls `ligne` with the row number and its cells, the header first, until it returns `false`.
pub(super) fn parcourir(fichier: &Fichier, mut ligne: impl FnMut(u64, Vec<String>) -> bool) -> Result<(), String> {
    let abime = |e: &dyn std::fmt::Display| {
        format!("est abîmé ou n'est pas un classeur Excel ({e}) : enregistrez-le de nouveau, ou en CSV UTF-8")
    };
    let flux = BufReader::new(File::open(&fichier.chemin).map_err(|e| abime(&e))?);
    let mut classeur = Xlsx::new(flux).map_err(|e| abime(&e))?;
    let feuille = classeur.sheet_names().first().cloned().ok_or("ne contient aucune feuille")?;
    let mut cellules = classeur.worksheet_cells_reader(&feuille).map_err(|e| abime(&e))?;
    let mut largeur = None;
    let mut rangee: Vec<String> = Vec::new();
    let mut courante = 0u32;
    let mut lues = 0usize;
    let mut rendre = |numero: u32, mut rangee: Vec<String>| {
        if rangee.iter().all(|c| c.trim().is_empty()) {
            return true;
        }
        // Rows end at their last filled cell; the header says how wide they are.
        let large = *largeur.get_or_insert(rangee.len());
        if rangee.len() < large {
            rangee.resize(large, String::new());
        }
        while rangee.len() > large && rangee.last().is_some_and(String::is_empty) {
            rangee.pop();
        }
        ligne(u64::from(numero) + 1, rangee)
    };
    while let Some(cellule) = cellules.next_cell().map_err(|e| abime(&e))? {
        let (rang, colonne) = cellule.get_position();
        if rang != courante {
            if !rendre(courante, std::mem::take(&mut rangee)) {
                return Ok(());
            }
            courante = rang;
        }
        let texte = texte(cellule.get_value());
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
    rendre(courante, rangee);
    Ok(())
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
        DataRef::DateTimeIso(t) => t.split_once('T').map_or(t.clone(), |(d, _)| d.to_owned()),
        DataRef::DurationIso(t) => t.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
