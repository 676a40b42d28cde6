//! Rows of a CSV file, whatever its encoding and separator.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::entetes::Entetes;
use super::fichier::{Fichier, Genre};

/// Tells how many bytes of the file went by.
struct Compte<'a> {
    flux: File,
    lus: &'a AtomicU64,
}

impl Read for Compte<'_> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        let n = self.flux.read(tampon)?;
        self.lus.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Calls `ligne` with the line number and the cells of each row, the header first, until it
/// returns `false`; `lus` follows the bytes read.
pub(super) fn parcourir(
    fichier: &Fichier,
    lus: &AtomicU64,
    mut ligne: impl FnMut(u64, Vec<String>) -> bool,
) -> Result<(), String> {
    let illisible = |e: &dyn std::fmt::Display| format!("ne se lit pas jusqu'au bout ({e})");
    let flux = File::open(&fichier.chemin).map_err(|e| illisible(&e))?;
    let brut = Compte { flux, lus };
    let windows_1252 = matches!(fichier.genre, Genre::Csv { windows_1252: true, .. });
    let texte: Box<dyn Read + '_> = if windows_1252 {
        Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding_rs::WINDOWS_1252)).build(brut))
    } else {
        Box::new(brut)
    };
    let mut texte = BufReader::with_capacity(1 << 17, texte);
    let tete = texte.fill_buf().map_err(|e| illisible(&e))?;
    if tete.starts_with(b"\xef\xbb\xbf") {
        texte.consume(3);
    }
    let tete = texte.fill_buf().map_err(|e| illisible(&e))?;
    let premiere = tete.split(|o| matches!(o, b'\n' | b'\r')).find(|l| !l.is_empty()).unwrap_or_default();
    let separateur = Entetes::separateur(&String::from_utf8_lossy(premiere));
    let mut lecteur =
        csv::ReaderBuilder::new().delimiter(separateur).has_headers(false).flexible(true).from_reader(texte);
    let mut rangee = csv::StringRecord::new();
    while lecteur.read_record(&mut rangee).map_err(|e| illisible(&e))? {
        let numero = rangee.position().map_or(0, csv::Position::line);
        // A row of empty cells is a spreadsheet's tail, not a fact.
        if rangee.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        if !ligne(numero, rangee.iter().map(str::to_owned).collect()) {
            break;
        }
    }
    Ok(())
}
