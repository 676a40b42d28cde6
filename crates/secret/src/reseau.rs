//! The attack: how far a hidden number can move while every sum holds and what is said of the others stays true.
//!
//! In a circulation a number moves by one along a cycle. The most that goes through the others, from its head back to its
//! tail, is how much it can grow; the other way, how much it can shrink. Flows are whole numbers: the answer is exact, and
//! every value between the two ends can be reached.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::tableau::Tableau;

/// As much as there is.
pub(crate) const SANS_BORNE: i64 = i64::MAX / 4;

/// How far a number may move: up, down.
pub(crate) type Jeu = (i64, i64);

/// A step along an arc: which, and whether along its direction, where it grows.
pub(crate) type Pas = (usize, bool);

/// From which node, by which step; nothing where the way starts.
type Venu = Option<(usize, Pas)>;

/// The arcs at each node.
pub(crate) struct Reseau {
    voisins: Vec<Vec<(Pas, usize)>>,
    bouts: Vec<(usize, usize)>,
}

impl Reseau {
    pub fn de(t: &Tableau) -> Self {
        let mut voisins = vec![vec![]; t.noeuds];
        for (i, a) in t.arcs.iter().enumerate() {
            voisins[a.de].push(((i, true), a.vers));
            voisins[a.vers].push(((i, false), a.de));
        }
        Self { voisins, bouts: t.arcs.iter().map(|a| (a.de, a.vers)).collect() }
    }

    /// How much an arc can grow, or shrink, up to what is asked, through the others; and what is left to them.
    pub fn marge(&self, arc: usize, grandit: bool, voulu: i64, jeux: &[Jeu]) -> (i64, Vec<Jeu>) {
        let mut jeux = jeux.to_vec();
        let mut trouve = 0;
        while trouve < voulu {
            let reste = |(i, avant): Pas| if avant { jeux[i].0 } else { jeux[i].1 };
            let Some(pas) = self.chemin(arc, grandit, &|p| (reste(p) > 0).then_some(1)) else { break };
            let passe = pas.iter().map(|p| reste(*p)).min().unwrap_or(0).min(voulu - trouve);
            for (i, avant) in pas {
                let signe = if avant { passe } else { -passe };
                jeux[i] = (jeux[i].0 - signe, jeux[i].1 + signe);
            }
            trouve += passe;
        }
        (trouve, jeux)
    }

    /// The cheapest way round, from one end of an arc to the other without it. `None` as a cost closes an arc.
    pub fn chemin(&self, arc: usize, grandit: bool, cout: &dyn Fn(Pas) -> Option<u64>) -> Option<Vec<Pas>> {
        let (de, vers) = self.bouts[arc];
        let (depart, arrivee) = if grandit { (vers, de) } else { (de, vers) };
        let mut meilleurs: Vec<Option<(u64, Venu)>> = vec![None; self.voisins.len()];
        let mut file = BinaryHeap::from([Reverse((0u64, depart))]);
        meilleurs[depart] = Some((0, None));
        while let Some(Reverse((paye, ici))) = file.pop() {
            if ici == arrivee {
                break;
            }
            if meilleurs[ici].is_some_and(|(m, _)| m < paye) {
                continue;
            }
            for (pas, la) in &self.voisins[ici] {
                let Some(prix) = (pas.0 != arc).then(|| cout(*pas)).flatten() else { continue };
                let somme = paye + prix;
                if meilleurs[*la].is_none_or(|(m, _)| somme < m) {
                    meilleurs[*la] = Some((somme, Some((ici, *pas))));
                    file.push(Reverse((somme, *la)));
                }
            }
        }
        let mut pas = vec![];
        let mut ici = arrivee;
        while let (_, Some((avant, par))) = meilleurs[ici]? {
            pas.push(par);
            ici = avant;
        }
        Some(pas)
    }
}
