//! All pairs brought by the blocking, with their patterns: counted in whole numbers, in an order that does not depend
//! on the number of threads.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::blocage::Blocs;
use crate::champ::Champ;
use crate::comparaison::{Comparateur, Duo};
use crate::derives::Derives;
use crate::lexique::melanger;
use crate::registre::Registre;
use crate::temoin::Temoin;

/// A pair and the number of its pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paire {
    pub a: u32,
    pub b: u32,
    pub motif: u32,
}

/// Compared pairs, and how many have each pattern.
pub(crate) struct Candidats {
    /// Batches of pairs, in the order of the blocks.
    pub lots: Vec<Vec<Paire>>,
    pub motifs: Motifs,
    /// By rule, how many pairs it is the first to bring.
    pub par_regle: Vec<u64>,
}

/// Distinct patterns in ascending order, and how many pairs have each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Motifs {
    pub codes: Vec<u64>,
    pub effectifs: Vec<u64>,
}

/// Hashing of patterns.
#[derive(Clone, Default)]
struct Melangeur(u64);

impl std::hash::Hasher for Melangeur {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, octets: &[u8]) {
        self.0 = crate::lexique::hache(octets);
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = melanger(n);
    }
}

/// What a thread brings back: its batches, its patterns, its counts by rule.
type Fait = (Vec<(usize, Vec<Paire>)>, Carnet, Vec<u64>);

type Carnet = HashMap<u64, (u32, u64), std::hash::BuildHasherDefault<Melangeur>>;

/// Pairs a batch holds at least: a thread takes one at a time.
const LOT: u64 = 1 << 15;

impl Candidats {
    pub fn comparer(
        registre: &Registre,
        derives: &Derives,
        champs: &[Champ],
        blocs: &Blocs,
        fils: usize,
        temoin: &dyn Temoin,
    ) -> Self {
        let tranches = tranches(blocs);
        let total: u64 = tranches.iter().map(|t| t.1).sum();
        let (prochaine, faites) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let travailler = || {
            let mut ouvrier = Ouvrier::nouveau(Comparateur::nouveau(registre, derives, champs), blocs);
            let mut lots = Vec::new();
            loop {
                let rang = prochaine.fetch_add(1, Ordering::Relaxed);
                let Some((tranche, paires)) = tranches.get(rang) else { break };
                lots.push((rang, ouvrier.lot(tranche.clone())));
                let faites = faites.fetch_add(*paires as usize, Ordering::Relaxed) as u64 + paires;
                temoin.avancement(faites, total);
            }
            (lots, ouvrier.carnet, ouvrier.par_regle)
        };
        let faits: Vec<_> = if fils <= 1 {
            vec![travailler()]
        } else {
            std::thread::scope(|portee| {
                let lances: Vec<_> = (0..fils).map(|_| portee.spawn(travailler)).collect();
                lances.into_iter().map(|f| f.join().unwrap_or_else(|p| std::panic::resume_unwind(p))).collect()
            })
        };
        Self::reunir(faits, tranches.len(), blocs.regles.len())
    }

    /// Puts the batches back in order and gives each pattern one number.
    fn reunir(faits: Vec<Fait>, combien: usize, regles: usize) -> Self {
        let mut codes: Vec<u64> = faits.iter().flat_map(|f| f.1.keys().copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut effectifs = vec![0u64; codes.len()];
        let mut lots: Vec<Vec<Paire>> = vec![Vec::new(); combien];
        let mut par_regle = vec![0u64; regles];
        for (siens, carnet, compte) in faits {
            let mut numeros = vec![0u32; carnet.len()];
            for (code, (local, effectif)) in carnet {
                let rang = codes.binary_search(&code).expect("every pattern was gathered");
                numeros[local as usize] = rang as u32;
                effectifs[rang] += effectif;
            }
            for (rang, mut lot) in siens {
                lot.iter_mut().for_each(|p| p.motif = numeros[p.motif as usize]);
                lots[rang] = lot;
            }
            par_regle.iter_mut().zip(compte).for_each(|(total, n)| *total += n);
        }
        Self { lots, motifs: Motifs { codes, effectifs }, par_regle }
    }
}

/// Compares the pairs of blocks. Pairs are treated many at a time: the processor fetches the records of the next ones while
/// it compares, instead of waiting for each.
struct Ouvrier<'a> {
    comparateur: Comparateur<'a>,
    blocs: &'a Blocs,
    carnet: Carnet,
    par_regle: Vec<u64>,
    /// Pairs to compare, each with its block: of one rule.
    bruts: Vec<Duo>,
    motifs: Vec<u64>,
    /// The pairs of the batch.
    lot: Vec<Paire>,
}

/// Pairs treated at a time: they stay in the fastest memory.
pub(crate) const ENSEMBLE: usize = 256;

impl<'a> Ouvrier<'a> {
    fn nouveau(comparateur: Comparateur<'a>, blocs: &'a Blocs) -> Self {
        let par_regle = vec![0; blocs.regles.len()];
        let (bruts, motifs) = (Vec::with_capacity(ENSEMBLE), Vec::with_capacity(ENSEMBLE));
        Self { comparateur, blocs, carnet: Carnet::default(), par_regle, bruts, motifs, lot: Vec::new() }
    }

    /// The pairs that these blocks are the first to bring, compared.
    fn lot(&mut self, tranche: std::ops::Range<usize>) -> Vec<Paire> {
        self.lot.clear();
        let mut regle = None;
        for bloc in tranche {
            if regle.replace(self.blocs.regle_de[bloc]) != Some(self.blocs.regle_de[bloc]) {
                self.comparer();
            }
            let blocs = self.blocs;
            blocs.parcourir(bloc, |a, b| {
                self.bruts.push((a, b, bloc as u32));
                if self.bruts.len() == ENSEMBLE {
                    self.comparer();
                }
            });
        }
        self.comparer();
        self.lot.as_slice().to_vec()
    }

    fn comparer(&mut self) {
        let Some(bloc) = self.bruts.first().map(|p| p.2 as usize) else { return };
        self.blocs.garder_nouvelles(&mut self.bruts);
        self.par_regle[usize::from(self.blocs.regle_de[bloc])] += self.bruts.len() as u64;
        self.comparateur.motifs(&self.bruts, &mut self.motifs);
        let sonde = self.blocs.sonde(bloc);
        for ((a, b, _), motif) in self.bruts.drain(..).zip(&self.motifs) {
            let suivant = self.carnet.len() as u32;
            let note = self.carnet.entry(*motif).or_insert((suivant, 0));
            note.1 += sonde;
            self.lot.push(Paire { a, b, motif: note.0 });
        }
    }
}

/// Ranges of blocks with about the same work.
fn tranches(blocs: &Blocs) -> Vec<(std::ops::Range<usize>, u64)> {
    let (mut tranches, mut debut, mut paires) = (Vec::new(), 0, 0);
    for bloc in 0..blocs.nombre() {
        paires += blocs.paires_du_bloc(bloc) / blocs.sonde(bloc);
        if paires >= LOT || bloc + 1 == blocs.nombre() {
            tranches.push((debut..bloc + 1, paires));
            (debut, paires) = (bloc + 1, 0);
        }
    }
    tranches
}

/// Patterns of pairs taken at random among all possible ones, always the same; all of them when they are few.
pub(crate) fn au_hasard(registre: &Registre, derives: &Derives, champs: &[Champ], combien: u64) -> Motifs {
    let (n, a) = (registre.taille() as u64, registre.fin_premiers() as u64);
    let deux = registre.deux_sources();
    let mut paires: Vec<Duo> = Vec::new();
    if registre.paires_possibles() <= combien {
        for x in 0..a {
            paires.extend((if deux { a..n } else { x + 1..n }).map(|y| (x as u32, y as u32, 0)));
        }
    } else {
        for k in 0..combien {
            let (h, g) = (melanger(2 * k + 1), melanger(2 * k + 2));
            let pris = |h: u64, n: u64| ((u128::from(h) * u128::from(n)) >> 64) as u64;
            let (x, y) = (pris(h, a), if deux { a + pris(g, n - a) } else { pris(g, n) });
            if x != y {
                paires.push((x.min(y) as u32, x.max(y) as u32, 0));
            }
        }
    }
    let mut comparateur = Comparateur::nouveau(registre, derives, champs);
    let (mut carnet, mut motifs) = (Carnet::default(), Vec::new());
    for ensemble in paires.chunks(ENSEMBLE) {
        comparateur.motifs(ensemble, &mut motifs);
        for motif in &motifs {
            carnet.entry(*motif).or_default().1 += 1;
        }
    }
    let mut tries: Vec<(u64, u64)> = carnet.into_iter().map(|(code, (_, effectif))| (code, effectif)).collect();
    tries.sort_unstable();
    let (codes, effectifs) = tries.into_iter().unzip();
    Motifs { codes, effectifs }
}
