//! What is worked out once for each distinct value: sounds, families of given names, frequencies.

use std::collections::HashSet;

use crate::colonne::Nature;
use crate::lexique::Lexique;
use crate::noms;
use crate::phonetique::phonetique;
use crate::registre::Registre;

/// Facts about distinct values.
pub(crate) struct Derives {
    /// By number of a name: the number of its sound.
    pub sons: Vec<u32>,
    /// By number of a name: its families of given names.
    pub familles: Vec<u64>,
    /// By number of a name: whether it is a given name of its own.
    pub distincts: Vec<bool>,
    /// By number of a name: its letters, counted.
    pub lettres: Vec<Empreinte>,
    /// By column, by number of a value, its characters counted: only for the columns compared as texts.
    pub empreintes: Vec<Vec<Empreinte>>,
    /// By number of a date of birth: its eight characters, the first in the lowest byte; 0 for the missing one.
    pub dates: Vec<u64>,
    /// By column, by number of a value: how many records have it. For surnames: in any of their names.
    pub frequences: Vec<Vec<u32>>,
    /// By column, how many records have a value, in each source.
    pub presents: Vec<[u64; 2]>,
    /// Postal codes and communes met together in one record.
    pub lieux: HashSet<(u32, u32)>,
}

impl Derives {
    pub fn nouveau(registre: &Registre) -> Self {
        let lexique = registre.lexique_noms();
        let mut vus = Lexique::default();
        let n = lexique.taille() as u32;
        let texte = |numero| lexique.texte(numero);
        let sons = (0..n).map(|i| vus.inscrire(&phonetique(texte(i))).0).collect();
        let familles = (0..n).map(|i| noms::familles(texte(i))).collect();
        let distincts = (0..n).map(|i| noms::distinct(texte(i))).collect();
        let lettres = (0..n).map(|i| Empreinte::de(texte(i))).collect();
        let colonnes = registre.colonnes().len();
        let mut frequences: Vec<Vec<u32>> = (0..colonnes).map(|c| vec![0; registre.lexique(c).taille()]).collect();
        let textes = |c: usize| {
            matches!(
                registre.colonnes()[c].nature,
                Nature::Telephone | Nature::Courriel | Nature::Texte | Nature::Exacte
            )
        };
        let compter = |c: usize| {
            let lexique = registre.lexique(c);
            (0..lexique.taille() as u32).map(|i| Empreinte::de(lexique.texte(i))).collect()
        };
        let empreintes = (0..colonnes).map(|c| if textes(c) { compter(c) } else { Vec::new() }).collect();
        let en_nombre = |octets: &[u8]| octets.try_into().map_or(0, u64::from_le_bytes);
        let dates = registre.colonne(Nature::DateNaissance).map_or_else(Vec::new, |c| {
            let lexique = registre.lexique(c);
            (0..lexique.taille() as u32).map(|i| en_nombre(lexique.octets(i))).collect()
        });
        let mut presents = vec![[0; 2]; colonnes];
        let (nom, usage) = (registre.colonne(Nature::Nom), registre.colonne(Nature::NomUsage));
        let (cp, commune) = (registre.colonne(Nature::CodePostal), registre.colonne(Nature::Commune));
        let mut lieux = HashSet::new();
        for rang in 0..registre.taille() {
            let rangee = registre.rangee(rang);
            let source = usize::from(rang >= registre.fin_premiers());
            for (colonne, numero) in rangee.iter().enumerate().filter(|(_, n)| **n != 0) {
                frequences[colonne][*numero as usize] += 1;
                presents[colonne][source] += 1;
            }
            if let Some(nom) = nom {
                // Its other names: they can be what agrees.
                let autres = usage.map(|u| rangee[u]).filter(|u| *u != 0 && *u != rangee[nom]);
                let parties = registre.textes.parties[rangee[nom] as usize].iter().copied();
                for numero in parties.chain(autres).filter(|p| *p != rangee[nom]) {
                    frequences[nom][numero as usize] += 1;
                }
            }
            if let (Some(cp), Some(commune)) = (cp, commune)
                && rangee[cp] != 0
                && rangee[commune] != 0
            {
                lieux.insert((rangee[cp], rangee[commune]));
            }
        }
        Self { sons, familles, distincts, lettres, empreintes, dates, frequences, presents, lieux }
    }
}

const UNS: u64 = 0x0101_0101_0101_0101;
const HAUTS: u64 = UNS << 7;
const OCTETS: u64 = UNS * 15;

/// The characters of a text, counted in sixteen classes of four bits: a quick look that tells texts far apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Empreinte(u64);

impl Empreinte {
    pub fn de(texte: &str) -> Self {
        let mut comptes = 0u64;
        for b in texte.bytes() {
            let place = 4 * u32::from(b & 15);
            if comptes >> place & 15 < 15 {
                comptes += 1 << place;
            }
        }
        Self(comptes)
    }

    /// False when more than one typing error separates two texts: it changes two classes at most.
    pub fn peut_etre_une_faute(self, autre: Self) -> bool {
        let x = self.0 ^ autre.0;
        let classes = (x | x >> 1 | x >> 2 | x >> 3) & 0x1111_1111_1111_1111;
        classes.count_ones() <= 2
    }

    /// The most characters that two texts can have in common, and the lengths seen; a class holds fifteen at most.
    fn communs(self, autre: Self) -> (u32, u32, u32) {
        // Eight classes at a time, a byte each: sums stay under 256.
        let moities = |x: u64| [x & OCTETS, x >> 4 & OCTETS];
        let somme = |[x, y]: [u64; 2]| ((x + y).wrapping_mul(UNS) >> 56) as u32;
        let (a, b) = (moities(self.0), moities(autre.0));
        let moindre = |x: u64, y: u64| {
            // The high bit of each byte stays where x is not below y.
            let masque = (((x | HAUTS) - y) >> 7 & UNS) * 0xff;
            y & masque | x & !masque
        };
        (somme([moindre(a[0], b[0]), moindre(a[1], b[1])]), somme(a), somme(b))
    }

    /// False when the Jaro–Winkler similarity is certainly below a bound.
    pub fn peut_atteindre(self, autre: Self, borne: f64) -> bool {
        let (communs, a, b) = self.communs(autre);
        if communs == 0 {
            return false;
        }
        // Jaro with no transposition, then Winkler's largest boost.
        let m = f64::from(communs);
        let jaro = (m / f64::from(a) + m / f64::from(b) + 1.0) / 3.0;
        jaro + 0.4 * (1.0 - jaro) >= borne
    }
}
