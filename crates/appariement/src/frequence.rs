//! What a value's rarity adds: to share a rare name says more than to share a common one.

use crate::candidats::Paire;
use crate::champ::{Champ, Genre, niveau};
use crate::derives::Derives;
use crate::proximite::Deux;
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

    /// Factors for strangers and for families, of pairs whose patterns are in `codes`. Field after field, as pairs are
    /// compared: what is read for one pair does not wait for another.
    pub fn facteurs(&self, paires: &[Paire], codes: &[u64], sortie: &mut Vec<(f64, f64)>) {
        sortie.clear();
        sortie.resize(paires.len(), (1.0, 1.0));
        let mut lues: Vec<(Deux, Deux)> = Vec::with_capacity(paires.len());
        for (rang, champ) in self.champs.iter().enumerate().filter(|(_, c)| c.genre != Genre::Sexe) {
            let valeur = |fiche: u32| self.registre.rangee(fiche as usize)[champ.colonne];
            let frequences = &self.derives.frequences[champ.colonne];
            lues.clear();
            lues.extend(paires.iter().map(|p| {
                let (x, y) = (valeur(p.a), valeur(p.b));
                ((x, y), (frequences[x as usize], frequences[y as usize]))
            }));
            let personnel = !champ.genre.de_famille() && !matches!(champ.genre, Genre::Telephone | Genre::Courriel);
            for ((p, (valeurs, vues)), (etrangers, famille)) in paires.iter().zip(&lues).zip(&mut *sortie) {
                let motif = codes[p.motif as usize];
                let n = niveau(motif, rang);
                // What follows from its parent is not surprising a second time.
                let suit = matches!(champ.genre, Genre::Texte | Genre::Exacte)
                    && self.tables.parents[rang].is_some_and(|p| niveau(motif, p) == 1);
                if n == 0 || n == champ.genre.desaccord() || suit {
                    continue;
                }
                let facteur = self.facteur(rang, champ, n, *valeurs, *vues);
                *etrangers *= facteur;
                if personnel {
                    *famille *= facteur;
                }
            }
        }
    }

    /// `vues`: how many records have each of the two values.
    fn facteur(&self, rang: usize, champ: &Champ, n: u8, (x, y): Deux, vues: Deux) -> f64 {
        let moyenne = self.tables.tables[ETRANGERS][rang].marge[1];
        match (champ.genre, n) {
            (Genre::Lieu, 1 | 2) if x != y || x == 0 => 1.0,
            (_, 1) if x == y => self.rarete(vues.0, moyenne) / moyenne,
            // Swapped names, and given names equal once swapped: the surname of one is the given name of the other.
            (_, 1) => 1.0,
            (Genre::Lieu, 2) => self.rarete(vues.0, moyenne) / moyenne,
            (Genre::Nom | Genre::Prenom | Genre::Texte, _) => {
                (self.rarete(vues.0.max(vues.1), moyenne) / moyenne).sqrt().clamp(1.0 / BORNE, BORNE)
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
