//! Rows to bytes, in the writing of the exchange format.

use chrono::NaiveDate;

/// One file of the delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fichier {
    /// Its name, which tells its kind: `structures.csv`, `jeunes.csv`...
    pub nom: &'static str,
    /// Its content: UTF-8 without BOM, semicolons, one header line, LF.
    pub octets: Vec<u8>,
}

/// Builds one file from its header, as printed in the format, and its rows.
pub(super) fn fichier(nom: &'static str, entete: &str, lignes: Vec<Vec<String>>) -> Fichier {
    let mut sortie =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let entete: Vec<&str> = entete.split(';').collect();
    // Writing to memory fails only on rows of unequal lengths: a fault of this module, that its
    // tests show.
    sortie.write_record(&entete).expect("header in memory");
    for ligne in &lignes {
        sortie.write_record(ligne).expect("row of the header's length");
    }
    let octets = sortie.into_inner().expect("flush to memory");
    Fichier { nom, octets }
}

/// Cells of one row from anything that prints.
macro_rules! ligne {
    ($($cellule:expr),+ $(,)?) => { vec![$($cellule.to_string()),+] };
}
pub(super) use ligne;

/// The cell of a value that may be unknown: empty, never zero.
pub(super) fn ou_vide<T: ToString>(valeur: Option<T>) -> String {
    valeur.map_or_else(String::new, |v| v.to_string())
}

/// The cell of a boolean.
pub(super) fn oui_non(valeur: bool) -> &'static str {
    if valeur { "oui" } else { "non" }
}

/// The cell of a date, which prints as ISO 8601.
pub(super) fn iso(date: NaiveDate) -> String {
    date.to_string()
}
