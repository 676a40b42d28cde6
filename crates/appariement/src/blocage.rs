//! Which pairs of records are compared: blocking rules, read as data.

use serde::Serialize;

use crate::cle::{Expression, Tampon};
use crate::derives::Derives;
use crate::erreur::ErreurAppariement;
use crate::lexique::melanger;
use crate::modele::{Modele, Regle};
use crate::registre::Registre;

/// A block that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coupe {
    /// The rule, in words.
    pub regle: String,
    /// What its records share.
    pub valeur: String,
    /// How many records.
    pub fiches: u64,
    /// How many pairs it would have brought: those that no other rule brings are lost.
    pub paires: u64,
}

/// The blocks of all rules. A record's blocks are in the order of the rules, so that the first block that two records
/// share tells which rule brings the pair.
pub(crate) struct Blocs {
    /// The rules, in words.
    pub regles: Vec<String>,
    pub coupes: Vec<Coupe>,
    /// By rule, one pair in so many is compared, and counts for as many.
    pub sondes: Vec<u64>,
    /// The rule of each block.
    pub regle_de: Vec<u8>,
    debuts: Vec<u32>,
    membres: Vec<u32>,
    index: Vec<u32>,
    listes: Vec<u32>,
    fin_premiers: Option<u32>,
}

impl Blocs {
    pub fn nouveau(registre: &Registre, derives: &Derives, modele: &Modele) -> Result<Self, ErreurAppariement> {
        let regles = preparer(registre, derives, modele)?;
        let fin_premiers = registre.deux_sources().then_some(registre.fin_premiers() as u32);
        let mut blocs = Self {
            regles: Vec::new(),
            coupes: Vec::new(),
            sondes: Vec::new(),
            regle_de: Vec::new(),
            debuts: vec![0],
            membres: Vec::new(),
            index: Vec::new(),
            listes: Vec::new(),
            fin_premiers,
        };
        // A model that names its rules has them whole.
        let usuelles = modele.blocage.is_empty() && dates_connues(registre, derives);
        for (rang, regle) in regles.iter().enumerate() {
            let avant = blocs.nombre();
            blocs.grouper(registre, derives, modele, rang as u8, regle);
            blocs.sondes.push(1);
            let paires: u64 = (avant..blocs.nombre()).map(|b| blocs.paires_du_bloc(b)).sum();
            let vague = usuelles && !regle.iter().any(Expression::precise);
            if vague && paires as f64 > PAIRES_VAGUES * registre.taille() as f64 {
                blocs.sondes[rang] = SONDE;
            }
            blocs.regles.push(regle.iter().map(|e| e.texte.as_str()).collect::<Vec<_>>().join(" + "));
        }
        blocs.indexer(registre.taille());
        if blocs.regle_de.is_empty() {
            return Err(ErreurAppariement::SansPaire);
        }
        Ok(blocs)
    }

    /// Adds the blocks of one rule.
    fn grouper(&mut self, registre: &Registre, derives: &Derives, modele: &Modele, rang: u8, regle: &[Expression]) {
        let entrees = entrees(registre, derives, regle);
        let groupes = || entrees.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1);
        let borne = self.borne(groupes(), modele, registre.taille() as u64);
        for groupe in groupes() {
            let paires = self.paires(groupe);
            if paires == 0 {
                continue;
            }
            if paires > borne {
                let premiere = registre.rangee(groupe[0].1 as usize);
                self.coupes.push(Coupe {
                    regle: regle.iter().map(|e| e.texte.as_str()).collect::<Vec<_>>().join(" + "),
                    valeur: regle.iter().map(|e| e.dire(registre, premiere)).collect::<Vec<_>>().join(" · "),
                    fiches: groupe.len() as u64,
                    paires,
                });
                continue;
            }
            self.membres.extend(groupe.iter().map(|e| e.1));
            self.debuts.push(self.membres.len() as u32);
            self.regle_de.push(rang);
        }
    }

    /// The largest block that keeps the rule within what it may bring.
    fn borne<'a>(&self, groupes: impl Iterator<Item = &'a [(u64, u32)]>, modele: &Modele, fiches: u64) -> u64 {
        let budget = modele.paires_par_fiche.saturating_mul(fiches).max(1_000_000);
        let mut tailles: Vec<u64> = groupes.map(|g| self.paires(g)).filter(|p| *p <= modele.bloc_max).collect();
        let mut somme = tailles.iter().sum::<u64>();
        if somme <= budget {
            return modele.bloc_max;
        }
        tailles.sort_unstable();
        somme = 0;
        for taille in tailles {
            somme += taille;
            if somme > budget {
                return taille - 1;
            }
        }
        modele.bloc_max
    }

    fn paires(&self, groupe: &[(u64, u32)]) -> u64 {
        let n = groupe.len() as u64;
        match self.fin_premiers {
            None => n * (n - 1) / 2,
            Some(fin) => {
                let a = groupe.partition_point(|e| e.1 < fin) as u64;
                a * (n - a)
            }
        }
    }

    fn indexer(&mut self, fiches: usize) {
        let mut index = vec![0u32; fiches + 1];
        for fiche in &self.membres {
            index[*fiche as usize + 1] += 1;
        }
        for i in 0..fiches {
            index[i + 1] += index[i];
        }
        let mut places = index.clone();
        let mut listes = vec![0u32; self.membres.len()];
        for bloc in 0..self.regle_de.len() {
            for fiche in &self.membres[self.debuts[bloc] as usize..self.debuts[bloc + 1] as usize] {
                let place = &mut places[*fiche as usize];
                listes[*place as usize] = bloc as u32;
                *place += 1;
            }
        }
        self.index = index;
        self.listes = listes;
    }

    /// How many blocks.
    pub fn nombre(&self) -> usize {
        self.regle_de.len()
    }

    /// The pairs of a block, before those of earlier blocks are taken out.
    pub fn paires_du_bloc(&self, bloc: usize) -> u64 {
        let (a, b) = self.cotes(bloc);
        if self.fin_premiers.is_some() {
            a.len() as u64 * b.len() as u64
        } else {
            let n = a.len() as u64;
            n * (n - 1) / 2
        }
    }

    fn cotes(&self, bloc: usize) -> (&[u32], &[u32]) {
        let membres = &self.membres[self.debuts[bloc] as usize..self.debuts[bloc + 1] as usize];
        match self.fin_premiers {
            None => (membres, membres),
            Some(fin) => membres.split_at(membres.partition_point(|m| *m < fin)),
        }
    }

    /// Calls `faire` with each pair that this block is the first to bring, the lower rank first; of a rule that is
    /// sounded, with one in so many, always the same.
    pub fn parcourir(&self, bloc: usize, mut faire: impl FnMut(u32, u32)) {
        let (a, b) = self.cotes(bloc);
        let sonde = self.sonde(bloc);
        let pris = |x: u32, y: u32| sonde == 1 || melanger(u64::from(x) << 32 | u64::from(y)).is_multiple_of(sonde);
        let deux = self.fin_premiers.is_some();
        for (i, x) in a.iter().enumerate() {
            let liste = self.liste(*x);
            for y in if deux { b } else { &b[i + 1..] } {
                if x != y && pris(*x, *y) && premier_commun(liste, self.liste(*y)) == bloc as u32 {
                    faire(*x, *y);
                }
            }
        }
    }

    /// How many pairs each compared one of this block counts for.
    pub fn sonde(&self, bloc: usize) -> u64 {
        self.sondes[usize::from(self.regle_de[bloc])]
    }

    fn liste(&self, fiche: u32) -> &[u32] {
        &self.listes[self.index[fiche as usize] as usize..self.index[fiche as usize + 1] as usize]
    }

    /// The rules that bring a pair, a bit each.
    pub fn regles_de(&self, a: u32, b: u32) -> u64 {
        let (a, b) = (self.liste(a), self.liste(b));
        let communs = a.iter().filter(|x| b.binary_search(x).is_ok());
        communs.fold(0, |m, bloc| m | 1 << self.regle_de[*bloc as usize])
    }
}

/// Whether nearly everybody has a date of birth, in each source.
fn dates_connues(registre: &Registre, derives: &Derives) -> bool {
    let Some(date) = registre.colonne(crate::colonne::Nature::DateNaissance) else { return false };
    let fin = registre.fin_premiers() as u64;
    let fiches = [fin, registre.taille() as u64 - fin];
    derives.presents[date].iter().zip(fiches).all(|(presents, fiches)| presents * 10 >= fiches * 9)
}

/// The first element of two ascending lists that have one in common.
fn premier_commun(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x == y {
            return x;
        }
        i += usize::from(x < y);
        j += usize::from(y < x);
    }
    u32::MAX
}

/// Sorts by key then by record: first into buckets, which costs less than one large sort.
fn trier(entrees: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    const BITS: u32 = 12;
    if entrees.len() < 1 << 16 {
        let mut entrees = entrees;
        entrees.sort_unstable();
        return entrees;
    }
    let seau = |e: &(u64, u32)| (e.0 >> (64 - BITS)) as usize;
    let mut places = vec![0usize; (1 << BITS) + 1];
    entrees.iter().for_each(|e| places[seau(e) + 1] += 1);
    (0..1 << BITS).for_each(|i| places[i + 1] += places[i]);
    let fins = places.clone();
    let mut tries = vec![(0u64, 0u32); entrees.len()];
    for e in &entrees {
        tries[places[seau(e)]] = *e;
        places[seau(e)] += 1;
    }
    fins.windows(2).for_each(|f| tries[f[0]..f[1]].sort_unstable());
    tries
}

/// Calls `faire` with the records that share each key of a rule; does nothing if a column is absent.
pub(crate) fn par_groupes(registre: &Registre, derives: &Derives, cles: &[&str], mut faire: impl FnMut(&[u32])) {
    let Ok(regle) = cles.iter().map(|c| Expression::lire(c, registre)).collect::<Result<Vec<_>, _>>() else { return };
    let entrees = entrees(registre, derives, &regle);
    for groupe in entrees.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1) {
        faire(&groupe.iter().map(|e| e.1).collect::<Vec<_>>());
    }
}

/// The keys of all records under a rule, sorted.
fn entrees(registre: &Registre, derives: &Derives, regle: &[Expression]) -> Vec<(u64, u32)> {
    let mut entrees: Vec<(u64, u32)> = Vec::with_capacity(registre.taille());
    let mut tampon = Tampon::default();
    for fiche in 0..registre.taille() {
        for cle in tampon.cles(regle, registre, derives, registre.rangee(fiche)) {
            entrees.push((*cle, fiche as u32));
        }
    }
    trier(entrees)
}

/// The rules of the model, or the usual ones that the columns allow.
fn preparer(
    registre: &Registre,
    derives: &Derives,
    modele: &Modele,
) -> Result<Vec<Vec<Expression>>, ErreurAppariement> {
    let lire = |cles: &[String]| cles.iter().map(|c| Expression::lire(c, registre)).collect::<Result<Vec<_>, _>>();
    if !modele.blocage.is_empty() {
        return modele.blocage.iter().map(|Regle { cles }| lire(cles)).collect();
    }
    let propres = crate::cle::propres(registre, derives).into_iter().map(|c| vec![c]);
    let usuelles = crate::modele::USUELLES.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect());
    let couples = crate::cle::couples(registre, derives, PAIRES_PAR_COUPLE);
    let mut regles: Vec<Vec<String>> = Vec::new();
    for regle in propres.chain(usuelles).chain(couples) {
        if !regles.contains(&regle) {
            regles.push(regle);
        }
    }
    let lues = regles.iter().filter_map(|cles| lire(cles).ok()).take(REGLES_MAX);
    // A pair belongs to the first rule that brings it: those that may be sounded come last.
    let (mut precises, vagues): (Vec<_>, Vec<_>) =
        lues.partition(|r: &Vec<Expression>| r.iter().any(Expression::precise));
    precises.extend(vagues);
    Ok(precises)
}

/// A pair keeps one bit a rule.
const REGLES_MAX: usize = 64;
/// Pairs that a usual rule made of names and places alone may bring, by record, before it is sounded: it is for people
/// whose date is not known, and tells what homonyms look like.
const PAIRES_VAGUES: f64 = 1.5;
/// Of a rule that is sounded, one pair in so many.
const SONDE: u64 = 8;
/// Pairs of strangers that a pair of columns may bring, by record.
const PAIRES_PAR_COUPLE: f64 = 4.0;
