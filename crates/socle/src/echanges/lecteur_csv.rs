//! Rows of a CSV file, whatever its encoding and separator.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::encodage::Encodage;
use super::entetes::separateur_dit;
use super::fichier::{Fichier, Genre};
use super::guillemets::LecteurLibre;
use super::melange::{demeler, retablir};
use super::pannes::{illisible, panne};

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

/// The longest row: past it, a quote left open is swallowing the file, and the memory with it.
const RANGEE_MAX: u64 = 4 << 20;

/// Stops a row that never ends.
struct Borne<'a, R> {
    flux: R,
    /// Bytes read since the last row ended.
    depuis: &'a Cell<u64>,
}

impl<R: Read> Read for Borne<'_, R> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        if self.depuis.get() > RANGEE_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let n = self.flux.read(tampon)?;
        self.depuis.set(self.depuis.get() + n as u64);
        Ok(n)
    }
}

/// Ends every line with a line feed alone. A reader of CSV that meets `\r\n` ends the row at the
/// first of the two, and counts the second with the row after: its line numbers would be wrong.
struct LignesUnix<R> {
    flux: R,
    /// The last byte was a carriage return, already given as a line feed.
    retour: bool,
}

impl<R: Read> Read for LignesUnix<R> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        loop {
            let lus = self.flux.read(tampon)?;
            if lus == 0 || (!self.retour && !tampon[..lus].contains(&b'\r')) {
                return Ok(lus);
            }
            let mut gardes = 0;
            for i in 0..lus {
                let octet = tampon[i];
                if !(self.retour && octet == b'\n') {
                    tampon[gardes] = if octet == b'\r' { b'\n' } else { octet };
                    gardes += 1;
                }
                self.retour = octet == b'\r';
            }
            if gardes > 0 {
                return Ok(gardes);
            }
        }
    }
}

/// Reads line by line what a decoder of streams does not know how to read.
struct ParLigne<R, F> {
    flux: BufReader<R>,
    lire: F,
    /// What was read of the last line, and how much of it is given.
    ligne: Vec<u8>,
    donnes: usize,
}

impl<R: Read, F: Fn(&[u8]) -> String> ParLigne<R, F> {
    /// A longer line is cut there: it is no row of a table.
    const MAX: u64 = 1 << 20;

    fn nouveau(flux: R, lire: F) -> Self {
        Self { flux: BufReader::with_capacity(1 << 17, flux), lire, ligne: Vec::new(), donnes: 0 }
    }
}

impl<R: Read, F: Fn(&[u8]) -> String> Read for ParLigne<R, F> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        if self.donnes == self.ligne.len() {
            let mut brute = Vec::new();
            (&mut self.flux).take(Self::MAX).read_until(b'\n', &mut brute)?;
            self.ligne = (self.lire)(&brute).into_bytes();
            self.donnes = 0;
        }
        let n = tampon.len().min(self.ligne.len() - self.donnes);
        tampon[..n].copy_from_slice(&self.ligne[self.donnes..self.donnes + n]);
        self.donnes += n;
        Ok(n)
    }
}

/// The bytes of a file as UTF-8.
fn decoder<'a>(brut: impl Read + 'a, encodage: Encodage) -> Box<dyn Read + 'a> {
    let par_flux = match encodage {
        Encodage::Utf8 => return Box::new(brut),
        Encodage::Utf8DeuxFois => {
            return Box::new(ParLigne::nouveau(brut, |ligne: &[u8]| retablir(&String::from_utf8_lossy(ligne))));
        }
        // What was encoded twice is a third encoding in such a file.
        Encodage::Melange => return Box::new(ParLigne::nouveau(brut, |ligne: &[u8]| retablir(&demeler(ligne)))),
        Encodage::Cp850 | Encodage::Cp437 => {
            let table = encodage.table();
            let lettre = move |o: &u8| if *o < 128 { char::from(*o) } else { table[usize::from(*o - 128)] };
            return Box::new(ParLigne::nouveau(brut, move |ligne: &[u8]| ligne.iter().map(lettre).collect()));
        }
        Encodage::Utf8Coupe => encoding_rs::UTF_8,
        Encodage::Windows1252 => encoding_rs::WINDOWS_1252,
        Encodage::Iso885915 => encoding_rs::ISO_8859_15,
        Encodage::MacRoman => encoding_rs::MACINTOSH,
    };
    Box::new(DecodeReaderBytesBuilder::new().encoding(Some(par_flux)).build(brut))
}

/// Calls `ligne` with the line number and the cells of each row, the header first, until it
/// returns `false`; `lus` follows the bytes read.
pub(super) fn parcourir(
    fichier: &Fichier,
    lus: &AtomicU64,
    mut ligne: impl FnMut(u64, Vec<String>) -> bool,
) -> Result<(), String> {
    parcourir_rangees(fichier, lus, |numero, rangee| ligne(numero, rangee.iter().map(str::to_owned).collect()))
}

/// The same, the cells being lent: nothing is allocated for a row.
pub(super) fn parcourir_rangees(
    fichier: &Fichier,
    lus: &AtomicU64,
    mut ligne: impl FnMut(u64, &csv::StringRecord) -> bool,
) -> Result<(), String> {
    let flux = File::open(&fichier.chemin).map_err(|e| illisible(&e))?;
    let brut = Compte { flux, lus };
    let Genre::Csv { encodage, guillemet_ouvert, guillemets_libres, fin_de_ligne, separateur } = fichier.genre else {
        return Err("n'est pas un fichier CSV".into());
    };
    let texte = decoder(brut, encodage);
    // A last line that nothing ends is ended, so that every row ends in the same way.
    let fin: &[u8] = if fin_de_ligne { b"" } else { b"\n" };
    let depuis = Cell::new(0);
    let borne = Borne { flux: LignesUnix { flux: texte, retour: false }.chain(fin), depuis: &depuis };
    let mut texte = BufReader::with_capacity(1 << 17, borne);
    // A decoder gives its first bytes a few at a time: the mark of the encoding is looked for in a whole line. A failure
    // here comes back with the rows, where it is told.
    let mut tete = Vec::new();
    while tete.iter().all(|o| *o == b'\n') && texte.read_until(b'\n', &mut tete).is_ok_and(|lus| lus > 0) {}
    let tete = tete.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&tete);
    // A line that a spreadsheet writes for itself is no row, and keeps its number.
    let tete = if separateur_dit(&String::from_utf8_lossy(tete)).is_some() { b"\n" } else { tete };
    let tout = tete.chain(texte);
    if guillemets_libres {
        return rangees_libres(LecteurLibre::nouveau(tout, separateur), &depuis, ligne);
    }
    let mut lecteur =
        csv::ReaderBuilder::new().delimiter(separateur).has_headers(false).flexible(true).from_reader(tout);
    let mut rangee = csv::StringRecord::new();
    let mut finie = 0;
    loop {
        match lecteur.read_record(&mut rangee) {
            Ok(true) => depuis.set(0),
            Ok(false) => break,
            Err(_) if depuis.get() > RANGEE_MAX => return Err(sans_fin(finie)),
            Err(e) => return Err(coupe(&e.into())),
        }
        // The reader is past the line feed that ends the row; a quote never closed has eaten it.
        let dedans = rangee.as_slice().bytes().filter(|o| *o == b'\n').count() as u64;
        let mange = guillemet_ouvert && rangee.iter().next_back().is_some_and(|c| c.ends_with('\n'));
        let numero = lecteur.position().line() - dedans - u64::from(!mange);
        finie = numero;
        // A row of empty cells is a spreadsheet's tail, not a fact.
        if rangee.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        if !ligne(numero, &rangee) {
            break;
        }
    }
    Ok(())
}

/// The same, for a file whose quotes do not follow the rule.
fn rangees_libres(
    mut lecteur: LecteurLibre<impl BufRead>,
    depuis: &Cell<u64>,
    mut ligne: impl FnMut(u64, &csv::StringRecord) -> bool,
) -> Result<(), String> {
    let mut rangee = csv::StringRecord::new();
    let mut finie = 0;
    loop {
        match lecteur.rangee(&mut rangee) {
            Ok(Some(numero)) => {
                depuis.set(0);
                finie = numero;
                let vide = rangee.iter().all(|c| c.trim().is_empty());
                if !vide && !ligne(numero, &rangee) {
                    return Ok(());
                }
            }
            Ok(None) => return Ok(()),
            Err(_) if depuis.get() > RANGEE_MAX => return Err(sans_fin(finie)),
            Err(e) => return Err(coupe(&e)),
        }
    }
}

fn coupe(e: &io::Error) -> String {
    format!("ne se lit pas jusqu'au bout ({})", panne(e))
}

fn sans_fin(finie: u64) -> String {
    format!(
        "a une ligne sans fin après la ligne {finie} : un guillemet ouvert n'y est jamais refermé ; corrigez-le, puis redonnez le fichier"
    )
}
