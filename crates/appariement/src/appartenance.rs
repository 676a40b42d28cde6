//! Which blocks each record is in, laid out so that two records are confronted in one glance.

use crate::comparaison::Duo;

/// The blocks of every record. Blocks are numbered from 1 here; 0 is none.
#[derive(Default)]
pub(crate) struct Appartenances {
    /// By record: 0, or the rank from 1 of its list in `longues`; then a place for each rule, with its block. As many
    /// places as fill whole lines of memory.
    rangees: Vec<u32>,
    largeur: usize,
    regles: usize,
    /// Records with several blocks under one rule: all their blocks, ascending.
    longues: Vec<Vec<u32>>,
}

/// Places compared at once.
const LIGNE: usize = 8;

impl Appartenances {
    /// From blocks in the order of their rules: the rule and the records of each.
    pub fn nouvelles<'a>(fiches: usize, regles: usize, blocs: impl Iterator<Item = (u8, &'a [u32])>) -> Self {
        let largeur = (1 + regles).next_multiple_of(LIGNE);
        let mut rangees = vec![0u32; fiches * largeur];
        let mut autres: Vec<(u32, u32)> = Vec::new();
        for (bloc, (regle, membres)) in (1..).zip(blocs) {
            for fiche in membres {
                let place = &mut rangees[*fiche as usize * largeur + 1 + usize::from(regle)];
                if *place == 0 {
                    *place = bloc;
                } else {
                    autres.push((*fiche, bloc));
                }
            }
        }
        autres.sort_unstable();
        let mut longues = Vec::new();
        for siens in autres.chunk_by(|a, b| a.0 == b.0) {
            let rangee = &mut rangees[siens[0].0 as usize * largeur..][..=regles];
            let premiers = rangee[1..].iter().copied().filter(|b| *b != 0);
            let mut tous: Vec<u32> = premiers.chain(siens.iter().map(|s| s.1)).collect();
            tous.sort_unstable();
            longues.push(tous);
            rangee[0] = longues.len() as u32;
        }
        Self { rangees, largeur, regles, longues }
    }

    /// Keeps the pairs that no block before theirs brings; all come from blocks of one rule, counted from 0.
    pub fn garder_nouvelles(&self, regle: u8, paires: &mut Vec<Duo>) {
        let mut avant = [0u32; LIGNE * 9];
        avant[1..=usize::from(regle)].fill(u32::MAX);
        let avant = &avant[..(1 + usize::from(regle)).next_multiple_of(LIGNE)];
        // First without a branch, so that the processor fetches many records at a time.
        let vues: Vec<(bool, bool)> = paires.iter().map(|(a, b, _)| self.confronter(avant, *a, *b)).collect();
        let mut vues = vues.into_iter();
        paires.retain(|(a, b, bloc)| {
            let (deja, longues) = vues.next().unwrap_or_default();
            !deja && (!longues || self.communs(*a, *b).next() == Some(bloc + 1))
        });
    }

    /// Whether two records share a block under the rules of `avant`, as far as their places tell; and whether one of them
    /// has more blocks than places.
    fn confronter(&self, avant: &[u32], a: u32, b: u32) -> (bool, bool) {
        let (x, y) = (self.rangee(a), self.rangee(b));
        let places = x.as_chunks::<LIGNE>().0.iter().zip(y.as_chunks::<LIGNE>().0).zip(avant.as_chunks::<LIGNE>().0);
        let mut deja = [0u32; LIGNE];
        for ((x, y), avant) in places {
            for i in 0..LIGNE {
                deja[i] |= if x[i] == y[i] { x[i] & avant[i] } else { 0 };
            }
        }
        (deja.iter().fold(0, |d, x| d | x) != 0, x[0] | y[0] != 0)
    }

    fn rangee(&self, fiche: u32) -> &[u32] {
        &self.rangees[fiche as usize * self.largeur..][..self.largeur]
    }

    /// All the blocks of a record, ascending, 0 apart.
    fn liste(&self, fiche: u32) -> &[u32] {
        let rangee = self.rangee(fiche);
        match rangee[0] {
            0 => &rangee[1..=self.regles],
            longue => &self.longues[longue as usize - 1],
        }
    }

    /// The blocks that two records share, ascending, numbered from 1.
    pub fn communs(&self, a: u32, b: u32) -> impl Iterator<Item = u32> {
        let (a, b) = (self.liste(a), self.liste(b));
        let (mut i, mut j) = (0, 0);
        std::iter::from_fn(move || {
            while i < a.len() && j < b.len() {
                let (x, y) = (a[i], b[j]);
                // A place without a block is skipped, whatever is on the other side.
                i += usize::from(x <= y || x == 0);
                j += usize::from(y <= x || y == 0);
                if x == y && x != 0 {
                    return Some(x);
                }
            }
            None
        })
    }
}
