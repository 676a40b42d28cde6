//! How alike two places are: postal code and commune, which move together.

use crate::derives::Derives;
use crate::proximite::Deux;
use crate::registre::Registre;

/// Compares places.
pub(crate) struct Lieux<'a> {
    pub registre: &'a Registre,
    pub derives: &'a Derives,
    /// The column of postal codes; of communes when there is none.
    pub colonne: usize,
    /// The column of communes beside postal codes.
    pub commune: Option<usize>,
}

impl Lieux<'_> {
    fn texte(&self, colonne: usize, numero: u32) -> &[u8] {
        self.registre.lexique(colonne).octets(numero)
    }

    /// Postal code and commune together: they move together.
    pub fn niveau(&self, (ca, cb): Deux, (ia, ib): Deux) -> u8 {
        let accord = |x: u32, y: u32| if x == 0 || y == 0 { None } else { Some(x == y) };
        match (accord(ca, cb), accord(ia, ib)) {
            (Some(true), None | Some(true)) | (None, Some(true)) => 1,
            (Some(true), Some(false)) | (Some(false), Some(true)) => 2,
            (None, None) => self.croise((ca, ia), (cb, ib)),
            (cp, _) => {
                let (c, x, y) =
                    if cp.is_some() { (self.colonne, ca, cb) } else { (self.commune.unwrap_or(self.colonne), ia, ib) };
                if zone(self.texte(c, x)) == zone(self.texte(c, y)) { 3 } else { 4 }
            }
        }
    }

    /// A postal code on one side, a commune on the other: the file itself tells which go together.
    fn croise(&self, a: (u32, u32), b: (u32, u32)) -> u8 {
        let (cp, commune) = match (a, b) {
            ((cp, _), (0, commune)) if cp != 0 && commune != 0 => (cp, commune),
            ((0, commune), (cp, _)) if cp != 0 && commune != 0 => (cp, commune),
            _ => return 0,
        };
        if self.derives.lieux.contains(&(cp, commune)) {
            return 2;
        }
        let insee = self.commune.map_or(&b""[..], |c| self.texte(c, commune));
        if zone(self.texte(self.colonne, cp)) == zone(insee) { 3 } else { 4 }
    }
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
