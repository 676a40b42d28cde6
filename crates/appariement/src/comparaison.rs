//! How alike two records are, field by field.

use crate::champ::{Champ, Genre, INVERSE};
use crate::colonne::Nature;
use crate::derives::Derives;
use crate::jaro::{jaro_winkler, une_faute};
use crate::lexique::melanger;
use crate::noms::meme_famille;
use crate::registre::Registre;

/// Jaro–Winkler similarities from which two names are very close, close, somewhat close.
const TRES_PROCHE: f64 = 0.92;
const PROCHE: f64 = 0.85;
const UN_PEU: f64 = 0.75;

/// Compares pairs of records. One by thread: it remembers comparisons of values.
pub(crate) struct Comparateur<'a> {
    registre: &'a Registre,
    derives: &'a Derives,
    champs: &'a [Champ],
    nom: Option<usize>,
    usage: Option<usize>,
    prenom: Option<usize>,
    commune: Option<usize>,
    souvenirs: Vec<(u64, u8)>,
}

const SOUVENIRS: usize = 1 << 16;

impl<'a> Comparateur<'a> {
    pub fn nouveau(registre: &'a Registre, derives: &'a Derives, champs: &'a [Champ]) -> Self {
        Self {
            registre,
            derives,
            champs,
            nom: registre.colonne(Nature::Nom),
            usage: registre.colonne(Nature::NomUsage),
            prenom: registre.colonne(Nature::Prenom),
            commune: registre.colonne(Nature::Commune),
            souvenirs: vec![(0, 0); SOUVENIRS],
        }
    }

    /// The levels of a pair, three bits a field.
    pub fn motif(&mut self, a: u32, b: u32) -> u64 {
        let registre = self.registre;
        let (a, b) = (registre.rangee(a as usize), registre.rangee(b as usize));
        let (niveau_nom, niveau_prenom) = self.noms(a, b);
        let mut motif = 0;
        for (rang, champ) in self.champs.iter().enumerate() {
            let (x, y) = (a[champ.colonne], b[champ.colonne]);
            let niveau = match champ.genre {
                Genre::Nom => niveau_nom,
                Genre::Prenom => niveau_prenom,
                Genre::Lieu => self.lieu(champ.colonne, a, b),
                _ if x == 0 || y == 0 => 0,
                _ if x == y => 1,
                Genre::Sexe => 2,
                Genre::Date => dates(self.texte(champ.colonne, x), self.texte(champ.colonne, y)),
                Genre::Texte => match self.ressemblance(champ.colonne, x, y) {
                    3 => 2,
                    2 => 3,
                    _ => 4,
                },
                // Addresses are made from names: between names alike, an address alike is not evidence.
                Genre::Courriel if semblables(niveau_nom) && semblables(niveau_prenom) => {
                    match self.presque(champ.colonne, x, y) {
                        2 => 0,
                        n => n,
                    }
                }
                _ => self.presque(champ.colonne, x, y),
            };
            motif |= u64::from(niveau) << (3 * rang);
        }
        motif
    }

    fn texte(&self, colonne: usize, numero: u32) -> &'a [u8] {
        self.registre.lexique(colonne).octets(numero)
    }

    fn presque(&self, colonne: usize, x: u32, y: u32) -> u8 {
        let empreintes = &self.derives.empreintes[colonne];
        if !empreintes[x as usize].peut_etre_une_faute(empreintes[y as usize]) {
            return 3;
        }
        let (x, y) = (self.texte(colonne, x), self.texte(colonne, y));
        if x.len().min(y.len()) >= 5 && une_faute(x, y) { 2 } else { 3 }
    }

    /// Levels of the surname and of the given name: they can be swapped, so they go together.
    fn noms(&mut self, a: &[u32], b: &[u32]) -> (u8, u8) {
        let lire = |c: Option<usize>, r: &[u32]| c.map_or(0, |c| r[c]);
        let (na, nb) = (lire(self.nom, a), lire(self.nom, b));
        let (ua, ub) = (lire(self.usage, a), lire(self.usage, b));
        let (pa, pb) = (lire(self.prenom, a), lire(self.prenom, b));
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
        let familles = &self.derives.familles;
        if meme_famille(familles[a as usize], familles[b as usize]) || self.commun(&[a], &[b]) {
            return 2;
        }
        match self.proches(a, b) {
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

    /// Whether two sets of names, with the words of compound ones, have one in common.
    fn commun(&self, a: &[u32], b: &[u32]) -> bool {
        let (parties, composes) = (&self.registre.parties, &self.registre.composes);
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
        let cle = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let place = melanger(cle) as usize & (SOUVENIRS - 1);
        if self.souvenirs[place].0 == cle {
            return self.souvenirs[place].1;
        }
        let lexique = self.registre.lexique_noms();
        let jw = jaro_winkler(lexique.texte(a), lexique.texte(b));
        let classe = match jw {
            jw if jw >= TRES_PROCHE => 3,
            jw if jw >= PROCHE || meme_son => 2,
            jw if jw >= UN_PEU => 1,
            _ => 0,
        };
        self.souvenirs[place] = (cle, classe);
        classe
    }

    /// 3 very close, 2 close, 0 otherwise, for texts.
    fn ressemblance(&self, colonne: usize, a: u32, b: u32) -> u8 {
        let empreintes = &self.derives.empreintes[colonne];
        if !empreintes[a as usize].peut_atteindre(empreintes[b as usize], PROCHE) {
            return 0;
        }
        let lexique = self.registre.lexique(colonne);
        let (x, y) = (lexique.texte(a), lexique.texte(b));
        match jaro_winkler(x, y) {
            jw if jw >= TRES_PROCHE => 3,
            jw if jw >= PROCHE => 2,
            _ => 0,
        }
    }

    /// Postal code and commune together: they move together.
    fn lieu(&self, colonne: usize, a: &[u32], b: &[u32]) -> u8 {
        let (ca, cb) = (a[colonne], b[colonne]);
        let (ia, ib) = match self.commune {
            Some(commune) if commune != colonne => (a[commune], b[commune]),
            _ => (0, 0),
        };
        let accord = |x: u32, y: u32| if x == 0 || y == 0 { None } else { Some(x == y) };
        match (accord(ca, cb), accord(ia, ib)) {
            (Some(true), None | Some(true)) | (None, Some(true)) => 1,
            (Some(true), Some(false)) | (Some(false), Some(true)) => 2,
            (None, None) => self.croise(colonne, (ca, ia), (cb, ib)),
            (cp, _) => {
                let (c, x, y) =
                    if cp.is_some() { (colonne, ca, cb) } else { (self.commune.unwrap_or(colonne), ia, ib) };
                if zone(self.texte(c, x)) == zone(self.texte(c, y)) { 3 } else { 4 }
            }
        }
    }

    /// A postal code on one side, a commune on the other: the file itself tells which go together.
    fn croise(&self, colonne: usize, a: (u32, u32), b: (u32, u32)) -> u8 {
        let (cp, commune) = match (a, b) {
            ((cp, _), (0, commune)) if cp != 0 && commune != 0 => (cp, commune),
            ((0, commune), (cp, _)) if cp != 0 && commune != 0 => (cp, commune),
            _ => return 0,
        };
        if self.derives.lieux.contains(&(cp, commune)) {
            return 2;
        }
        let insee = self.commune.map_or(&b""[..], |c| self.texte(c, commune));
        if zone(self.texte(colonne, cp)) == zone(insee) { 3 } else { 4 }
    }
}

/// Whether a level of names is one of equal or close names.
fn semblables(niveau: u8) -> bool {
    (1..=4).contains(&niveau)
}

/// The département of a French code; the first figure of another.
fn zone(code: &[u8]) -> &[u8] {
    let longueur = match code {
        [b'9', b'7' | b'8', _, _, _] => 3,
        [_, _, _, _, _] => 2,
        _ => 1,
    };
    &code[..longueur.min(code.len())]
}

/// Levels of two different dates YYYYMMDD.
fn dates(a: &[u8], b: &[u8]) -> u8 {
    let (annee, mois, jour) = (a[..4] == b[..4], a[4..6] == b[4..6], a[6..8] == b[6..8]);
    let echange = annee && a[4..6] == b[6..8] && a[6..8] == b[4..6];
    if echange {
        2
    } else if une_faute(a, b) {
        3
    } else if u8::from(annee) + u8::from(mois) + u8::from(jour) == 2
        || (annee && (&a[4..8] == b"0101" || &b[4..8] == b"0101"))
    {
        4
    } else if annee {
        5
    } else {
        6
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derives::Empreinte;

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
            assert_eq!(dates(a.as_bytes(), b.as_bytes()), attendu, "{a} {b}");
            assert_eq!(dates(b.as_bytes(), a.as_bytes()), attendu, "{b} {a}");
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
