//! The delivery: the territory is drawn, then written.

use super::ecriture::Fichier;
use super::monde::Monde;
use super::registre::{self, Registre};
use super::{alternance, emplois, entreprises, fichiers, positionnements, structures};

/// Draws the whole territory: people and contracts first, then what they were offered.
fn dessiner() -> Monde {
    let entreprises = entreprises::toutes();
    let mut monde = Monde {
        structures: structures::toutes(&entreprises),
        firmes: entreprises::par_secteur(&entreprises),
        entreprises,
        jeunes: Vec::new(),
        contrats: Vec::new(),
        positionnements: Vec::new(),
        participations: Vec::new(),
    };
    let mut registre = Registre::default();
    alternance::alternance(&mut monde, &mut registre);
    emplois::sans_alternance(&mut monde, &mut registre);
    registre::numerote(&mut monde.jeunes);
    positionnements::deroule(&mut monde);
    monde
}

/// The delivery of the demonstration territory: nine files, the same bytes at each call.
pub fn livraison() -> Vec<Fichier> {
    let monde = dessiner();
    vec![
        fichiers::structures(&monde),
        fichiers::jeunes(&monde),
        fichiers::actions(),
        fichiers::positionnements(&monde),
        fichiers::participations(&monde),
        fichiers::contrats(&monde),
        fichiers::evenements(),
        fichiers::partenariats(&monde),
        fichiers::statistiques(),
    ]
}
