//! What is counted, capability by capability: within a place of the report, in this order.

use passerelle_faits::{actions, contrats, evenements, participations, positionnements};
use passerelle_gens::partenariats;
use passerelle_lectures::bilans;
use passerelle_socle::figure::{Desaccord, Figure, Figures};

/// All that the capabilities declare.
pub static FIGURES: [&[Figure]; 6] = [
    &partenariats::FIGURES,
    &actions::FIGURES,
    &evenements::FIGURES,
    &participations::FIGURES,
    &contrats::FIGURES,
    &positionnements::FIGURES,
];

/// The figures, in the order of the report: refused when they and the report do not agree.
pub fn rassembler() -> Result<Figures, Desaccord> {
    Figures::rassembler(&FIGURES, &bilans::PLAN)
}
