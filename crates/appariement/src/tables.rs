//! Probabilities of the levels of each field in each class of pairs, some fields being conditional on another.

use crate::champ::{Champ, Genre, niveau};

/// A pair is of one person, of two members of a family, of two people who happen to have the same names, or of two
/// strangers.
pub(crate) const MEME: usize = 0;
pub(crate) const FAMILLE: usize = 1;
pub(crate) const HOMONYMES: usize = 2;
pub(crate) const ETRANGERS: usize = 3;
pub(crate) const CLASSES: usize = 4;

/// Levels a field may have, room for three bits.
pub(crate) const NIVEAUX: usize = 8;

/// Probabilities of the levels of one field in one class; level 0 (missing) always weighs 1.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Whatever the parent.
    pub marge: [f64; NIVEAUX],
    /// By level of the parent.
    pub selon: [[f64; NIVEAUX]; NIVEAUX],
}

impl Table {
    /// The same whatever the parent; probabilities of levels 1 and more.
    pub fn uniforme(probabilites: &[f64]) -> Self {
        let mut marge = [0.0; NIVEAUX];
        marge[0] = 1.0;
        marge[1..=probabilites.len()].copy_from_slice(probabilites);
        Self { marge, selon: [marge; NIVEAUX] }
    }
}

/// The parameters of the mixture.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    /// For each field, the field it is conditional on: an earlier one.
    pub parents: Vec<Option<usize>>,
    /// Shares of the classes among all possible pairs.
    pub parts: [f64; CLASSES],
    /// By class, by field.
    pub tables: [Vec<Table>; CLASSES],
}

impl Tables {
    /// Probability of a level in a class, the pattern telling the level of the parent.
    pub fn facteur(&self, classe: usize, champ: usize, motif: u64) -> f64 {
        let n = usize::from(niveau(motif, champ));
        let table = &self.tables[classe][champ];
        match self.parents[champ].map(|p| usize::from(niveau(motif, p))) {
            None | Some(0) => table.marge[n],
            Some(parent) => table.selon[parent][n],
        }
    }

    /// Share of all possible pairs that are of each class and have this pattern.
    pub fn vraisemblances(&self, motif: u64) -> [f64; CLASSES] {
        self.a_plat().vraisemblances(motif)
    }

    /// The same parameters, for many patterns.
    pub fn a_plat(&self) -> Plat {
        let facteurs = |(champ, parent): (usize, &Option<usize>)| {
            let mut facteurs = [[0.0; CLASSES]; NIVEAUX * NIVEAUX];
            for (place, par_classe) in facteurs.iter_mut().enumerate() {
                for (facteur, tables) in par_classe.iter_mut().zip(&self.tables) {
                    let (p, n) = (place / NIVEAUX, place % NIVEAUX);
                    *facteur = if p == 0 { tables[champ].marge[n] } else { tables[champ].selon[p][n] };
                }
            }
            (*parent, facteurs)
        };
        Plat { parts: self.parts, champs: self.parents.iter().enumerate().map(facteurs).collect() }
    }
}

/// Probabilities of the classes side by side, so that one reading serves the four.
pub(crate) struct Plat {
    parts: [f64; CLASSES],
    /// By field, its parent, and probabilities by level of the parent (0 for none) then by its own.
    champs: Vec<(Option<usize>, [[f64; CLASSES]; NIVEAUX * NIVEAUX])>,
}

impl Plat {
    /// Share of all possible pairs that are of each class and have this pattern.
    pub fn vraisemblances(&self, motif: u64) -> [f64; CLASSES] {
        let mut v = self.parts;
        for (champ, (parent, facteurs)) in self.champs.iter().enumerate() {
            let p = parent.map_or(0, |p| usize::from(niveau(motif, p)));
            let facteurs = &facteurs[p * NIVEAUX + usize::from(niveau(motif, champ))];
            v.iter_mut().zip(facteurs).for_each(|(v, f)| *v *= f);
        }
        v
    }
}

/// Weighted counts of levels, by field, with those of the parent.
#[derive(Clone, Debug)]
pub(crate) struct Comptes {
    pub total: f64,
    pub champs: Vec<([f64; NIVEAUX], [[f64; NIVEAUX]; NIVEAUX])>,
}

impl Comptes {
    pub fn nouveaux(champs: usize) -> Self {
        Self { total: 0.0, champs: vec![([0.0; NIVEAUX], [[0.0; NIVEAUX]; NIVEAUX]); champs] }
    }

    pub fn ajouter(&mut self, motif: u64, poids: f64, parents: &[Option<usize>]) {
        self.total += poids;
        for (champ, (marge, selon)) in self.champs.iter_mut().enumerate() {
            let n = usize::from(niveau(motif, champ));
            marge[n] += poids;
            if let Some(parent) = parents[champ] {
                selon[usize::from(niveau(motif, parent))][n] += poids;
            }
        }
    }

    /// Pairs in which the field is present on both sides.
    pub fn presents(&self, champ: usize) -> f64 {
        self.champs[champ].0[1..].iter().sum()
    }

    /// Shares of the levels of a field, drawn towards `avant` as if it had been seen `force` times.
    pub fn table(&self, champ: usize, avant: &[f64; NIVEAUX], force: f64, niveaux: usize) -> Table {
        let (marge, selon) = &self.champs[champ];
        let part = |comptes: &[f64; NIVEAUX], avant: &[f64; NIVEAUX], force: f64| {
            let total: f64 = comptes[1..niveaux].iter().sum::<f64>() + force;
            let mut parts = [0.0; NIVEAUX];
            parts[0] = 1.0;
            let vus = comptes[1..niveaux].iter().zip(&avant[1..niveaux]);
            for (part, (compte, avant)) in parts[1..niveaux].iter_mut().zip(vus) {
                *part = (compte + force * avant) / total;
            }
            parts
        };
        let marge = part(marge, avant, force);
        // A level of the parent seldom seen tells little: it leans on the margin.
        Table { marge, selon: selon.map(|c| part(&c, &marge, 30.0)) }
    }
}

/// What each field is conditional on: the sex on the given name, the given name on the surname (they come from the same
/// places), and a text or an extra column on the earlier field with which it agrees most beyond chance among strangers.
pub(crate) fn parents(champs: &[Champ], hasard: &crate::candidats::Motifs) -> Vec<Option<usize>> {
    let rang = |genre: Genre| champs.iter().position(|c| c.genre == genre);
    let lien = |fils: usize, pere: usize| {
        let (mut n, mut les_deux, mut celui_ci, mut celui_la) = (0u64, 0u64, 0u64, 0u64);
        for (code, effectif) in hasard.codes.iter().zip(&hasard.effectifs) {
            let (f, p) = (niveau(*code, fils), niveau(*code, pere));
            if f != 0 && p != 0 {
                n += effectif;
                les_deux += effectif * u64::from(f == 1 && p == 1);
                celui_ci += effectif * u64::from(f == 1);
                celui_la += effectif * u64::from(p == 1);
            }
        }
        if les_deux < 20 { 0.0 } else { les_deux as f64 * n as f64 / (celui_ci as f64 * celui_la as f64) }
    };
    (0..champs.len())
        .map(|fils| match champs[fils].genre {
            Genre::Sexe => rang(Genre::Prenom).filter(|p| *p < fils),
            Genre::Prenom => rang(Genre::Nom).filter(|p| *p < fils),
            Genre::Texte | Genre::Exacte => {
                let mut mieux = (1.5, None);
                for pere in 0..fils {
                    let l = lien(fils, pere);
                    if l > mieux.0 {
                        mieux = (l, Some(pere));
                    }
                }
                mieux.1
            }
            _ => None,
        })
        .collect()
}
