//! Documents as accessible PDF: tagged (PDF/UA-1), in French, the same bytes for the same document.

mod lettres;
mod monde;
mod polices;
mod tableau;
mod valeurs;

use crate::{Document, Erreur, Result};
use monde::Monde;
use typst::comemo;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// How many documents a memoised layout outlives.
const RENDUS_GARDES: usize = 10;

/// The document as PDF.
pub fn pdf(doc: &Document) -> Result<Vec<u8>> {
    let monde = Monde::nouveau(valeurs::document(doc)?);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&monde);
    let octets = output.and_then(|pages| typst_pdf::pdf(&pages, &options()));
    comemo::evict(RENDUS_GARDES);
    octets.map_err(|diagnostics| Erreur::Pdf(phrase(&diagnostics)))
}

/// Accessible, dated by the document alone, with nothing drawn from the machine.
fn options() -> PdfOptions {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).expect("a single standard is compatible with itself");
    PdfOptions { creator: Smart::Custom(Some("Passerelle".to_owned())), standards, ..PdfOptions::default() }
}

fn phrase(diagnostics: &[SourceDiagnostic]) -> String {
    diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join(" ; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Bloc;
    use typst::layout::{Frame, FrameItem};

    fn document(texte: &str) -> Document {
        Document {
            titre: texte.into(),
            sous_titre: String::new(),
            organisme: "Convergence 93".into(),
            edite_le: chrono::NaiveDate::from_ymd_opt(2018, 3, 14),
            edite_par: String::new(),
            demonstration: true,
            blocs: vec![Bloc::Paragraphe(texte.into()), Bloc::Note(texte.into())],
        }
    }

    fn textes(frame: &Frame, sortie: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(groupe) => textes(&groupe.frame, sortie),
                FrameItem::Text(texte) => sortie.push_str(&texte.text),
                _ => {}
            }
        }
    }

    /// The text of each page, as drawn.
    fn pages(doc: &Document) -> Vec<String> {
        let monde = Monde::nouveau(valeurs::document(doc).unwrap());
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&monde);
        assert!(warnings.is_empty(), "{}", phrase(&warnings));
        let lire = |frame: &Frame| {
            let mut sortie = String::new();
            textes(frame, &mut sortie);
            sortie
        };
        output.unwrap().pages().iter().map(|page| lire(&page.frame)).collect()
    }

    #[test]
    fn le_balisage_ecrit_par_une_personne_reste_litteral() {
        for texte in ["#import \"x\"", "*a* _b_ `c` $x^2$", "= titre", "- liste", "#sys.inputs.date", "<e> @r \\u{41}"]
        {
            let pages = pages(&document(texte));
            // The title on the cover; the head of the page, the paragraph and the note after it.
            let compte = |page: &str| page.replace(' ', "").matches(&texte.replace(' ', "")).count();
            assert_eq!((compte(&pages[0]), compte(&pages[1])), (1, 3), "{texte} : {pages:?}");
        }
    }

    #[test]
    fn la_demonstration_se_voit_sur_toutes_les_pages() {
        let mut doc = document("Bilan");
        doc.blocs = vec![Bloc::Paragraphe("ligne\n".repeat(200))];
        let avec = pages(&doc);
        assert!(avec.len() > 3 && avec.iter().all(|page| page.contains("Démonstration")));
        assert!(avec[2].contains(&format!("page 3 / {}", avec.len())), "{}", avec[2]);
        doc.demonstration = false;
        assert!(pages(&doc).iter().all(|page| !page.contains("Démonstration")));
    }
}
