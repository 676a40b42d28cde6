//! How alike the names of two people are: surname, usage name, given names.

use crate::champ::{Genre, INVERSE, PRENOM_UN_PEU_PROCHE};
use crate::colonne::Nature;
use crate::derives::Derives;
use crate::jaro::jaro_winkler;
use crate::lexique::melanger;
use crate::noms;
use crate::proximite::{Deux, PROCHE, TRES_PROCHE, UN_PEU};
use crate::registre::Registre;

/// Compares names. One by thread: it remembers comparisons.
pub(crate) struct NomsCompares<'a> {
    registre: &'a Registre,
    derives: &'a Derives,
    /// By number of a name, how many records have it for a given name.
    prenoms_vus: Option<&'a [u32]>,
    souvenirs: Vec<u64>,
}

/// A writing that so many records have is not a slip of the pen.
const VUS: u32 = 5;
/// Nor when it is met once for so many times the other.
const PART: u32 = 20;

const SOUVENIRS: usize = 1 << 16;

impl<'a> NomsCompares<'a> {
    pub fn nouveau(registre: &'a Registre, derives: &'a Derives) -> Self {
        let prenoms_vus = registre.colonne(Nature::Prenom).map(|c| &derives.frequences[c][..]);
        Self { registre, derives, prenoms_vus, souvenirs: vec![0; SOUVENIRS] }
    }

    /// Levels of the surname and of the given name: they can be swapped, so they go together.
    pub fn niveaux(&mut self, (na, nb): Deux, (ua, ub): Deux, (pa, pb): Deux) -> (u8, u8) {
        let prenom = self.prenoms(pa, pb);
        if (na == 0 && ua == 0) || (nb == 0 && ub == 0) {
            return (0, prenom);
        }
        if na == nb && na != 0 {
            return (1, prenom);
        }
        if self.commun(&[na, ua], &[nb, ub]) {
            return (2, prenom);
        }
        if pa != 0 && pb != 0 && na != 0 && nb != 0 && prenom > 2 {
            let (x, y) = (self.proches(pa, nb), self.proches(na, pb));
            if x >= 3 && y >= 3 {
                return (INVERSE, if x == 4 && y == 4 { 1 } else { 3 });
            }
        }
        let mut mieux = 0;
        for x in [na, ua] {
            for y in [nb, ub] {
                if x != 0 && y != 0 {
                    mieux = mieux.max(self.proches(x, y));
                }
            }
        }
        (
            match mieux {
                3 | 4 => 3,
                2 => 4,
                _ => 6,
            },
            prenom,
        )
    }

    fn prenoms(&mut self, a: u32, b: u32) -> u8 {
        if a == 0 || b == 0 {
            return 0;
        }
        if a == b {
            return 1;
        }
        let proches = self.proches(a, b);
        if self.deux_prenoms(a, b) {
            return if proches > 0 { PRENOM_UN_PEU_PROCHE } else { Genre::Prenom.desaccord() };
        }
        if self.ecritures(a, b, proches) {
            return 2;
        }
        if self.commun(&[a], &[b]) {
            // « Jean-Louis » and « Jean » are one; « Jean-Louis » and « Jean-Pierre » are two brothers.
            return if self.a_part(a, b) && self.a_part(b, a) { PRENOM_UN_PEU_PROCHE } else { 2 };
        }
        match proches {
            3 | 4 => 3,
            2 => 4,
            1 => 5,
            _ => {
                let lexique = self.registre.lexique_noms();
                let (x, y) = (lexique.octets(a), lexique.octets(b));
                // An initial.
                if x[0] == y[0] && x.len().min(y.len()) == 1 { 4 } else { 6 }
            }
        }
    }

    /// Whether two given names are two, however alike: a man's and a woman's, two that are each of their own (Lina, Lana), or
    /// two that the files show each on its own, too often for one to be a mistake for the other.
    fn deux_prenoms(&self, a: u32, b: u32) -> bool {
        let (lexique, derives) = (self.registre.lexique_noms(), self.derives);
        let composes = &self.registre.textes.composes;
        if composes[a as usize] || composes[b as usize] {
            return false;
        }
        let familles = &derives.familles;
        let ecritures = noms::meme_famille(familles[a as usize], familles[b as usize]);
        if !ecritures && noms::au_feminin(lexique.texte(a), lexique.texte(b)) {
            return true;
        }
        let (sons, distincts) = (&derives.sons, &derives.distincts);
        if sons[a as usize] == sons[b as usize] {
            return false;
        }
        if distincts[a as usize] && distincts[b as usize] {
            return true;
        }
        let vus = |n: u32| self.prenoms_vus.map_or(0, |vus| vus[n as usize]);
        let (rare, courant) = (vus(a).min(vus(b)), vus(a).max(vus(b)));
        rare >= VUS && rare * PART >= courant && !ecritures
    }

    /// Whether two given names are two writings of one. Those of a family that do not even look alike (Mamadou, Mohamed)
    /// are given to two brothers.
    fn ecritures(&self, a: u32, b: u32, proches: u8) -> bool {
        let familles = &self.derives.familles;
        let lexique = self.registre.lexique_noms();
        // « Med » for Mohamed: an abbreviation looks like nothing.
        let abrege = lexique.octets(a).len().min(lexique.octets(b).len()) <= 3;
        (proches > 0 || abrege) && noms::meme_famille(familles[a as usize], familles[b as usize])
    }

    /// Whether a compound given name has a word that the other does not have, in any writing.
    fn a_part(&mut self, a: u32, b: u32) -> bool {
        let registre = self.registre;
        let (mots, autres) = (&registre.textes.parties[a as usize], &registre.textes.parties[b as usize]);
        mots.iter().any(|x| {
            *x != b
                && !autres.iter().any(|y| {
                    let proches = self.proches(*x, *y);
                    proches >= 2 || self.ecritures(*x, *y, proches)
                })
        })
    }

    /// Whether two sets of names, with the words of compound ones, have one in common.
    fn commun(&self, a: &[u32], b: &[u32]) -> bool {
        let (parties, composes) = (&self.registre.textes.parties, &self.registre.textes.composes);
        if a.iter().chain(b).all(|n| *n == 0 || !composes[*n as usize]) {
            return a.iter().any(|x| *x != 0 && b.contains(x));
        }
        let parmi = |n: u32| b.iter().any(|y| *y != 0 && (*y == n || parties[*y as usize].binary_search(&n).is_ok()));
        a.iter().any(|x| *x != 0 && (parmi(*x) || parties[*x as usize].iter().any(|p| parmi(*p))))
    }

    /// 4 equal, 3 very close, 2 close or same sound, 1 somewhat close, 0 otherwise.
    fn proches(&mut self, a: u32, b: u32) -> u8 {
        if a == b {
            return 4;
        }
        let (lettres, sons) = (&self.derives.lettres, &self.derives.sons);
        let meme_son = sons[a as usize] == sons[b as usize] && sons[a as usize] != 0;
        if !meme_son && !lettres[a as usize].peut_atteindre(lettres[b as usize], UN_PEU) {
            return 0;
        }
        // Numbers of names have 31 bits at most, a class two: a memory is one word.
        let cle = u64::from(a.min(b)) << 33 | u64::from(a.max(b)) << 2;
        let souvenir = &mut self.souvenirs[melanger(cle) as usize & (SOUVENIRS - 1)];
        if *souvenir & !3 == cle {
            return (*souvenir & 3) as u8;
        }
        let lexique = self.registre.lexique_noms();
        let jw = jaro_winkler(lexique.texte(a), lexique.texte(b));
        let classe = match jw {
            jw if jw >= TRES_PROCHE => 3,
            jw if jw >= PROCHE || meme_son => 2,
            jw if jw >= UN_PEU => 1,
            _ => 0,
        };
        *souvenir = cle | u64::from(classe);
        classe
    }
}
