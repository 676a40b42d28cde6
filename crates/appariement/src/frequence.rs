//! What a value's rarity adds: to share a rare name says more than to share a common one.

use crate::candidats::Paire;
use crate::champ::{Champ, Genre, identique, niveau};
use crate::derives::Derives;
use crate::foyer::Foyers;
use crate::proximite::Deux;
use crate::registre::Registre;
use crate::tables::{ETRANGERS, FAMILLE, MEME, Tables};

/// On levels that are not equality, the adjustment counts by half (its square root) and within this factor, e³.
const BORNE: f64 = 20.085_536_923_187_668;

/// By how much the likelihood of strangers, then of families, is multiplied for the values of a pair.
pub(crate) struct Frequences<'a> {
    registre: &'a Registre,
    derives: &'a Derives,
    champs: &'a [Champ],
    tables: &'a Tables,
    foyers: &'a Foyers,
    fiches: f64,
}

/// What is read of the values of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lecture {
    /// How they agree.
    Telles,
    /// As if every field known on both sides had the commoner of its two values on both.
    Identiques,
}

/// Factors of one pair: strangers, then families; and whether it shares what is a household's.
#[derive(Clone, Copy)]
struct Facteurs {
    etrangers: f64,
    famille: f64,
    foyer: bool,
}

impl<'a> Frequences<'a> {
    pub fn nouvelles(
        (registre, derives, champs): (&'a Registre, &'a Derives, &'a [Champ]),
        tables: &'a Tables,
        foyers: &'a Foyers,
    ) -> Self {
        Self { registre, derives, champs, tables, foyers, fiches: registre.taille() as f64 }
    }

    /// Factors for strangers and for families, of pairs whose patterns are in `codes`. Field after field, as pairs are
    /// compared: what is read for one pair does not wait for another. Addresses come last: what they say depends on
    /// whether a household's telephone was met.
    pub fn facteurs(&self, paires: &[Paire], codes: &[u64], lecture: Lecture, sortie: &mut Vec<(f64, f64)>) {
        let mut faits = vec![Facteurs { etrangers: 1.0, famille: 1.0, foyer: false }; paires.len()];
        let mut lues: Vec<(Deux, Deux)> = Vec::with_capacity(paires.len());
        let adresse = |c: &Champ| matches!(c.genre, Genre::Lieu | Genre::Texte);
        for tour in [false, true] {
            let voulus = |(_, c): &(usize, &Champ)| c.genre != Genre::Sexe && adresse(c) == tour;
            for (rang, champ) in self.champs.iter().enumerate().filter(voulus) {
                let valeur = |fiche: u32| self.registre.rangee(fiche as usize)[champ.colonne];
                let frequences = &self.derives.frequences[champ.colonne];
                lues.clear();
                lues.extend(paires.iter().map(|p| {
                    let (x, y) = (valeur(p.a), valeur(p.b));
                    ((x, y), (frequences[x as usize], frequences[y as usize]))
                }));
                for ((p, (valeurs, vues)), fait) in paires.iter().zip(&lues).zip(&mut faits) {
                    let motif = codes[p.motif as usize];
                    match lecture {
                        Lecture::Telles => self.lire(rang, motif, *valeurs, *vues, fait),
                        Lecture::Identiques if niveau(motif, rang) == 0 => {}
                        Lecture::Identiques => {
                            let (x, y) = *valeurs;
                            let d_un_foyer = |valeur: &u32| self.foyers.porte(rang, *valeur);
                            let plus_vue = if vues.0 >= vues.1 { x } else { y };
                            let commune = [x, y].into_iter().find(d_un_foyer).unwrap_or(plus_vue);
                            let vues = vues.0.max(vues.1);
                            self.lire(rang, identique(motif), (commune, commune), (vues, vues), fait);
                        }
                    }
                }
            }
        }
        sortie.clear();
        sortie.extend(faits.iter().map(|f| (f.etrangers, f.famille)));
    }

    /// Whether at most one field that both records know disagrees.
    pub fn presque_identique(&self, motif: u64) -> bool {
        let contredit = |(rang, champ): &(usize, &Champ)| niveau(motif, *rang) == champ.genre.desaccord();
        self.champs.iter().enumerate().filter(contredit).count() <= 1
    }

    /// What one field of a pair adds to its factors.
    fn lire(&self, rang: usize, motif: u64, valeurs: Deux, vues: Deux, fait: &mut Facteurs) {
        let champ = &self.champs[rang];
        let n = niveau(motif, rang);
        // What follows from its parent is not surprising a second time.
        let suit = matches!(champ.genre, Genre::Texte | Genre::Exacte)
            && self.tables.parents[rang].is_some_and(|p| niveau(motif, p) == 1);
        if n == 0 || n == champ.genre.desaccord() || suit {
            return;
        }
        let poids = |classe| self.tables.facteur(MEME, rang, motif) / self.tables.facteur(classe, rang, motif);
        let contact = matches!(champ.genre, Genre::Telephone | Genre::Courriel);
        let mut facteur = self.facteur(rang, champ, n, valeurs, vues);
        if contact && n == 1 && self.foyers.porte(rang, valeurs.0) {
            // Two members of a household have its telephone as often as two records of one of them.
            fait.famille *= poids(FAMILLE).max(1.0);
            fait.foyer = true;
        } else if fait.foyer && matches!(champ.genre, Genre::Lieu | Genre::Texte) {
            // Whoever has the telephone of a house lives there: its address tells nothing more.
            facteur = facteur.max(poids(ETRANGERS));
        }
        fait.etrangers *= facteur;
        if !contact && !champ.genre.de_famille() {
            fait.famille *= facteur;
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
