//! Chance from counters: draw `t` of seed `g` is always the same, whoever computes it and in which order.

/// Steele, Lea and Flood's SplitMix64 (2014), one stream for each draw.
pub(crate) struct Hasard {
    etat: u64,
    /// Bits drawn and not used yet: a number makes two.
    reserve: Option<u32>,
}

const PAS: u64 = 0x9e37_79b9_7f4a_7c15;

fn melange(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Hasard {
    pub fn nouveau(graine: u64, tirage: u64) -> Self {
        let racine = melange(graine.wrapping_add(PAS));
        Self {
            etat: melange(racine ^ melange(tirage.wrapping_mul(0xd1b5_4a32_d192_ed03).wrapping_add(PAS))),
            reserve: None,
        }
    }

    #[inline]
    fn suivant(&mut self) -> u64 {
        self.etat = self.etat.wrapping_add(PAS);
        melange(self.etat)
    }

    #[inline]
    fn moitie(&mut self) -> u32 {
        match self.reserve.take() {
            Some(bits) => bits,
            None => {
                let bits = self.suivant();
                self.reserve = Some((bits >> 32) as u32);
                bits as u32
            }
        }
    }

    /// A whole number under `borne`, all equally likely (Lemire 2019).
    #[inline]
    pub fn sous(&mut self, borne: u32) -> u32 {
        let mut produit = u64::from(self.moitie()) * u64::from(borne);
        if (produit as u32) < borne {
            let seuil = borne.wrapping_neg() % borne;
            while (produit as u32) < seuil {
                produit = u64::from(self.moitie()) * u64::from(borne);
            }
        }
        (produit >> 32) as u32
    }

    /// A number from 0 to 1, 1 excluded.
    pub fn part(&mut self) -> f64 {
        (self.suivant() >> 11) as f64 / (1u64 << 53) as f64
    }
}
