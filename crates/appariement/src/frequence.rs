//! What a value's rarity adds: to share a rare name says more than to share a common one.

use crate::champ::{Champ, Genre, niveau};
use crate::derives::Derives;
use crate::registre::Registre;
use crate::tables::{ETRANGERS, Tables};

/// On levels that are not equality, the adjustment counts by half (its square root) and within this factor, e³.
const BORNE: f64 = 20.085_536_923_187_668;

/// By how much the likelihood of strangers, then of families, is multiplied for the values of a pair.
pub(crate) struct Frequences<'a> {
    registre: &'a Registre,
    derives: &'a Derives,
    champs: &'a [Champ],
    tables: &'a Tables,
    fiches: f64,
}

impl<'a> Frequences<'a> {
    pub fn nouvelles(registre: &'a Registre, derives: &'a Derives, champs: &'a [Champ], tables: &'a Tables) -> Self {
        Self { registre, derives, champs, tables, fiches: registre.taille() as f64 }
    }

    /// Factors for strangers and for families.
    pub fn facteurs(&self, a: u32, b: u32, motif: u64) -> (f64, f64) {
        let (a, b) = (self.registre.rangee(a as usize), self.registre.rangee(b as usize));
        let (mut etrangers, mut famille) = (1.0, 1.0);
        for (rang, champ) in self.champs.iter().enumerate() {
            let n = niveau(motif, rang);
            let desaccord = champ.genre.desaccord();
            if n == 0 || n == desaccord || champ.genre == Genre::Sexe {
                continue;
            }
            // What follows from its parent is not surprising a second time.
            let suit = matches!(champ.genre, Genre::Texte | Genre::Exacte)
                && self.tables.parents[rang].is_some_and(|p| niveau(motif, p) == 1);
            if suit {
                continue;
            }
            let facteur = self.facteur(rang, champ, n, a, b);
            etrangers *= facteur;
            if !champ.genre.de_famille() && !matches!(champ.genre, Genre::Telephone | Genre::Courriel) {
                famille *= facteur;
            }
        }
        (etrangers, famille)
    }

    fn facteur(&self, rang: usize, champ: &Champ, n: u8, a: &[u32], b: &[u32]) -> f64 {
        let table = &self.tables.tables[ETRANGERS][rang];
        let frequences = &self.derives.frequences[champ.colonne];
        let (x, y) = (a[champ.colonne], b[champ.colonne]);
        let moyenne = table.marge[1];
        match (champ.genre, n) {
            (Genre::Lieu, 1 | 2) if x != y || x == 0 => 1.0,
            (_, 1) if x == y => self.rarete(frequences[x as usize], moyenne) / moyenne,
            // Swapped names, and given names equal once swapped: the surname of one is the given name of the other.
            (_, 1) => 1.0,
            (Genre::Lieu, 2) => self.rarete(frequences[x as usize], moyenne) / moyenne,
            (Genre::Nom | Genre::Prenom | Genre::Texte, _) => {
                let f = frequences[x as usize].max(frequences[y as usize]);
                (self.rarete(f, moyenne) / moyenne).sqrt().clamp(1.0 / BORNE, BORNE)
            }
            _ => 1.0,
        }
    }

    /// Probability that a stranger has a value that so many records have, these two left out.
    fn rarete(&self, frequence: u32, moyenne: f64) -> f64 {
        let autres = f64::from(frequence.saturating_sub(2));
        (autres / self.fiches).max((0.5 / self.fiches).min(moyenne))
    }
}
