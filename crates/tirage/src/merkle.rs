//! A Merkle tree whose leaves are sorted by their hash, so that a place in it says nothing about a person.
//!
//! A node is SHA-256 of the byte 1 and its two children; leaves are hashed with the byte 0
//! ([`crate::liste`]). The last node of an odd level goes up unchanged.

use crate::hachage::Empreinte;
use crate::parallele::chacun;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// On which side of the path the neighbour stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cote {
    /// The neighbour is hashed first.
    Gauche,
    /// The neighbour is hashed second.
    Droite,
}

fn noeud(gauche: &Empreinte, droite: &Empreinte) -> Empreinte {
    Sha256::new().chain_update([1]).chain_update(gauche).chain_update(droite).finalize().into()
}

fn monter(niveau: &[Empreinte]) -> Vec<Empreinte> {
    let paires: Vec<&[Empreinte]> = niveau.chunks(2).collect();
    chacun(&paires, |paire| if let [g, d] = paire { noeud(g, d) } else { paire[0] })
}

/// The root over the leaves, in any order; `None` without a leaf.
pub fn racine(mut feuilles: Vec<Empreinte>) -> Option<Empreinte> {
    feuilles.sort_unstable();
    while feuilles.len() > 1 {
        feuilles = monter(&feuilles);
    }
    feuilles.first().copied()
}

/// The neighbours from a leaf to the root; `None` when the leaf is not there.
pub fn chemin(mut feuilles: Vec<Empreinte>, feuille: &Empreinte) -> Option<Vec<(Cote, Empreinte)>> {
    feuilles.sort_unstable();
    let mut place = feuilles.binary_search(feuille).ok()?;
    let mut sortie = Vec::new();
    while feuilles.len() > 1 {
        let cote = if place % 2 == 0 { Cote::Droite } else { Cote::Gauche };
        if let Some(voisin) = feuilles.get(place ^ 1) {
            sortie.push((cote, *voisin));
        }
        feuilles = monter(&feuilles);
        place /= 2;
    }
    Some(sortie)
}

/// The root that a leaf and its neighbours lead to.
pub fn remonter(feuille: Empreinte, chemin: &[(Cote, Empreinte)]) -> Empreinte {
    chemin.iter().fold(feuille, |bas, (cote, voisin)| match cote {
        Cote::Gauche => noeud(voisin, &bas),
        Cote::Droite => noeud(&bas, voisin),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hachage::sha256;

    fn feuilles(n: u8) -> Vec<Empreinte> {
        (0..n).map(|i| sha256(&[i])).collect()
    }

    #[test]
    fn every_leaf_of_every_size_leads_to_the_root() {
        for n in 1..40 {
            let haut = racine(feuilles(n)).unwrap();
            for feuille in feuilles(n) {
                let chemin = chemin(feuilles(n), &feuille).unwrap();
                assert_eq!(remonter(feuille, &chemin), haut);
                assert!(chemin.len() <= 6);
            }
        }
        assert_eq!(racine(Vec::new()), None);
        assert_eq!(chemin(feuilles(4), &sha256(b"autre")), None);
    }

    #[test]
    fn the_odd_leaf_goes_up_unchanged_and_order_does_not_matter() {
        let mut f = feuilles(3);
        let haut = racine(f.clone()).unwrap();
        f.reverse();
        assert_eq!(racine(f.clone()), Some(haut));
        f.sort_unstable();
        assert_eq!(haut, noeud(&noeud(&f[0], &f[1]), &f[2]));
    }

    #[test]
    fn another_leaf_or_neighbour_leads_elsewhere() {
        let f = feuilles(7);
        let haut = racine(f.clone()).unwrap();
        let mut voisins = chemin(f.clone(), &f[2]).unwrap();
        assert_ne!(remonter(f[3], &voisins), haut);
        voisins[0].1[0] ^= 1;
        assert_ne!(remonter(f[2], &voisins), haut);
    }
}
