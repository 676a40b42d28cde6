//! The seeded draw. Only integers, reduced here: the same bytes on every machine and with every
//! version of the random crate.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A draw that always gives the same sequence for the same stream.
pub(super) struct Alea(ChaCha8Rng);

impl Alea {
    /// Each stage has its own stream: touching one does not change what the others draw.
    pub(super) fn nouveau(flux: u8) -> Self {
        let mut graine = *b"Territoire de demonstration 2017";
        graine[31] = flux;
        Self(ChaCha8Rng::from_seed(graine))
    }

    /// A number from 0 to `n - 1`; `n` is small.
    pub(super) fn sous(&mut self, n: usize) -> usize {
        let tirage = u64::from(self.0.next_u32()) * n as u64;
        (tirage >> 32) as usize
    }

    /// A number from `min` to `max`, both included; `min` if they are crossed.
    pub(super) fn entre(&mut self, min: i64, max: i64) -> i64 {
        let ecart = usize::try_from(max - min).unwrap_or(0);
        min + self.sous(ecart + 1) as i64
    }

    /// True `p` times out of a hundred.
    pub(super) fn pourcent(&mut self, p: usize) -> bool {
        self.sous(100) < p
    }

    /// One item of a list that is not empty.
    pub(super) fn un<T: Copy>(&mut self, liste: &[T]) -> T {
        liste[self.sous(liste.len())]
    }

    /// One item of a list that is not empty, each drawn in proportion to its weight.
    pub(super) fn pese<T: Copy>(&mut self, liste: &[(T, usize)]) -> T {
        let total: usize = liste.iter().map(|(_, poids)| poids).sum();
        let mut tirage = self.sous(total);
        for &(valeur, poids) in liste {
            if tirage < poids {
                return valeur;
            }
            tirage -= poids;
        }
        liste[0].0
    }

    /// Shuffles a list in place.
    pub(super) fn melange<T>(&mut self, liste: &mut [T]) {
        for i in (1..liste.len()).rev() {
            let j = self.sous(i + 1);
            liste.swap(i, j);
        }
    }
}
