//! jeunes.csv: who is followed. Nobody in it exists.

use std::collections::BTreeMap;

use crate::demonstration::territoire::alea::Alea;
use crate::demonstration::territoire::calendrier::{EXTRACTION, age};
use crate::demonstration::territoire::cles;
use crate::demonstration::territoire::communes;
use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne};
use crate::demonstration::territoire::missions::MISSIONS;
use crate::demonstration::territoire::monde::Monde;

const ENTETE: &str = "structure;numero;nom;prenom;date_naissance;sexe;commune_insee;code_postal;qpv;rqth;niveau;situation;\
    date_premier_accueil;telephone;courriel";

/// Situation on the day of the delivery, from the contract that runs.
fn situation(monde: &Monde, rang: usize, alea: &mut Alea) -> &'static str {
    match monde.en_cours(rang, EXTRACTION).map(|c| c.genre) {
        Some("apprentissage") => "apprenti",
        Some(_) => "salarie",
        None if age(monde.jeunes[rang].naissance, EXTRACTION) < 18 => {
            alea.pese(&[("decrocheur", 62), ("scolarise", 38)])
        }
        None => alea.pese(&[("demandeur_emploi", 74), ("inactif", 12), ("scolarise", 6), ("autre", 5), ("", 3)]),
    }
}

/// The file, by mission locale and number.
pub fn fichier(monde: &Monde) -> Fichier {
    let mut alea = Alea::nouveau(5);
    let mut adresses: BTreeMap<String, usize> = BTreeMap::new();
    let mut ordre: Vec<usize> = (0..monde.jeunes.len()).collect();
    ordre.sort_by(|&a, &b| monde.jeunes[a].numero.cmp(&monde.jeunes[b].numero));
    let mut lignes = Vec::with_capacity(ordre.len());
    for (place, rang) in ordre.into_iter().enumerate() {
        let j = &monde.jeunes[rang];
        let qui = format!("{}.{}", cles::repli(j.prenom), cles::repli(&j.nom));
        let vus = adresses.entry(qui.clone()).or_default();
        *vus += 1;
        let qui = if *vus > 1 { format!("{qui}{vus}") } else { qui };
        lignes.push(ligne![
            MISSIONS[j.mission].code,
            j.numero,
            j.nom,
            j.prenom,
            iso(j.naissance),
            if j.femme { "F" } else { "M" },
            j.commune,
            communes::code_postal(j.commune),
            alea.pese(&[("oui", 40), ("non", 57), ("", 3)]),
            "",
            j.niveau,
            situation(monde, rang, &mut alea),
            iso(j.accueil),
            if alea.pourcent(4) { String::new() } else { cles::mobile(place + 1) },
            if alea.pourcent(18) { String::new() } else { cles::courriel(&qui) },
        ]);
    }
    ecriture::fichier("jeunes.csv", ENTETE, lignes)
}
