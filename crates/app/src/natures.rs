//! The kinds of exchange files, in the order that lets the codes of each be found.

use passerelle_faits::{absences, actions, calendriers, contrats, evenements, participations, pistes, positionnements};
use passerelle_gens::{jeunes, partenariats, structures};
use passerelle_lectures::statistiques;
use passerelle_socle::echanges::Nature;

/// All kinds.
pub static NATURES: [&Nature; 13] = [
    &structures::NATURE,
    &jeunes::NATURE,
    &actions::NATURE,
    &positionnements::NATURE,
    &participations::NATURE,
    &calendriers::NATURE,
    &pistes::NATURE,
    &contrats::NATURE,
    &contrats::MODIFICATIONS,
    &absences::NATURE,
    &evenements::NATURE,
    &partenariats::NATURE,
    &statistiques::NATURE,
];
