//! Which pairs of records are compared: blocking rules, read as data.

use serde::Serialize;

use crate::appartenance::Appartenances;
use crate::cle::Expression;
use crate::comparaison::Duo;
use crate::derives::Derives;
use crate::erreur::ErreurAppariement;
use crate::lexique::melanger;
use crate::modele::{Modele, Regle};
use crate::registre::Registre;
use crate::tri::{Entree, Tri};

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
    appartenances: Appartenances,
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
            appartenances: Appartenances::default(),
            fin_premiers,
        };
        // A model that names its rules has them whole.
        let usuelles = modele.blocage.is_empty() && dates_connues(registre, derives);
        let mut tri = Tri::default();
        for (rang, regle) in regles.iter().enumerate() {
            let avant = blocs.nombre();
            let entrees = tri.entrees(registre, derives, regle);
            blocs.grouper(registre, modele, entrees, rang as u8, regle);
            blocs.sondes.push(1);
            let paires: u64 = (avant..blocs.nombre()).map(|b| blocs.paires_du_bloc(b)).sum();
            let vague = usuelles && !regle.iter().any(Expression::precise);
            if vague && paires as f64 > PAIRES_VAGUES * registre.taille() as f64 {
                blocs.sondes[rang] = SONDE;
            }
            blocs.regles.push(regle.iter().map(|e| e.texte.as_str()).collect::<Vec<_>>().join(" + "));
        }
        drop(tri);
        let membres = blocs.debuts.windows(2).map(|d| &blocs.membres[d[0] as usize..d[1] as usize]);
        let appartenances =
            Appartenances::nouvelles(registre.taille(), regles.len(), blocs.regle_de.iter().copied().zip(membres));
        blocs.appartenances = appartenances;
        if blocs.regle_de.is_empty() {
            return Err(ErreurAppariement::SansPaire);
        }
        Ok(blocs)
    }

    /// Adds the blocks of one rule.
    fn grouper(&mut self, registre: &Registre, modele: &Modele, entrees: &[Entree], rang: u8, regle: &[Expression]) {
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
    fn borne<'a>(&self, groupes: impl Iterator<Item = &'a [Entree]> + Clone, modele: &Modele, fiches: u64) -> u64 {
        let budget = modele.paires_par_fiche.saturating_mul(fiches).max(1_000_000);
        let tailles = groupes.map(|g| self.paires(g)).filter(|p| *p <= modele.bloc_max);
        if tailles.clone().sum::<u64>() <= budget {
            return modele.bloc_max;
        }
        let mut tailles: Vec<u64> = tailles.collect();
        tailles.sort_unstable();
        let mut somme = 0;
        for taille in tailles {
            somme += taille;
            if somme > budget {
                return taille - 1;
            }
        }
        modele.bloc_max
    }

    fn paires(&self, groupe: &[Entree]) -> u64 {
        let n = groupe.len() as u64;
        match self.fin_premiers {
            None => n * (n - 1) / 2,
            Some(fin) => {
                let a = groupe.partition_point(|e| e.1 < fin) as u64;
                a * (n - a)
            }
        }
    }

    /// Once pairs are compared, which records a block holds no longer serves: room for what follows.
    pub fn oublier_membres(&mut self) {
        (self.membres, self.debuts) = Default::default();
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

    /// Calls `faire` with each pair of this block, the lower rank first; of a rule that is sounded, with one in so many,
    /// always the same.
    pub fn parcourir(&self, bloc: usize, mut faire: impl FnMut(u32, u32)) {
        let (a, b) = self.cotes(bloc);
        let sonde = self.sonde(bloc);
        let deux = self.fin_premiers.is_some();
        for (i, x) in a.iter().enumerate() {
            for y in if deux { b } else { &b[i + 1..] } {
                if x != y && (sonde == 1 || melanger(u64::from(*x) << 32 | u64::from(*y)).is_multiple_of(sonde)) {
                    faire(*x, *y);
                }
            }
        }
    }

    /// Keeps the pairs, each with its block, that this block is the first to bring; all blocks are of one rule.
    pub fn garder_nouvelles(&self, paires: &mut Vec<Duo>) {
        if let Some(premiere) = paires.first() {
            self.appartenances.garder_nouvelles(self.regle_de[premiere.2 as usize], paires);
        }
    }

    /// How many pairs each compared one of this block counts for.
    pub fn sonde(&self, bloc: usize) -> u64 {
        self.sondes[usize::from(self.regle_de[bloc])]
    }

    /// The rules that bring a pair, a bit each.
    pub fn regles_de(&self, a: u32, b: u32) -> u64 {
        self.appartenances.communs(a, b).fold(0, |m, bloc| m | 1 << self.regle_de[bloc as usize - 1])
    }
}

/// Whether nearly everybody has a date of birth, in each source.
fn dates_connues(registre: &Registre, derives: &Derives) -> bool {
    let Some(date) = registre.colonne(crate::colonne::Nature::DateNaissance) else { return false };
    let fin = registre.fin_premiers() as u64;
    let fiches = [fin, registre.taille() as u64 - fin];
    derives.presents[date].iter().zip(fiches).all(|(presents, fiches)| presents * 10 >= fiches * 9)
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
