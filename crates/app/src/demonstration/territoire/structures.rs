//! Who is on the territory: missions locales, prescribers, centres, employers.

use super::centres::{CFA, Centre, ORGANISMES};
use super::cles;
use super::entreprises::PARTENAIRES;
use super::missions::MISSIONS;
use super::prescripteurs::{COORDINATION, INSTITUTIONS, Ligne, PRESCRIPTEURS};
use super::types::{Entreprise, Structure};

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
