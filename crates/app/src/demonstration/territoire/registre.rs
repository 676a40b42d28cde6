//! Gives young people an identity, a level and a number.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::alea::Alea;
use super::calendrier::{plus, plus_mois};
use super::missions::MISSIONS;
use super::noms;
use super::types::Jeune;

/// What a new person must be like.
pub(super) struct Profil {
    /// Rank of the mission locale.
    pub(super) mission: usize,
    /// First welcome.
    pub(super) accueil: NaiveDate,
    /// Completed years at the first welcome, 16 to 25.
    pub(super) age: i32,
    /// A woman?
    pub(super) femme: bool,
    /// Level of the certification that will be prepared, 3 to 6; 0 without contract.
    pub(super) vise: u8,
}

/// Gives identities, never twice the same name and date of birth.
pub(super) struct Registre {
    alea: Alea,
    pris: BTreeSet<(String, &'static str, NaiveDate)>,
}

impl Default for Registre {
    fn default() -> Self {
        Self { alea: Alea::nouveau(3), pris: BTreeSet::new() }
    }
}

impl Registre {
    /// A person who fits the profile; the number comes later.
    pub(super) fn inscrit(&mut self, profil: &Profil) -> Jeune {
        let alea = &mut self.alea;
        let (nom, prenom, naissance) = loop {
            let (nom, prenom) = (noms::nom(alea), noms::prenom(alea, profil.femme));
            let naissance = plus(plus_mois(profil.accueil, -12 * profil.age), -alea.entre(0, 364));
            if self.pris.insert((nom.clone(), prenom, naissance)) {
                break (nom, prenom, naissance);
            }
        };
        Jeune {
            mission: profil.mission,
            numero: String::new(),
            nom,
            prenom,
            femme: profil.femme,
            naissance,
            commune: alea.un(MISSIONS[profil.mission].communes),
            niveau: niveau(alea, profil.vise),
            accueil: profil.accueil,
            contrats: Vec::new(),
            actions: Vec::new(),
            occupe: Vec::new(),
        }
    }
}

/// Level at the first welcome, in the old levels of 2017, below what is aimed at; unknown for some.
fn niveau(alea: &mut Alea, vise: u8) -> &'static str {
    match vise {
        3 => alea.pese(&[("VI", 10), ("V bis", 34), ("V", 39), ("IV", 15), ("", 2)]),
        4 => alea.pese(&[("V bis", 9), ("V", 62), ("IV", 28), ("", 1)]),
        5 => alea.pese(&[("IV", 86), ("III", 13), ("", 1)]),
        6 => alea.pese(&[("IV", 8), ("III", 90), ("II", 2)]),
        _ => alea.pese(&[("VI", 13), ("V bis", 28), ("V", 31), ("IV", 20), ("III", 4), ("II", 1), ("", 3)]),
    }
}

/// Numbers the people of each mission locale in the order of their first welcome, with holes, as a
/// real system does.
pub(super) fn numerote(jeunes: &mut [Jeune]) {
    let mut alea = Alea::nouveau(4);
    let mut ordre: Vec<usize> = (0..jeunes.len()).collect();
    ordre.sort_by_key(|&rang| (jeunes[rang].mission, jeunes[rang].accueil));
    let mut derniers = [0; MISSIONS.len()];
    for rang in ordre {
        let jeune = &mut jeunes[rang];
        derniers[jeune.mission] += alea.entre(1, 4);
        jeune.numero = format!("{:02}{:05}", jeune.mission + 1, derniers[jeune.mission]);
    }
}
