//! Records that share a key, found by sorting.

use crate::cle::{Expression, Tampon};
use crate::derives::Derives;
use crate::registre::Registre;

/// A key, and a record that has it.
pub(crate) type Entree = (u64, u32);

/// Sorts the keys of records. Its room serves again from one rule to the next: asking for it anew costs as much as sorting.
#[derive(Default)]
pub(crate) struct Tri {
    entrees: Vec<Entree>,
    tries: Vec<Entree>,
    tampon: Tampon,
}

const BITS: u32 = 14;
/// Below this, one sort costs less than buckets.
const PEU: usize = 1 << 16;

impl Tri {
    /// The keys of all records under a rule, sorted, then by record.
    pub fn entrees(&mut self, registre: &Registre, derives: &Derives, regle: &[Expression]) -> &[Entree] {
        self.entrees.clear();
        // A few records have several keys.
        self.entrees.reserve(registre.taille() + registre.taille() / 4);
        for fiche in 0..registre.taille() {
            let cles = self.tampon.cles(regle, registre, derives, registre.rangee(fiche));
            self.entrees.extend(cles.iter().map(|cle| (*cle, fiche as u32)));
        }
        if self.entrees.len() < PEU {
            self.entrees.sort_unstable();
            return &self.entrees;
        }
        self.par_seaux()
    }

    /// First into buckets, which costs less than one large sort.
    fn par_seaux(&mut self) -> &[Entree] {
        let seau = |e: &Entree| (e.0 >> (64 - BITS)) as usize;
        let mut places = vec![0usize; (1 << BITS) + 1];
        self.entrees.iter().for_each(|e| places[seau(e) + 1] += 1);
        (0..1 << BITS).for_each(|i| places[i + 1] += places[i]);
        let fins = places.clone();
        if self.tries.len() < self.entrees.len() {
            self.tries = vec![(0, 0); self.entrees.capacity()];
        }
        for e in &self.entrees {
            self.tries[places[seau(e)]] = *e;
            places[seau(e)] += 1;
        }
        fins.windows(2).for_each(|f| self.tries[f[0]..f[1]].sort_unstable());
        &self.tries[..self.entrees.len()]
    }
}

/// Calls `faire` with the records that share each key of a rule; does nothing if a column is absent.
pub(crate) fn par_groupes(registre: &Registre, derives: &Derives, cles: &[&str], mut faire: impl FnMut(&[u32])) {
    let Ok(regle) = cles.iter().map(|c| Expression::lire(c, registre)).collect::<Result<Vec<_>, _>>() else { return };
    let mut tri = Tri::default();
    for groupe in tri.entrees(registre, derives, &regle).chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        faire(&groupe.iter().map(|e| e.1).collect::<Vec<_>>());
    }
}
