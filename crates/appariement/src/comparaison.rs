//! How alike two records are, field by field.
//!
//! Pairs are compared many at a time, one field after the other: first what is at hand is read for all of them, without
//! a branch, so that the processor fetches many places of memory together instead of waiting for each.

use crate::champ::{Champ, Genre};
use crate::colonne::Nature;
use crate::derives::Derives;
use crate::jaro::{jaro_winkler, une_faute};
use crate::lieux::Lieux;
use crate::noms_compares::NomsCompares;
use crate::proximite::{Deux, PROCHE, TRES_PROCHE};
use crate::registre::Registre;

/// Two records, and what the caller likes to keep beside.
pub(crate) type Duo = (u32, u32, u32);

/// Compares pairs of records. One by thread: it remembers comparisons of values.
pub(crate) struct Comparateur<'a> {
    registre: &'a Registre,
    derives: &'a Derives,
    champs: &'a [Champ],
    noms: NomsCompares<'a>,
    /// By column, the values of the pairs being compared.
    colonnes: Vec<Vec<Deux>>,
    /// Levels of surname and given name of these pairs.
    niveaux_noms: Vec<(u8, u8)>,
    niveaux: Vec<u8>,
}

impl<'a> Comparateur<'a> {
    pub fn nouveau(registre: &'a Registre, derives: &'a Derives, champs: &'a [Champ]) -> Self {
        Self {
            registre,
            derives,
            champs,
            noms: NomsCompares::nouveau(registre, derives),
            colonnes: vec![Vec::new(); registre.colonnes().len()],
            niveaux_noms: Vec::new(),
            niveaux: Vec::new(),
        }
    }

    /// The levels of a pair, three bits a field.
    pub fn motif(&mut self, a: u32, b: u32) -> u64 {
        let mut motifs = Vec::new();
        self.motifs(&[(a, b, 0)], &mut motifs);
        motifs[0]
    }

    /// The levels of pairs, in their order.
    pub fn motifs(&mut self, paires: &[Duo], motifs: &mut Vec<u64>) {
        for (colonne, lues) in self.colonnes.iter_mut().enumerate() {
            let valeur = |fiche: u32| self.registre.rangee(fiche as usize)[colonne];
            lues.clear();
            lues.extend(paires.iter().map(|(a, b, _)| (valeur(*a), valeur(*b))));
        }
        self.comparer_noms(paires.len());
        motifs.clear();
        motifs.resize(paires.len(), 0);
        for (rang, champ) in self.champs.iter().enumerate() {
            self.comparer(champ);
            for (motif, niveau) in motifs.iter_mut().zip(&self.niveaux) {
                *motif |= u64::from(*niveau) << (3 * rang);
            }
        }
    }

    fn comparer_noms(&mut self, combien: usize) {
        let colonne = |nature| self.registre.colonne(nature).map(|c| &self.colonnes[c][..]);
        let (nom, usage, prenom) = (colonne(Nature::Nom), colonne(Nature::NomUsage), colonne(Nature::Prenom));
        let lire = |colonne: Option<&[Deux]>, i: usize| colonne.map_or((0, 0), |c| c[i]);
        self.niveaux_noms.clear();
        let niveaux = |i| self.noms.niveaux(lire(nom, i), lire(usage, i), lire(prenom, i));
        self.niveaux_noms.extend((0..combien).map(niveaux));
    }

    /// The levels of one field, for all pairs.
    fn comparer(&mut self, champ: &Champ) {
        let (lues, derives) = (&self.colonnes[champ.colonne], self.derives);
        let mut niveaux = std::mem::take(&mut self.niveaux);
        niveaux.clear();
        match champ.genre {
            Genre::Nom => niveaux.extend(self.niveaux_noms.iter().map(|n| n.0)),
            Genre::Prenom => niveaux.extend(self.niveaux_noms.iter().map(|n| n.1)),
            Genre::Sexe => niveaux.extend(lues.iter().map(|d| egales(*d).unwrap_or(2))),
            Genre::Date => {
                let date = |numero: u32| derives.dates[numero as usize];
                niveaux.extend(lues.iter().map(|d| egales(*d).unwrap_or_else(|| dates(date(d.0), date(d.1)))));
            }
            Genre::Lieu => {
                let (registre, colonne) = (self.registre, champ.colonne);
                let commune = registre.colonne(Nature::Commune);
                let lieux = Lieux { registre, derives, colonne, commune };
                let communes = commune.filter(|c| *c != colonne).map(|c| &self.colonnes[c]);
                let niveau = |(i, cp): (usize, &Deux)| lieux.niveau(*cp, communes.map_or((0, 0), |c| c[i]));
                niveaux.extend(lues.iter().enumerate().map(niveau));
            }
            Genre::Texte => {
                let niveau = |d: &Deux| egales(*d).unwrap_or_else(|| self.textes(champ.colonne, *d));
                niveaux.extend(lues.iter().map(niveau));
            }
            Genre::Telephone | Genre::Courriel | Genre::Exacte => self.presque(champ, &mut niveaux),
        }
        self.niveaux = niveaux;
    }

    /// 2 one typing error, 3 otherwise, for values that differ.
    fn presque(&self, champ: &Champ, niveaux: &mut Vec<u8>) {
        let lues = &self.colonnes[champ.colonne];
        let empreintes = &self.derives.empreintes[champ.colonne];
        let peut_etre = |d: &Deux| empreintes[d.0 as usize].peut_etre_une_faute(empreintes[d.1 as usize]);
        niveaux.extend(lues.iter().map(|d| 3 - u8::from(peut_etre(d))));
        let texte = |numero| self.registre.lexique(champ.colonne).octets(numero);
        for (i, (niveau, d)) in niveaux.iter_mut().zip(lues).enumerate() {
            *niveau = match egales(*d) {
                Some(n) => n,
                None if *niveau == 3 => 3,
                None => {
                    let (x, y) = (texte(d.0), texte(d.1));
                    let une = x.len().min(y.len()) >= 5 && une_faute(x, y);
                    // Addresses are made from names: between names alike, an address alike is not evidence.
                    let (nom, prenom) = self.niveaux_noms[i];
                    let faite = champ.genre == Genre::Courriel && semblables(nom) && semblables(prenom);
                    if !une {
                        3
                    } else if faite {
                        0
                    } else {
                        2
                    }
                }
            };
        }
    }

    /// Levels of texts that differ.
    fn textes(&self, colonne: usize, (a, b): Deux) -> u8 {
        let empreintes = &self.derives.empreintes[colonne];
        if !empreintes[a as usize].peut_atteindre(empreintes[b as usize], PROCHE) {
            return 4;
        }
        let lexique = self.registre.lexique(colonne);
        match jaro_winkler(lexique.texte(a), lexique.texte(b)) {
            jw if jw >= TRES_PROCHE => 2,
            jw if jw >= PROCHE => 3,
            _ => 4,
        }
    }
}

/// 0 when a value is missing, 1 when they are equal.
fn egales((x, y): Deux) -> Option<u8> {
    match x == 0 || y == 0 {
        true => Some(0),
        false => (x == y).then_some(1),
    }
}

/// Whether a level of names is one of equal or close names.
fn semblables(niveau: u8) -> bool {
    (1..=4).contains(&niveau)
}

/// Levels of two different dates: the eight characters of YYYYMMDD, the first in the lowest byte.
fn dates(a: u64, b: u64) -> u8 {
    let ecart = a ^ b;
    let (annee, mois, jour) = (ecart << 32 == 0, ecart >> 32 & 0xffff == 0, ecart >> 48 == 0);
    let premier_janvier = |d: u64| d >> 32 == u64::from(u32::from_le_bytes(*b"0101"));
    if annee && (a >> 32) as u32 == ((b >> 32) as u32).rotate_left(16) {
        2
    } else if une_faute_de_date(a, b) {
        3
    } else if u8::from(annee) + u8::from(mois) + u8::from(jour) == 2
        || (annee && (premier_janvier(a) || premier_janvier(b)))
    {
        4
    } else if annee {
        5
    } else {
        6
    }
}

/// Whether one character differs, or two neighbours are exchanged.
fn une_faute_de_date(a: u64, b: u64) -> bool {
    let debut = (a ^ b).trailing_zeros() & !7;
    let (a, b) = (a >> debut, b >> debut);
    a >> 8 == b >> 8 || (a >> 16 == b >> 16 && a as u16 == (b as u16).swap_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derives::Empreinte;
    use crate::jaro::une_faute;
    use crate::proximite::UN_PEU;

    fn en_nombre(date: &str) -> u64 {
        u64::from_le_bytes(date.as_bytes().try_into().unwrap())
    }

    #[test]
    fn levels_of_dates() {
        for (a, b, attendu) in [
            ("20010304", "20010403", 2),
            ("20010314", "20010315", 3),
            ("20010314", "20010341", 3),
            ("20010314", "20011214", 4),
            ("20010101", "20010726", 4),
            ("20010314", "19990314", 4),
            ("20010314", "20011227", 5),
            ("20010314", "19991227", 6),
        ] {
            assert_eq!(dates(en_nombre(a), en_nombre(b)), attendu, "{a} {b}");
            assert_eq!(dates(en_nombre(b), en_nombre(a)), attendu, "{b} {a}");
            assert_eq!(une_faute_de_date(en_nombre(a), en_nombre(b)), une_faute(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
    }

    #[test]
    fn the_quick_look_never_discards_close_texts() {
        let textes = [
            "martin",
            "martins",
            "dupont",
            "dupond",
            "lea",
            "la",
            "theo",
            "leo",
            "jeanbaptiste",
            "jean",
            "ab",
            "ba",
            "639980102",
            "639980120",
            "12 rue de la gare",
            "12 rue de la grae",
        ];
        for a in textes {
            for b in textes {
                let (x, y) = (Empreinte::de(a), Empreinte::de(b));
                for borne in [UN_PEU, PROCHE] {
                    assert!(x.peut_atteindre(y, borne) || jaro_winkler(a, b) < borne, "{a} {b}");
                }
                assert!(x.peut_etre_une_faute(y) || !une_faute(a.as_bytes(), b.as_bytes()), "{a} {b}");
            }
        }
        assert!(!Empreinte::de("martin").peut_atteindre(Empreinte::de("oubelge"), UN_PEU));
    }
}
