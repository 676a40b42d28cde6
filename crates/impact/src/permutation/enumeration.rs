//! All the assignments with given counts, one after the other, from any of them.

use super::unites::{Unites, combinaisons};

/// The chosen units of each stratum (those of its smaller arm), by their place in it, ascending.
pub(crate) struct Enumeration {
    tailles: Vec<usize>,
    pub choisies: Vec<Vec<usize>>,
}

impl Enumeration {
    /// The assignment of that rank; ranks run over the last stratum first.
    pub fn depuis(unites: &Unites, mut rang: u128) -> Self {
        let mut choisies = vec![Vec::new(); unites.segments.len()];
        for (s, segment) in unites.segments.iter().enumerate().rev() {
            let k = segment.choix().0;
            let total = combinaisons(segment.n, k).expect("the product of these counts fits");
            choisies[s] = combinaison(segment.n, k, rang % total);
            rang /= total;
        }
        Self { tailles: unites.segments.iter().map(|s| s.n).collect(), choisies }
    }

    /// Moves to the next one; back to the first after the last.
    pub fn avancer(&mut self) {
        for (c, n) in self.choisies.iter_mut().zip(&self.tailles).rev() {
            let k = c.len();
            match (0..k).rev().find(|i| c[*i] < n - k + i) {
                Some(i) => {
                    let depart = c[i] + 1;
                    (i..k).for_each(|j| c[j] = depart + j - i);
                    return;
                }
                None => c.iter_mut().enumerate().for_each(|(j, v)| *v = j),
            }
        }
    }
}

/// The combination of that rank in lexicographic order.
fn combinaison(n: usize, k: usize, mut rang: u128) -> Vec<usize> {
    let mut sortie = Vec::with_capacity(k);
    let mut candidat = 0;
    for place in 0..k {
        loop {
            let suite = combinaisons(n - candidat - 1, k - place - 1).expect("smaller than a count that fits");
            candidat += 1;
            if rang < suite {
                sortie.push(candidat - 1);
                break;
            }
            rang -= suite;
        }
    }
    sortie
}
