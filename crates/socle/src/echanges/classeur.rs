//! The sheets of a workbook: which one is read, and what else is there that the reader should be told.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use calamine::{DataRef, Dimensions, Reader, Sheet, SheetType, SheetVisible, Xlsx};
use passerelle_base::{plier, pluriel};
use quick_xml::events::{BytesStart, Event};

use super::pannes::illisible;

/// What is known of a workbook before its rows are read.
#[derive(Clone, Debug)]
pub(super) struct Classeur {
    /// The sheet that is read: the first one that people see and that has rows.
    pub feuille: String,
    /// The other sheets that people see and that have rows.
    pub autres: Vec<String>,
    /// Its merged cells.
    pub fusions: Vec<Dimensions>,
    /// What deserves a word.
    pub avis: Vec<String>,
}

impl Classeur {
    /// Looks at a workbook whose size is known to be reasonable. `voulue` is the sheet that a gabarit names: it is read
    /// even when it is hidden.
    pub fn examiner(chemin: &Path, voulue: Option<&str>) -> Result<Self, String> {
        sans_panique(|| Self::lire(chemin, voulue))
    }

    fn lire(chemin: &Path, voulue: Option<&str>) -> Result<Self, String> {
        let flux = BufReader::new(File::open(chemin).map_err(|e| illisible(&e))?);
        let mut classeur = Xlsx::new(flux).map_err(|e| abime(&e))?;
        let feuilles: Vec<Sheet> =
            classeur.sheets_metadata().iter().filter(|f| f.typ == SheetType::WorkSheet).cloned().collect();
        let remplies: Vec<bool> = feuilles.iter().map(|f| remplie(&mut classeur, &f.name)).collect();
        let vues = || std::iter::zip(&feuilles, &remplies).filter(|(f, _)| f.visible == SheetVisible::Visible);
        let nommee = voulue.map(|nom| {
            let trouvee = feuilles
                .iter()
                .find(|f| f.name == nom)
                .or_else(|| feuilles.iter().find(|f| plier(&f.name) == plier(nom)));
            trouvee.ok_or_else(|| {
                let noms: Vec<String> = feuilles.iter().map(|f| format!("« {} »", f.name)).collect();
                format!("n'a pas de feuille « {nom} », que le gabarit demande ; ses feuilles sont {}", noms.join(", "))
            })
        });
        let nommee = nommee.transpose()?;
        let lue = match nommee.map(|f| (f, &true)).or_else(|| vues().find(|(_, r)| **r)).or_else(|| vues().next()) {
            Some((lue, _)) => lue.name.clone(),
            None if feuilles.is_empty() => return Err("ne contient aucune feuille".into()),
            None => {
                return Err(
                    "n'a que des feuilles cachées : affichez la feuille du tableau, puis enregistrez de nouveau".into(),
                );
            }
        };
        let non_lues: Vec<String> = std::iter::zip(&feuilles, &remplies)
            .filter(|(f, r)| **r && f.name != lue)
            .map(|(f, _)| match f.visible {
                SheetVisible::Visible => format!("« {} »", f.name),
                _ => format!("« {} » (cachée)", f.name),
            })
            .collect();
        let autres = vues().filter(|(f, r)| **r && f.name != lue).map(|(f, _)| f.name.clone()).collect();
        let fusions = classeur.merge_cells_by_sheet_name(&lue).map_err(|e| abime(&e))?;
        let mut avis = Vec::new();
        match non_lues.as_slice() {
            [] => {}
            [une] => {
                avis.push(format!("La feuille lue est « {lue} ». La feuille {une} a des lignes et n'a pas été lue."))
            }
            _ => avis.push(format!(
                "La feuille lue est « {lue} ». D'autres feuilles ont des lignes et n'ont pas été lues : {}.",
                non_lues.join(", ")
            )),
        }
        match lignes_masquees(chemin, &lue) {
            0 => {}
            n => avis.push(format!(
                "{} dans la feuille « {lue} » : le filtre du tableur ne change pas ce qui est lu.",
                pluriel(n, "ligne masquée ou filtrée a été lue", "lignes masquées ou filtrées ont été lues")
            )),
        }
        Ok(Self { feuille: lue, autres, fusions, avis })
    }
}

/// The reader of workbooks is not ours: where it gives up, the file is refused and the import goes on.
pub(super) fn sans_panique<T>(lire: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(lire))
        .unwrap_or_else(|_| Err(abime(&"le lecteur s'est arrêté sur ce qu'il contient")))
}

/// The sentence for a workbook that cannot be read.
pub(super) fn abime(e: &dyn std::fmt::Display) -> String {
    // What the library says is English, and of the inside of the file: for whoever keeps the platform.
    tracing::warn!(cause = %e, "un classeur ne se lit pas");
    "est abîmé ou n'est pas un classeur Excel : enregistrez-le de nouveau, ou en CSV UTF-8".to_owned()
}

/// Whether a sheet has a cell that holds something. A sheet that cannot be read holds nothing that could be told.
fn remplie(classeur: &mut Xlsx<BufReader<File>>, feuille: &str) -> bool {
    let Ok(mut cellules) = classeur.worksheet_cells_reader(feuille) else { return false };
    while let Ok(Some(cellule)) = cellules.next_cell() {
        match cellule.get_value() {
            DataRef::Empty => {}
            DataRef::String(t) if t.trim().is_empty() => {}
            DataRef::SharedString(t) if t.trim().is_empty() => {}
            _ => return true,
        }
    }
    false
}

/// How many rows of a sheet a filter or a hand hides. Zero when the workbook does not say: it is only told.
fn lignes_masquees(chemin: &Path, feuille: &str) -> i64 {
    let compter = || {
        let mut zip = zip::ZipArchive::new(BufReader::new(File::open(chemin).ok()?)).ok()?;
        let mut relation = None;
        chaque(zip.by_name("xl/workbook.xml").ok()?, |e| {
            if e.local_name().as_ref() == "sheet" && attribut(e, "name").as_deref() == Some(feuille) {
                relation = attribut(e, "id");
            }
        })?;
        let (relation, mut cible) = (relation?, None);
        chaque(zip.by_name("xl/_rels/workbook.xml.rels").ok()?, |e| {
            if attribut(e, "Id").is_some_and(|id| id == relation) {
                cible = attribut(e, "Target");
            }
        })?;
        let cible = cible?;
        let entree = cible.strip_prefix('/').map_or_else(|| format!("xl/{cible}"), str::to_owned);
        let mut masquees = 0;
        chaque(zip.by_name(&entree).ok()?, |e| {
            if e.local_name().as_ref() == "row" && attribut(e, "hidden").is_some_and(|v| v == "1" || v == "true") {
                masquees += 1;
            }
        })?;
        Some(masquees)
    };
    compter().unwrap_or(0)
}

/// Calls `element` with each opening tag.
fn chaque(flux: impl Read, mut element: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut lecteur = quick_xml::Reader::from_reader(BufReader::new(flux));
    let mut tampon = Vec::new();
    loop {
        tampon.clear();
        match lecteur.read_event_into(&mut tampon).ok()? {
            Event::Start(e) | Event::Empty(e) => element(&e),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// An attribute, whatever its prefix.
fn attribut(e: &BytesStart<'_>, nom: &str) -> Option<String> {
    let trouve = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == nom)?;
    trouve.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
