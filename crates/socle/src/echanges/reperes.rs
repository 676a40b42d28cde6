//! Where the cells of a workbook say they stand, looked at before any spreadsheet reader does.
//!
//! A reader that counts columns on 32 bits wraps around silently in a program built for speed: a cell of column
//! `AAAAAAAA` would land in another, and be read for what it is not. A sheet ends at `XFD1048576`; whatever claims to stand
//! beyond it is refused.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use quick_xml::events::{BytesStart, Event};

use super::classeur::abime;
use super::pannes::illisible;

/// The last column and the last row of a sheet.
const COLONNES: u32 = 16_384;
const LIGNES: u32 = 1_048_576;

/// Refuses a workbook with a place that is not on a sheet.
pub(super) fn verifier(chemin: &Path) -> Result<(), String> {
    let flux = BufReader::new(File::open(chemin).map_err(|e| illisible(&e))?);
    let mut zip = zip::ZipArchive::new(flux).map_err(|e| abime(&e))?;
    for rang in 0..zip.len() {
        let partie = zip.by_index(rang).map_err(|e| abime(&e))?;
        // Every part: a workbook says itself which ones are sheets, under whatever name.
        let mut lecteur = quick_xml::Reader::from_reader(BufReader::new(partie));
        // As lenient as the reader that comes after: what stops this one must not hide what that one would reach.
        let config = lecteur.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let (mut tampon, mut feuille) = (Vec::new(), false);
        loop {
            tampon.clear();
            match lecteur.read_event_into(&mut tampon) {
                Ok(Event::Start(e) | Event::Empty(e)) => {
                    feuille |= matches!(e.local_name().as_ref(), "worksheet" | "sheetData" | "table");
                    // The reader takes what is written for what is meant, unless it is escaped: nobody escapes a place.
                    if let Some(place) = hors_de_la_feuille(&e) {
                        return Err(format!(
                            "a une cellule hors de la feuille ({place}) : enregistrez-le de nouveau, ou en CSV UTF-8"
                        ));
                    }
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(e) if feuille => return Err(abime(&e)),
                // A picture, or what some program keeps there for itself.
                Err(_) => break,
            }
        }
    }
    Ok(())
}

/// The place that an element claims and that no sheet has.
fn hors_de_la_feuille(e: &BytesStart<'_>) -> Option<String> {
    if !matches!(e.local_name().as_ref(), "c" | "row" | "dimension" | "mergeCell" | "f" | "table") {
        return None;
    }
    let mut dits = e.attributes();
    let mut places = dits.with_checks(false).flatten().filter(|a| matches!(a.key.local_name().as_ref(), "r" | "ref"));
    let place = places.find(|p| !plausible(&p.value))?;
    Some(place.value.chars().take(30).collect())
}

/// Whether this is a place of a sheet: `B12`, a row alone, or two corners.
fn plausible(texte: &str) -> bool {
    texte.split(':').count() <= 2 && texte.split(':').all(sur_la_feuille)
}

/// One corner.
fn sur_la_feuille(texte: &str) -> bool {
    let chiffres = texte.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let lettres = &texte[..texte.len() - chiffres.len()];
    if lettres.len() > 3 || chiffres.len() > 7 || !chiffres.bytes().all(|o| o.is_ascii_digit()) {
        return false;
    }
    let colonne = lettres.bytes().fold(0, |n, o| n * 26 + u32::from(o.to_ascii_uppercase() - b'A') + 1);
    !texte.is_empty() && colonne <= COLONNES && chiffres.parse().unwrap_or(0_u32) <= LIGNES
}

#[cfg(test)]
mod tests {
    use super::plausible;

    #[test]
    fn a_place_is_on_the_sheet_or_refused() {
        for bon in ["A1", "XFD1048576", "b2", "12", "A1:C9", "A1:A1", "A:C", "3:9"] {
            assert!(plausible(bon), "{bon}");
        }
        // 26^7 and more wrap around 2^32: « GWPHWCB1 » would be read as a column of the sheet.
        for faux in [
            "",
            "XFE1",
            "A1048577",
            "AAAA1",
            "GWPHWCB1",
            "A99999999999",
            "A1:B2:C3",
            "A-1",
            "é1",
            "1A",
            "A1:",
            "&#65;1",
        ] {
            assert!(!plausible(faux), "{faux}");
        }
    }
}
