//! evenements.csv: meetings, information sessions, promotion.

use chrono::{Datelike, NaiveDate};

use crate::demonstration::territoire::agenda::{
    COLLECTIVE, DAT, EVENEMENTS, Ligne, PROMOTIONS, REFERENTS, RENCONTRE, RENCONTRES_2017,
};
use crate::demonstration::territoire::alea::Alea;
use crate::demonstration::territoire::calendrier::{EXTRACTION, jour};
use crate::demonstration::territoire::ecriture::{self, Fichier, iso, ligne, ou_vide};

const ENTETE: &str = "code;type;intitule;date;heure_debut;heure_fin;lieu;commune_insee;organisateur;nb_cfa;nb_prescripteurs;\
    nb_employeurs;nb_jeunes;public";

/// Attendance: CFA, prescribers, employers, young people; none when not counted.
type Presents = [Option<i64>; 4];

fn presents(alea: &mut Alea, genre: &str, date: NaiveDate) -> Presents {
    let printed = RENCONTRES_2017.iter().find(|(jour, ..)| *jour == (date.year(), date.month(), date.day()));
    if let Some(&(_, cfa, prescripteurs)) = printed {
        return [Some(cfa.into()), Some(prescripteurs.into()), None, None];
    }
    if date > EXTRACTION {
        return [None; 4];
    }
    let mut n = |min, max| Some(alea.entre(min, max));
    match genre {
        RENCONTRE => [n(8, 12), n(20, 40), None, None],
        REFERENTS => [None, n(10, 14), None, None],
        "coordination" | "comite_pilotage" => [None, n(4, 9), None, None],
        COLLECTIVE => [n(1, 2), n(1, 3), n(0, 2), n(9, 28)],
        "promotion" => [n(0, 6), n(1, 8), n(0, 12), n(15, 140)],
        "forum" => [n(6, 14), n(5, 12), n(10, 35), n(120, 480)],
        "portes_ouvertes" => [n(1, 1), n(1, 4), None, n(30, 160)],
        "visite_cfa" => [n(1, 1), n(5, 12), None, None],
        _ => [None, n(3, 8), None, n(0, 24)],
    }
}

/// Opening hours by type, in words an importer reads as they are.
fn horaires(alea: &mut Alea, genre: &str) -> (&'static str, &'static str) {
    match genre {
        REFERENTS | "coordination" | "comite_pilotage" => {
            alea.pese(&[(("09:30", "12:30"), 60), (("14:00", "17:00"), 40)])
        }
        "forum" | "portes_ouvertes" | "coaching" => ("09:30", "17:00"),
        RENCONTRE => ("09:00", "12:30"),
        _ => alea.pese(&[(("09:30", "12:00"), 50), (("14:00", "16:30"), 35), (("10:00", "17:00"), 15)]),
    }
}

/// The file, in the order of the dates.
pub fn fichier() -> Fichier {
    let mut alea = Alea::nouveau(10);
    let promotions = PROMOTIONS.iter().map(|&(intitule, (mois, jour), commune, public)| {
        ("promotion", intitule, (2017, mois, jour), "", commune, DAT, public)
    });
    let mut liste: Vec<Ligne> = EVENEMENTS.into_iter().chain(promotions).collect();
    liste.sort_by_key(|e| (e.2, e.0));
    let (mut annee, mut numero) = (0, 0);
    let lignes = liste
        .into_iter()
        .map(|(genre, intitule, date, lieu, commune, organisateur, public)| {
            let date = jour(date.0, date.1, date.2);
            numero = if date.year() == annee { numero + 1 } else { 1 };
            annee = date.year();
            let (debut, fin) = horaires(&mut alea, genre);
            let [cfa, prescripteurs, employeurs, jeunes] = presents(&mut alea, genre, date);
            ligne![
                format!("EV-{annee}-{numero:03}"),
                genre,
                intitule,
                iso(date),
                debut,
                fin,
                lieu,
                commune,
                organisateur,
                ou_vide(cfa),
                ou_vide(prescripteurs),
                ou_vide(employeurs),
                ou_vide(jeunes),
                ecriture::oui_non(public),
            ]
        })
        .collect();
    ecriture::fichier("evenements.csv", ENTETE, lignes)
}
