//! The report as typed blocks: the page, the PDF, the workbook and the CSV share them.
//!
//! One file a section, in the order of the report; `titres` has what they share, `territoires` what the codes of outside
//! figures name.

mod contrats;
mod definitions;
mod indicateurs;
mod parcours;
mod positionnements;
mod rencontres;
mod statistiques;
mod territoires;
mod titres;

use passerelle_documents::Bloc;

use crate::bilans::model::Bilan;
use passerelle_socle::figure::Figures;

/// The whole report.
pub(super) fn blocs(bilan: &Bilan, figures: &Figures) -> Vec<Bloc> {
    let mut blocs = indicateurs::blocs(bilan, figures);
    blocs.extend(parcours::blocs(bilan, figures));
    blocs.extend(contrats::blocs(bilan, figures));
    blocs.extend(positionnements::blocs(bilan, figures));
    blocs.extend(rencontres::blocs(bilan));
    blocs.extend(statistiques::blocs(bilan));
    blocs.extend(definitions::blocs(bilan, figures));
    blocs
}
