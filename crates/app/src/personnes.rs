//! What each capability holds of a person, in the order in which the person reads it.

use passerelle_faits::{absences, contrats, participations, pistes, positionnements, tirages};
use passerelle_gens::{
    accompagnements, comptes, conservation, contacts, contestations, documents, freins, jeunes, notes,
};
use passerelle_lectures::apprentis;
use passerelle_socle::echanges;
use passerelle_socle::personne::Personne;

/// One line a capability that keeps facts of a person.
pub static PERSONNES: [&Personne; 19] = [
    &jeunes::PERSONNE,
    &accompagnements::PERSONNE,
    &contacts::PERSONNE,
    &freins::PERSONNE,
    &notes::PERSONNE,
    &documents::PERSONNE,
    &contestations::PERSONNE,
    &conservation::PERSONNE,
    &passerelle_etudes::PERSONNE,
    &positionnements::PERSONNE,
    &participations::PERSONNE,
    &tirages::PERSONNE,
    &pistes::PERSONNE,
    &contrats::PERSONNE,
    &absences::PERSONNE,
    &apprentis::PERSONNE,
    &comptes::PERSONNE,
    &passerelle_rapprochements::PERSONNE,
    &echanges::PERSONNE,
];
