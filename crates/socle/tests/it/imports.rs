//! What becomes of the files that partners send: read, refused, cut short, given back.

mod coupures;
mod disque;
mod dossiers;
mod fichiers;
mod formules;
mod francais;
mod lecture;
mod lignes;
mod nir;
mod programme;
mod refus;
mod restitution;
mod silence;
mod site;
mod verdicts;
mod xlsx;
mod xlsx_hostiles;

use std::sync::Mutex;

use passerelle_socle::echanges::{Motif, Rapport, RapportFichier, Refus, Temoin, Verdict};

/// The report of the one file of a delivery.
fn seul(rapport: &Rapport) -> &RapportFichier {
    assert_eq!(rapport.fichiers.len(), 1, "{rapport:#?}");
    &rapport.fichiers[0]
}

/// The report of the files of a kind.
fn de<'a>(rapport: &'a Rapport, nature: &str) -> &'a RapportFichier {
    rapport.fichiers.iter().find(|f| f.nature == Some(nature)).unwrap_or_else(|| panic!("{nature} : {rapport:#?}"))
}

/// Created, changed, unchanged, refused.
fn comptes(f: &RapportFichier) -> [u64; 4] {
    [f.crees, f.modifies, f.inchanges, f.refuses]
}

/// The one refusal of a file.
fn refus(f: &RapportFichier) -> &Refus {
    assert_eq!((f.refuses, f.refus.len()), (1, 1), "{f:#?}");
    &f.refus[0]
}

/// The rows all went in: nothing refused, nothing to say.
fn sans_histoire(rapport: &Rapport) {
    for f in &rapport.fichiers {
        assert!(f.erreur.is_none() && f.refuses == 0 && f.avis.is_empty(), "{f:#?}");
    }
}

/// The rows of a CSV file of ours, as its cells stand.
fn rangees(octets: &[u8]) -> Vec<Vec<String>> {
    let sans_marque = octets.strip_prefix(b"\xef\xbb\xbf").expect("spreadsheets need the mark to read accents");
    let mut lecteur = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(sans_marque);
    lecteur.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Somebody who writes down every verdict: file, line, code.
#[derive(Default)]
struct Oreille(Mutex<Vec<(String, u64, &'static str)>>);

impl Temoin for Oreille {
    fn verdict(&self, fichier: &str, ligne: u64, verdict: Verdict, motif: Option<&Motif>) {
        assert_eq!(verdict == Verdict::Refuse, motif.is_some());
        self.0.lock().unwrap().push((fichier.to_owned(), ligne, verdict.code()));
    }
}

impl Oreille {
    /// What was heard, by file and line.
    fn entendu(self) -> Vec<(String, u64, &'static str)> {
        let mut entendu = self.0.into_inner().unwrap();
        entendu.sort();
        entendu
    }
}
