//! Hardened Bloom filters of people (CLK): texts that resemble each other give filters that resemble each other, without
//! showing the texts. For parties with a separate key holder only: `docs/appariement.md` states the published attacks.
//!
//! A filter is made of pairs of characters of the surname, the given name and the date of birth, each put at places drawn
//! by a keyed generator (random hashing), folded in two by exclusive or (R. Schnell, C. Borgs, 2016), then balanced: the
//! complement is put beside, and bits are moved by a keyed permutation, so that every filter has as many ones.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::colonne::Nature;
use crate::lexique::melanger;
use crate::registre::Registre;
use crate::secret::{SECRET_MIN, SecretCourt};

/// Bits of a filter before folding; a filter given out has as many.
const BITS: usize = 1024;
/// Words of a filter.
const MOTS: usize = BITS / 64;
/// Places of each pair of characters.
const PLACES: usize = 12;

/// A filter: 1024 bits, half of them ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clk([u64; MOTS]);

impl Clk {
    /// In hexadecimal, 256 characters.
    pub fn hex(&self) -> String {
        self.0.iter().map(|m| format!("{m:016x}")).collect()
    }

    /// Reads [`Clk::hex`]; none if it is not a balanced filter.
    pub fn lire(texte: &str) -> Option<Self> {
        if texte.len() != 16 * MOTS || !texte.is_ascii() {
            return None;
        }
        let mut mots = [0; MOTS];
        for (rang, mot) in mots.iter_mut().enumerate() {
            *mot = u64::from_str_radix(&texte[16 * rang..16 * (rang + 1)], 16).ok()?;
        }
        let uns: u32 = mots.iter().map(|m| m.count_ones()).sum();
        (uns as usize == BITS / 2).then_some(Self(mots))
    }

    /// Ones in common, from 0 to 512: twice this over 1024 is the Dice coefficient.
    pub fn communs(&self, autre: &Self) -> u32 {
        self.0.iter().zip(&autre.0).map(|(x, y)| (x & y).count_ones()).sum()
    }
}

/// A generator drawn from the secret and from what it serves for.
fn generateur(amorce: &Hmac<Sha256>, quoi: &[&[u8]]) -> impl FnMut(usize) -> usize + use<> {
    let mut mac = amorce.clone();
    mac.update(b"passerelle-appariement/1/clk");
    for texte in quoi {
        mac.update(&(texte.len() as u64).to_be_bytes());
        mac.update(texte);
    }
    let tire = mac.finalize().into_bytes();
    let mut etat = u64::from_be_bytes(tire[..8].try_into().expect("an HMAC has 32 bytes"));
    move |n| {
        etat = etat.wrapping_add(0x9e37_79b9_7f4a_7c15);
        ((u128::from(melanger(etat)) * n as u128) >> 64) as usize
    }
}

/// Calls `faire` with the rank of each record and its filter; none when it lacks a surname, a given name or a date.
pub fn filtres(
    registre: &Registre,
    secret: &[u8],
    mut faire: impl FnMut(usize, Option<Clk>),
) -> Result<(), SecretCourt> {
    if secret.len() < SECRET_MIN {
        return Err(SecretCourt);
    }
    let amorce = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| SecretCourt)?;
    let mut ordre: Vec<usize> = (0..BITS).collect();
    let mut hasard = generateur(&amorce, &[b"ordre"]);
    for i in (1..BITS).rev() {
        ordre.swap(i, hasard(i + 1));
    }
    let champs = [Nature::Nom, Nature::Prenom, Nature::DateNaissance].map(|n| registre.colonne(n));
    for rang in 0..registre.taille() {
        let valeurs: Vec<&str> =
            champs.iter().flatten().map(|c| registre.valeur(rang, *c)).filter(|v| !v.is_empty()).collect();
        faire(rang, (valeurs.len() == champs.len()).then(|| filtre(&amorce, &valeurs, &ordre)));
    }
    Ok(())
}

fn filtre(amorce: &Hmac<Sha256>, valeurs: &[&str], ordre: &[usize]) -> Clk {
    let mut bits = [false; BITS];
    for (champ, valeur) in valeurs.iter().enumerate() {
        // A date is short and full of repeats: its pairs are told apart by their place.
        let place = champ == 2;
        let entier: Vec<char> = std::iter::once(' ').chain(valeur.chars()).chain([' ']).collect();
        for (rang, paire) in entier.windows(2).enumerate() {
            let texte: String = paire.iter().collect();
            let ou = if place { rang as u8 } else { 0 };
            let mut hasard = generateur(amorce, &[&[champ as u8, ou], texte.as_bytes()]);
            (0..PLACES).for_each(|_| bits[hasard(BITS)] = true);
        }
    }
    let mut mots = [0u64; MOTS];
    for (rang, place) in ordre.iter().enumerate() {
        let plie = |i: usize| bits[i] ^ bits[i + BITS / 2];
        let bit = if *place < BITS / 2 { plie(*place) } else { !plie(*place - BITS / 2) };
        mots[rang / 64] |= u64::from(bit) << (rang % 64);
    }
    Clk(mots)
}

/// A pair of filters: ranks in each list, and the probability that they are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaireClk {
    /// Rank in the first list.
    pub a: usize,
    /// Rank in the second.
    pub b: usize,
    /// Probability that they are one person.
    pub probabilite: f64,
}

/// The best fellow of each filter of `a` in `b`, when it is mutual.
///
/// Nobody has to place the threshold: inside one list no two filters are one person, so that the likeness of each to its
/// nearest stranger is seen there. With g the counts of likenesses of mutual best pairs and g0 those to the nearest
/// stranger, the probability at likeness s is 1 - (strangers expected at s and above) / (pairs seen at s and above), made
/// not to decrease. Compares a × b + a × a pairs.
pub fn apparier_clk(a: &[Clk], b: &[Clk]) -> Vec<PaireClk> {
    let proche = |x: &Clk, liste: &[Clk], sauf: usize| {
        let mut mieux = (0, usize::MAX);
        for (rang, y) in liste.iter().enumerate().filter(|(r, _)| *r != sauf) {
            let communs = x.communs(y);
            if communs > mieux.0 {
                mieux = (communs, rang);
            }
        }
        mieux
    };
    let vers_b: Vec<(u32, usize)> = a.iter().map(|x| proche(x, b, usize::MAX)).collect();
    let vers_a: Vec<(u32, usize)> = b.iter().map(|y| proche(y, a, usize::MAX)).collect();
    let mutuelles: Vec<(usize, usize, u32)> = vers_b
        .iter()
        .enumerate()
        .filter(|(i, (_, j))| *j != usize::MAX && vers_a[*j].1 == *i)
        .map(|(i, (communs, j))| (i, *j, *communs))
        .collect();
    let (mut vues, mut etrangeres) = ([0u64; BITS / 2 + 2], [0u64; BITS / 2 + 2]);
    mutuelles.iter().for_each(|m| vues[m.2 as usize] += 1);
    a.iter().enumerate().for_each(|(i, x)| etrangeres[proche(x, a, i).0 as usize] += 1);
    // At worst all the mutual pairs are strangers; half a stranger more than seen at each likeness.
    let part = mutuelles.len() as f64 / a.len().max(1) as f64;
    let mut probabilites = [0.0; BITS / 2 + 2];
    let (mut au_dessus, mut attendues) = (0.0, 0.5);
    for s in (0..BITS / 2 + 1).rev() {
        au_dessus += vues[s] as f64;
        attendues += etrangeres[s] as f64 * part;
        probabilites[s] = if au_dessus > 0.0 { f64::max(1.0 - attendues / au_dessus, 0.0) } else { 0.0 };
    }
    // More alike is not less probable, however few are that alike.
    let mut haut = 0.0;
    for p in &mut probabilites {
        haut = f64::max(haut, *p);
        *p = haut;
    }
    mutuelles.iter().map(|(i, j, s)| PaireClk { a: *i, b: *j, probabilite: probabilites[*s as usize] }).collect()
}
