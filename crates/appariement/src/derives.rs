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
    /// By number of a name: which letters it has.
    pub lettres: Vec<u32>,
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
        let lettres = (0..n).map(|i| masque(texte(i))).collect();
        let colonnes = registre.colonnes().len();
        let mut frequences: Vec<Vec<u32>> = (0..colonnes).map(|c| vec![0; registre.lexique(c).taille()]).collect();
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
                let parties = registre.parties[rangee[nom] as usize].iter().copied();
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
        Self { sons, familles, lettres, frequences, presents, lieux }
    }
}

/// A bit for each letter present.
pub(crate) fn masque(texte: &str) -> u32 {
    texte.bytes().fold(0, |m, b| if b.is_ascii_lowercase() { m | 1 << (b - b'a') } else { m | 1 << 26 })
}
