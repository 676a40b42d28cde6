//! The nine files of the delivery, each written from the territory.

mod actions;
mod contrats;
mod evenements;
mod jeunes;
mod partenariats;
mod participations;
mod positionnements;
mod statistiques;
mod structures;

pub(super) use actions::fichier as actions;
pub(super) use contrats::fichier as contrats;
pub(super) use evenements::fichier as evenements;
pub(super) use jeunes::fichier as jeunes;
pub(super) use partenariats::fichier as partenariats;
pub(super) use participations::fichier as participations;
pub(super) use positionnements::fichier as positionnements;
pub(super) use statistiques::fichier as statistiques;
pub(super) use structures::fichier as structures;
