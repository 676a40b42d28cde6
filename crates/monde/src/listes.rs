//! A list read back from its page and from its files.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use scraper::Html;

use crate::Visiteur;
use crate::html::{dans, texte, tous};

/// A table as text: headings, rows.
#[derive(Debug, PartialEq)]
pub struct Feuille {
    /// Headings.
    pub entetes: Vec<String>,
    /// Rows, cell by cell.
    pub lignes: Vec<Vec<String>>,
}

/// A CSV file as a spreadsheet reads it.
pub fn lire_csv(octets: &[u8]) -> Feuille {
    let sans_marque = octets.strip_prefix(b"\xef\xbb\xbf").expect("the mark of UTF-8 that Excel wants");
    let mut lecteur = csv::ReaderBuilder::new().delimiter(b';').from_reader(sans_marque);
    let mots = |r: &csv::StringRecord| r.iter().map(str::to_owned).collect::<Vec<_>>();
    let entetes = mots(lecteur.headers().unwrap());
    // Not flexible: a row of another width is an error.
    Feuille { entetes, lignes: lecteur.records().map(|r| mots(&r.unwrap())).collect() }
}

/// A workbook of one sheet, each cell as the CSV would say it; no cell is a formula.
pub fn lire_xlsx(octets: &[u8]) -> Feuille {
    let mut classeur: Xlsx<_> = Xlsx::new(Cursor::new(octets)).unwrap();
    let nom = classeur.sheet_names()[0].clone();
    assert!(classeur.worksheet_formula(&nom).unwrap().is_empty(), "a cell is a formula");
    let dire = |c: &Data| match c {
        Data::Empty => String::new(),
        Data::Bool(b) => if *b { "oui" } else { "non" }.to_owned(),
        Data::DateTime(d) => {
            let (annee, mois, jour, heure, minute, ..) = d.to_ymd_hms_milli();
            let date = format!("{jour:02}/{mois:02}/{annee}");
            if d.as_f64().fract() == 0.0 { date } else { format!("{date} {heure:02}:{minute:02}") }
        }
        Data::Float(f) => f.to_string().replace('.', ","),
        autre => autre.to_string(),
    };
    let plage = classeur.worksheet_range(&nom).unwrap();
    let mut rangees = plage.rows().map(|r| r.iter().map(dire).collect::<Vec<_>>());
    Feuille { entetes: rangees.next().unwrap_or_default(), lignes: rangees.collect() }
}

/// What the page of a list says.
pub struct Liste {
    /// Whether it says that its rows are too few for this reader: it shows none, and leaves in no file.
    pub fermee: bool,
    /// How many rows it says there are.
    pub compte: usize,
    /// Headings.
    pub entetes: Vec<String>,
    /// Rows, cell by cell.
    pub lignes: Vec<Vec<String>>,
    /// Addresses of its files.
    pub exports: Vec<String>,
    /// The page itself.
    pub page: Html,
}

/// « 1 377 contrats, affichés de 1 à 25 » counts 1377; « Aucun résultat : 0 contrat » none.
pub fn compte(phrase: &str) -> usize {
    let nombre = phrase.strip_prefix("Aucun résultat : ").unwrap_or(phrase);
    let chiffres: String =
        nombre.chars().take_while(|c| c.is_ascii_digit() || c.is_whitespace()).filter(char::is_ascii_digit).collect();
    chiffres.parse().unwrap_or_else(|_| panic!("no number in « {phrase} »"))
}

/// A cell as the CSV says it.
fn comme_en_csv(cellule: &str) -> String {
    let compacte: String = cellule.chars().filter(|c| !c.is_whitespace()).collect();
    if cellule == "non connu" {
        String::new()
    } else if !compacte.is_empty()
        && (compacte.len() == 1 || !compacte.starts_with('0'))
        && compacte.bytes().all(|o| o.is_ascii_digit())
    {
        // Thousands are set apart on the page only; a telephone is written alike in both.
        compacte
    } else if let Some((jour, heure)) = cellule.split_once(" à ").filter(|(j, _)| j.len() == 10 && j.contains('/')) {
        let (h, m) = heure.split_once(" h ").unwrap_or((heure.trim_end_matches(" h"), "00"));
        format!("{jour} {h:0>2}:{m:0>2}")
    } else {
        cellule.to_owned()
    }
}

/// Reads the list at an address.
pub async fn lire_liste(lecteur: &Visiteur, adresse: &str) -> Liste {
    let page = Html::parse_document(&lecteur.page(adresse).await);
    let phrase = texte(tous(&page, ".compte p[role=status]")[0]);
    let rangee = |r| dans(r, "th, td").into_iter().map(|c| comme_en_csv(&texte(c))).collect();
    Liste {
        fermee: phrase.starts_with("Moins de "),
        compte: if phrase.starts_with("Moins de ") { 0 } else { compte(&phrase) },
        entetes: tous(&page, "table.liste thead th").into_iter().map(texte).collect(),
        lignes: tous(&page, "table.liste tbody tr").into_iter().map(rangee).collect(),
        exports: tous(&page, ".compte ul a")
            .into_iter()
            .map(|a| a.value().attr("href").unwrap_or_default().to_owned())
            .collect(),
        page,
    }
}
