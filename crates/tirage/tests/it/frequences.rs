//! The same promises over many public values, through the hashes: frequencies within their interval.

use crate::{candidats, complet, liste, simple, vagues};
use passerelle_tirage::{Avancement, Protocole, sha256, tirer};
use std::collections::HashMap;

const TIRAGES: u32 = 4_000;

/// How often each person is in each arm (the last column: beyond the capacity), and the declared probabilities.
fn frequences(protocole: &Protocole, csv: &str) -> HashMap<String, (Vec<u32>, Vec<f64>)> {
    let liste = liste(protocole, csv);
    let mut sortie: HashMap<String, (Vec<u32>, Vec<f64>)> = HashMap::new();
    for essai in 0..TIRAGES {
        let graine = sha256(format!("valeur publique {essai}").as_bytes());
        let tirage = tirer(protocole, &liste, &graine, &mut Avancement::zero(protocole));
        for (c, place) in liste.candidats().iter().zip(&tirage.places) {
            let Some(place) = place else { continue };
            let g = &tirage.groupes[c.groupe];
            let (comptes, _) = sortie.entry(c.identifiant.clone()).or_insert_with(|| {
                let p = g.probabilites.iter().chain([&g.surnombre]);
                let p: Vec<f64> = p.map(|p| p.numerateur() as f64 / p.denominateur() as f64).collect();
                (vec![0; p.len()], p)
            });
            let hors = comptes.len() - 1;
            comptes[place.bras.map_or(hors, |b| b as usize)] += 1;
        }
    }
    sortie
}

fn controler(protocole: &Protocole, csv: &str) {
    let (mut pire, mut cases, mut chi2) = (0f64, 0, 0f64);
    for (comptes, declares) in frequences(protocole, csv).into_values() {
        for (compte, p) in comptes.into_iter().zip(declares) {
            if p == 0.0 || p == 1.0 {
                assert_eq!(f64::from(compte), p * f64::from(TIRAGES));
                continue;
            }
            let z = (f64::from(compte) - p * f64::from(TIRAGES)) / (p * (1.0 - p) * f64::from(TIRAGES)).sqrt();
            (pire, cases, chi2) = (pire.max(z.abs()), cases + 1, chi2 + z * z);
        }
    }
    // Of some hundred cells none should pass 4.5 standard errors, and their squares average one.
    assert!(pire < 4.5, "{pire} standard errors, {cases} cells");
    assert!((0.7..1.3).contains(&(chi2 / f64::from(cases))), "{}", chi2 / f64::from(cases));
}

#[test]
fn everyone_has_the_declared_chance_over_many_public_values() {
    controler(&simple("1/3", "2/3"), &vagues(&[4, 5, 2]));
    controler(&complet(), &candidats(150));
}
