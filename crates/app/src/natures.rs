//! The kinds of exchange files, in the order that lets the codes of each be found.

use crate::echanges::Nature;
use crate::faits::{actions, contrats, evenements, participations, positionnements};
use crate::gens::{jeunes, partenariats, structures};
use crate::lectures::statistiques;

/// All kinds.
pub static NATURES: [&Nature; 9] = [
    &structures::NATURE,
    &jeunes::NATURE,
    &actions::NATURE,
    &positionnements::NATURE,
    &participations::NATURE,
    &contrats::NATURE,
    &evenements::NATURE,
    &partenariats::NATURE,
    &statistiques::NATURE,
];
