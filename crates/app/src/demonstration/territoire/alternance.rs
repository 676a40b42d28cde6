//! The contracts of apprentissage and professionnalisation, mission locale by mission locale, and
//! the people who sign them.

use chrono::NaiveDate;

use super::alea::Alea;
use super::calendrier::{age, debut_de_contrat, jour, ouvre_apres, ouvre_avant, plus};
use super::centres::{CFA, ORGANISMES};
use super::entreprises;
use super::metiers::SECTEURS;
use super::missions::MISSIONS;
use super::monde::Monde;
use super::registre::{Profil, Registre};
use super::termes;
use super::types::Contrat;

/// The two types the printed table counts, in its order.
const GENRES: [&str; 2] = ["apprentissage", "professionnalisation"];

/// The contracts of apprentissage and professionnalisation of 2015 to early 2018, with the people
/// who sign them.
pub(super) fn alternance(monde: &mut Monde, registre: &mut Registre) {
    let mut alea = Alea::nouveau(6);
    for mission in 0..MISSIONS.len() {
        let mut libres: Vec<(NaiveDate, usize, usize)> = Vec::new();
        for (debut, voie) in debuts(&mut alea, mission) {
            let reprise = libres.iter().position(|&(rupture, jeune, _)| {
                plus(rupture, 25) < debut && age(monde.jeunes[jeune].naissance, debut) < 26
            });
            // After a breach, some sign again; most often in the same sector.
            let repris = match reprise {
                Some(place) if alea.pourcent(11) => Some(libres.remove(place)),
                _ => None,
            };
            let secteur = match repris {
                Some((_, _, secteur)) if alea.pourcent(70) => secteur,
                _ => secteur_au_poids(&mut alea, voie),
            };
            let (certification, vise) = certification(&mut alea, secteur, voie);
            let conclusion = ouvre_avant(plus(debut, -alea.entre(0, 18)));
            let jeune = repris.map_or_else(
                || {
                    let femme = alea.pourcent(SECTEURS[secteur].femmes);
                    let age = age_vise(&mut alea, vise);
                    let attente = alea.entre(15, if age > 23 { 300 } else { 700 });
                    let accueil = ouvre_avant(plus(conclusion, -attente));
                    monde.jeunes.push(registre.inscrit(&Profil { mission, accueil, age, femme, vise }));
                    monde.jeunes.len() - 1
                },
                |(_, jeune, _)| jeune,
            );
            let fin = termes::fin_prevue(&mut alea, voie, vise, debut);
            let rupture = termes::rupture(&mut alea, voie, debut, fin);
            if let Some((date, _)) = rupture {
                libres.push((date, jeune, secteur));
            }
            let employeur = entreprises::employeur(monde, &mut alea, secteur);
            let centre = centre(&mut alea, secteur, voie);
            let genre = GENRES[voie];
            let fin = Some(fin);
            monde.signe(Contrat {
                jeune,
                genre,
                secteur,
                employeur,
                centre,
                certification,
                conclusion,
                debut,
                fin,
                rupture,
            });
        }
    }
}

/// The first days of the contracts of a mission locale, in order, each with its type.
fn debuts(alea: &mut Alea, mission: usize) -> Vec<(NaiveDate, usize)> {
    let m = &MISSIONS[mission];
    let mut dates = Vec::new();
    for (annee, nombres) in (2015..).zip(m.contrats) {
        for (voie, nombre) in nombres.into_iter().enumerate() {
            dates.extend((0..nombre).map(|_| (debut_de_contrat(alea, annee), voie)));
        }
    }
    // The first weeks of 2018, outside the period of the report.
    for rang in 0..1 + m.taille() / 90 {
        dates.push((ouvre_apres(plus(jour(2018, 1, 8), alea.entre(0, 30))), rang % 2));
    }
    dates.sort_unstable();
    dates
}

/// A sector, in proportion to its contracts of a type (0 apprentissage, 1 professionnalisation).
pub(super) fn secteur_au_poids(alea: &mut Alea, voie: usize) -> usize {
    let poids: Vec<(usize, usize)> = SECTEURS.iter().enumerate().map(|(rang, s)| (rang, s.poids[voie])).collect();
    alea.pese(&poids)
}

fn certification(alea: &mut Alea, secteur: usize, voie: usize) -> (&'static str, u8) {
    let poids: Vec<((&str, u8), usize)> =
        SECTEURS[secteur].certifications.iter().map(|&(code, niveau, poids)| ((code, niveau), poids[voie])).collect();
    alea.pese(&poids)
}

/// Age at the first welcome of someone who will prepare a certification of this level: under 26
/// when the contract starts.
fn age_vise(alea: &mut Alea, vise: u8) -> i32 {
    match vise {
        3 | 4 => alea.pese(&[(16, 20), (17, 22), (18, 19), (19, 14), (20, 10), (21, 7), (22, 5), (23, 3)]),
        _ => alea.pese(&[(18, 22), (19, 25), (20, 20), (21, 15), (22, 10), (23, 6), (24, 2)]),
    }
}

fn centre(alea: &mut Alea, secteur: usize, voie: usize) -> &'static str {
    if voie == 1 && alea.pourcent(45) {
        return ORGANISMES[alea.sous(ORGANISMES.len())].0;
    }
    let codes: Vec<&str> = CFA.iter().filter(|c| c.3.contains(&secteur)).map(|c| c.0).collect();
    alea.un(&codes)
}
