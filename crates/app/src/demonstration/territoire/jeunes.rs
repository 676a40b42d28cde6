//! jeunes.csv: who is followed. Nobody in it exists.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Fichier;
use super::alea::Alea;
use super::calendrier::{EXTRACTION, age, plus, plus_mois};
use super::cles;
use super::communes;
use super::ecriture::{self, iso, ligne};
use super::missions::MISSIONS;
use super::monde::Monde;
use super::noms;

const ENTETE: &str = "structure;numero;nom;prenom;date_naissance;sexe;commune_insee;code_postal;qpv;rqth;niveau;situation;\
    date_premier_accueil;telephone;courriel";

/// A young person, in charge of a mission locale.
pub(super) struct Jeune {
    /// Rank of the mission locale.
    pub(super) mission: usize,
    /// Number in the mission locale's own system.
    pub(super) numero: String,
    nom: String,
    prenom: &'static str,
    femme: bool,
    /// Date of birth.
    pub(super) naissance: NaiveDate,
    commune: &'static str,
    niveau: &'static str,
    /// First welcome at the mission locale.
    pub(super) accueil: NaiveDate,
    /// Ranks of the contracts.
    pub(super) contrats: Vec<usize>,
    /// Ranks of the actions this person was positioned on.
    pub(super) actions: Vec<usize>,
    /// Days taken by actions: first, last.
    pub(super) occupe: Vec<(NaiveDate, NaiveDate)>,
}

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

/// Numbers the people of each mission locale in the order of their first welcome, with holes, as a real system does.
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

/// Situation on the day of the delivery, from the contract that runs.
fn situation(monde: &Monde, rang: usize, alea: &mut Alea) -> &'static str {
    match monde.en_cours(rang, EXTRACTION).map(|c| c.genre) {
        Some("apprentissage") => "apprenti",
        Some(_) => "salarie",
        None if age(monde.jeunes[rang].naissance, EXTRACTION) < 18 => alea.pese(&[("decrocheur", 62), ("scolarise", 38)]),
        None => alea.pese(&[("demandeur_emploi", 74), ("inactif", 12), ("scolarise", 6), ("autre", 5), ("", 3)]),
    }
}

/// The file, by mission locale and number.
pub(super) fn fichier(monde: &Monde) -> Fichier {
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
