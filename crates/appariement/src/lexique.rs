//! Texts kept once each and known by a number, so that equal values compare as integers.

/// Distinct texts; number 0 is the empty text, which stands for a missing value.
#[derive(Clone, Debug)]
pub struct Lexique {
    octets: String,
    /// Where each text ends.
    fins: Vec<u32>,
    /// Open addressing; a place holds half the hash of a text and its number, 0 when free.
    table: Vec<u64>,
}

impl Default for Lexique {
    fn default() -> Self {
        Self { octets: String::new(), fins: vec![0], table: vec![0; 64] }
    }
}

impl Lexique {
    /// How many numbers there are, the empty text included.
    pub fn taille(&self) -> usize {
        self.fins.len()
    }

    /// The text of a number.
    pub fn texte(&self, numero: u32) -> &str {
        let n = numero as usize;
        let debut = if n == 0 { 0 } else { self.fins[n - 1] as usize };
        &self.octets[debut..self.fins[n] as usize]
    }

    /// The bytes of the text of a number.
    pub(crate) fn octets(&self, numero: u32) -> &[u8] {
        let n = numero as usize;
        let debut = if n == 0 { 0 } else { self.fins[n - 1] as usize };
        &self.octets.as_bytes()[debut..self.fins[n] as usize]
    }

    /// The number of a text, a new one if it was never seen; and whether it is new.
    pub fn inscrire(&mut self, texte: &str) -> (u32, bool) {
        self.inscrire_hache(texte, hache(texte.as_bytes()))
    }

    /// The number that a text of this hash has most probably, 0 when none is seen at first sight.
    pub(crate) fn annonce(&self, hachage: u64) -> u32 {
        let demi = hachage >> 32;
        let t = self.table[demi as usize & (self.table.len() - 1)];
        if t >> 32 == demi { t as u32 } else { 0 }
    }

    /// The same as `inscrire`, the hash of the text being known.
    pub(crate) fn inscrire_hache(&mut self, texte: &str, hachage: u64) -> (u32, bool) {
        if texte.is_empty() {
            return (0, false);
        }
        let demi = hachage >> 32;
        let masque = self.table.len() - 1;
        let mut place = demi as usize & masque;
        loop {
            match self.table[place] {
                0 => break,
                // Texts are read only when half their hash agrees.
                t if t >> 32 == demi && self.octets(t as u32) == texte.as_bytes() => return (t as u32, false),
                _ => place = (place + 1) & masque,
            }
        }
        let numero = u32::try_from(self.fins.len()).expect("fewer than four billion distinct texts");
        self.octets.push_str(texte);
        self.fins.push(u32::try_from(self.octets.len()).expect("less than 4 GiB of distinct texts in a column"));
        self.table[place] = demi << 32 | u64::from(numero);
        if self.fins.len() * 2 > self.table.len() {
            self.agrandir();
        }
        (numero, true)
    }

    fn agrandir(&mut self) {
        let masque = self.table.len() * 2 - 1;
        let mut table = vec![0u64; masque + 1];
        for t in self.table.iter().filter(|t| **t != 0) {
            let mut place = (t >> 32) as usize & masque;
            while table[place] != 0 {
                place = (place + 1) & masque;
            }
            table[place] = *t;
        }
        self.table = table;
    }

    /// Gives back what only serves to add texts.
    pub(crate) fn clore(&mut self) {
        self.table = Vec::new();
        self.octets.shrink_to_fit();
        self.fins.shrink_to_fit();
    }
}

/// A hash of bytes, the same on every machine.
pub(crate) fn hache(octets: &[u8]) -> u64 {
    let mut h = 0x9e37_79b9_7f4a_7c15 ^ octets.len() as u64;
    let mut morceaux = octets.chunks_exact(8);
    for m in &mut morceaux {
        h = melanger(h ^ u64::from_le_bytes(m.try_into().expect("chunks of eight bytes")));
    }
    let mut reste = [0u8; 8];
    let fin = morceaux.remainder();
    reste[..fin.len()].copy_from_slice(fin);
    melanger(h ^ u64::from_le_bytes(reste))
}

/// Mixes the bits of a number (the finaliser of SplitMix64).
pub(crate) fn melanger(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number_whatever_is_added() {
        let mut lexique = Lexique::default();
        assert_eq!(lexique.inscrire(""), (0, false));
        let textes: Vec<String> = (0..5_000).map(|n| format!("texte {n}")).collect();
        for (n, texte) in textes.iter().enumerate() {
            assert_eq!(lexique.inscrire(texte), (n as u32 + 1, true));
        }
        for (n, texte) in textes.iter().enumerate() {
            assert_eq!(lexique.inscrire(texte), (n as u32 + 1, false));
            assert_eq!(lexique.texte(n as u32 + 1), texte);
        }
        assert_eq!((lexique.taille(), lexique.texte(0)), (5_001, ""));
    }
}
