//! structures.csv: who is on the territory.

use super::Fichier;
use super::alea::Alea;
use super::centres::{CFA, Centre, ORGANISMES};
use super::cles;
use super::communes;
use super::ecriture::{self, ligne};
use super::entreprises::{Entreprise, PARTENAIRES};
use super::missions::MISSIONS;
use super::monde::Monde;
use super::prescripteurs::{COORDINATION, INSTITUTIONS, Ligne, PRESCRIPTEURS};

const ENTETE: &str = "code;nom;type;siret;uai;commune_insee;departement;bassin;reseau;courriel;telephone";

/// A structure of the delivery.
pub(super) struct Structure {
    /// Its key.
    pub(super) code: String,
    /// Its name.
    pub(super) nom: String,
    /// One of the types of the format.
    pub(super) genre: &'static str,
    siret: String,
    uai: String,
    commune: &'static str,
    reseau: &'static str,
}

/// All the structures: missions locales, coordination, prescribers, institutions, centres, partner
/// employers.
pub(super) fn toutes(entreprises: &[Entreprise]) -> Vec<Structure> {
    let mut liste: Vec<Structure> = MISSIONS
        .iter()
        .map(|m| de_ligne(&(m.code, "mission_locale", m.nom, m.communes[0], "Missions locales")))
        .collect();
    liste.push(de_ligne(&COORDINATION));
    liste.extend(PRESCRIPTEURS.iter().chain(&INSTITUTIONS).map(de_ligne));
    liste.extend(CFA.iter().enumerate().map(|(rang, c)| de_centre(c, "cfa", rang)));
    liste.extend(ORGANISMES.iter().enumerate().map(|(rang, c)| de_centre(c, "organisme_formation", rang)));
    liste.extend(entreprises.iter().take(PARTENAIRES).enumerate().map(|(rang, e)| Structure {
        code: format!("EMP-{:03}", rang + 1),
        nom: e.nom.clone(),
        genre: "employeur",
        siret: e.siret.clone(),
        uai: String::new(),
        commune: e.commune,
        reseau: "",
    }));
    liste
}

fn de_ligne(&(code, genre, nom, commune, reseau): &Ligne) -> Structure {
    Structure {
        code: code.to_owned(),
        nom: nom.to_owned(),
        genre,
        siret: String::new(),
        uai: String::new(),
        commune,
        reseau,
    }
}

fn de_centre(&(code, nom, commune, _): &Centre, genre: &'static str, rang: usize) -> Structure {
    let est_cfa = genre == "cfa";
    let base = if est_cfa { 80_000 } else { 85_000 };
    Structure {
        code: code.to_owned(),
        nom: nom.to_owned(),
        genre,
        siret: cles::siret(base + rang, 1),
        uai: if est_cfa { cles::uai(&commune[..2], rang) } else { String::new() },
        commune,
        reseau: if est_cfa { "CFA" } else { "" },
    }
}

/// The file.
pub(super) fn fichier(monde: &Monde) -> Fichier {
    let mut alea = Alea::nouveau(2);
    let lignes = monde
        .structures
        .iter()
        .enumerate()
        .map(|(rang, s)| {
            // Some employers gave no mail address: an empty cell is not a zero.
            let sans_courriel = s.genre == "employeur" && alea.pourcent(15);
            let departement = if s.commune.is_empty() { "93" } else { &s.commune[..2] };
            ligne![
                s.code,
                s.nom,
                s.genre,
                s.siret,
                s.uai,
                s.commune,
                departement,
                communes::bassin(s.commune),
                s.reseau,
                if sans_courriel { String::new() } else { cles::courriel(&cles::repli(&s.code)) },
                cles::fixe(rang + 1),
            ]
        })
        .collect();
    ecriture::fichier("structures.csv", ENTETE, lignes)
}
