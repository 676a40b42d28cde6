//! What is drawn: people, or clusters, gathered by stratum in an order that depends on what they are, not on where
//! their rows stand or what their stratum is called. The same seed then gives the same p-value whatever the file's order.

use crate::echantillon::{Groupes, en_blocs};
use crate::erreur::ErreurImpact;
use std::cmp::Ordering;

/// People or clusters to draw, and the strata they are drawn in.
pub(crate) struct Unites {
    /// The rows of each unit.
    pub lignes: Vec<Vec<u32>>,
    pub segments: Vec<Segment>,
}

/// A stratum: units `debut..debut + n`, of which `traitees` are treated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub debut: usize,
    pub n: usize,
    pub traitees: usize,
}

impl Segment {
    /// The smaller arm is the one chosen: its size, and whether it is the treated one.
    pub fn choix(&self) -> (usize, bool) {
        let temoins = self.n - self.traitees;
        if self.traitees <= temoins { (self.traitees, true) } else { (temoins, false) }
    }
}

impl Unites {
    /// `colonnes` are all the columns that tell rows apart.
    pub fn nouvelles(
        traitement: &[bool],
        colonnes: &[&[f64]],
        strates: Option<&Groupes>,
        grappes: Option<&Groupes>,
    ) -> Result<Self, ErreurImpact> {
        let compare = |a: u32, b: u32| {
            let (a, b) = (a as usize, b as usize);
            let cles = colonnes.iter().map(|c| c[a].total_cmp(&c[b]));
            cles.fold(Ordering::Equal, Ordering::then).then(traitement[a].cmp(&traitement[b]))
        };
        let entre = |a: &[u32], b: &[u32]| {
            let paires = a.iter().zip(b).map(|(a, b)| compare(*a, *b));
            a.len().cmp(&b.len()).then(paires.fold(Ordering::Equal, Ordering::then))
        };
        let strate = |ligne: u32| strates.map_or(0, |s| s.de()[ligne as usize] as usize);
        let mut blocs = vec![Vec::new(); strates.map_or(1, Groupes::nombre)];
        match grappes {
            None => (0..traitement.len() as u32).for_each(|i| blocs[strate(i)].push(vec![i])),
            Some(grappes) => {
                en_blocs(traitement, strates, grappes)?;
                for mut lignes in grappes.membres() {
                    let premiere = lignes[0];
                    lignes.sort_by(|a, b| compare(*a, *b));
                    blocs[strate(premiere)].push(lignes);
                }
            }
        }
        blocs.iter_mut().for_each(|b| b.sort_by(|a, b| entre(a, b)));
        blocs.sort_by(|a, b| {
            let paires = a.iter().zip(b).map(|(a, b)| entre(a, b));
            a.len().cmp(&b.len()).then(paires.fold(Ordering::Equal, Ordering::then))
        });
        let mut sortie = Self { lignes: Vec::new(), segments: Vec::new() };
        for bloc in blocs {
            let traitees = bloc.iter().filter(|l| traitement[l[0] as usize]).count();
            sortie.segments.push(Segment { debut: sortie.lignes.len(), n: bloc.len(), traitees });
            sortie.lignes.extend(bloc);
        }
        Ok(sortie)
    }

    /// How many assignments have these counts; `None` past 128 bits.
    pub fn affectations(&self) -> Option<u128> {
        self.segments.iter().try_fold(1u128, |total, s| total.checked_mul(combinaisons(s.n, s.choix().0)?))
    }
}

/// The number of ways to choose `k` of `n`.
pub(crate) fn combinaisons(n: usize, k: usize) -> Option<u128> {
    (1..=k.min(n - k)).try_fold(1u128, |c, i| Some(c.checked_mul((n - k.min(n - k) + i) as u128)? / i as u128))
}
