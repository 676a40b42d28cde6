//! The kinds of exchange files, in the order that lets the codes of each be found.

use passerelle_faits::{absences, actions, calendriers, contrats, evenements, participations, positionnements};
use passerelle_gens::{jeunes, partenariats, structures};
use passerelle_lectures::statistiques;
use passerelle_socle::echanges::Nature;

/// All kinds.
pub static NATURES: [&Nature; 12] = [
    &structures::NATURE,
    &jeunes::NATURE,
    &actions::NATURE,
    &positionnements::NATURE,
    &participations::NATURE,
    &calendriers::NATURE,
    &contrats::NATURE,
    &contrats::MODIFICATIONS,
    &absences::NATURE,
    &evenements::NATURE,
    &partenariats::NATURE,
    &statistiques::NATURE,
];
