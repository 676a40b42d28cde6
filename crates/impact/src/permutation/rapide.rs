//! The difference in means when counts are fixed: linear in the outcomes, so the sum of the smaller arm is enough.

use super::enumeration::Enumeration;
use super::hasard::Hasard;
use super::unites::{Segment, Unites};

/// `L` outcomes of each person, centred in each stratum.
pub(crate) struct Rapide<const L: usize> {
    valeurs: Vec<[f64; L]>,
    segments: Vec<Segment>,
    /// What a unit of the chosen arm weighs, by stratum.
    poids: Vec<f64>,
}

impl<const L: usize> Rapide<L> {
    pub fn nouveau(unites: &Unites, resultats: [&[f64]; L]) -> Self {
        let n = unites.lignes.len() as f64;
        let mut valeurs: Vec<[f64; L]> = unites.lignes.iter().map(|l| resultats.map(|y| y[l[0] as usize])).collect();
        let mut poids = Vec::new();
        for s in &unites.segments {
            let ici = &mut valeurs[s.debut..s.debut + s.n];
            for l in 0..L {
                let m = crate::echantillon::moyenne(ici.iter().map(|v| v[l]));
                ici.iter_mut().for_each(|v| v[l] -= m);
            }
            let (traitees, temoins) = (s.traitees as f64, (s.n - s.traitees) as f64);
            let part = s.n as f64 / n * (1.0 / traitees + 1.0 / temoins);
            poids.push(if s.choix().1 { part } else { -part });
        }
        Self { valeurs, segments: unites.segments.clone(), poids }
    }

    /// Where a draw is prepared.
    pub fn tampon(&self) -> Vec<[f64; L]> {
        self.valeurs.clone()
    }

    /// The statistics of a random assignment: the first steps of a Fisher–Yates shuffle.
    pub fn tirer(&self, tampon: &mut [[f64; L]], hasard: &mut Hasard) -> [f64; L] {
        tampon.copy_from_slice(&self.valeurs);
        let mut total = [0.0; L];
        for (segment, poids) in self.segments.iter().zip(&self.poids) {
            let ici = &mut tampon[segment.debut..segment.debut + segment.n];
            let mut somme = [0.0; L];
            for i in 0..segment.choix().0 {
                let j = i + hasard.sous((segment.n - i) as u32) as usize;
                let pris = ici[j];
                ici[j] = ici[i];
                somme.iter_mut().zip(pris).for_each(|(s, v)| *s += v);
            }
            total.iter_mut().zip(somme).for_each(|(t, s)| *t += poids * s);
        }
        total
    }

    /// The statistics of an assignment of the enumeration.
    pub fn enumerer(&self, e: &Enumeration) -> [f64; L] {
        let mut total = [0.0; L];
        for ((segment, poids), choisies) in self.segments.iter().zip(&self.poids).zip(&e.choisies) {
            let mut somme = [0.0; L];
            for i in choisies {
                let pris = self.valeurs[segment.debut + i];
                somme.iter_mut().zip(pris).for_each(|(s, v)| *s += v);
            }
            total.iter_mut().zip(somme).for_each(|(t, s)| *t += poids * s);
        }
        total
    }
}
