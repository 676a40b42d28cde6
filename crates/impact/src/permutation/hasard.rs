//! Chance from counters: draw `t` of seed `g` is always the same, whoever computes it and in which order.

/// Steele, Lea and Flood's SplitMix64 (2014), one stream for each draw.
pub(crate) struct Hasard {
    etat: u64,
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
        Self { etat: melange(racine ^ melange(tirage.wrapping_mul(0xd1b5_4a32_d192_ed03).wrapping_add(PAS))) }
    }

    #[inline]
    pub fn suivant(&mut self) -> u64 {
        self.etat = self.etat.wrapping_add(PAS);
        melange(self.etat)
    }

    /// A whole number under `borne`; its bias is under `borne / 2^64`.
    #[inline]
    pub fn sous(&mut self, borne: usize) -> usize {
        ((u128::from(self.suivant()) * borne as u128) >> 64) as usize
    }

    /// A number from 0 to 1, 1 excluded.
    pub fn part(&mut self) -> f64 {
        (self.suivant() >> 11) as f64 / (1u64 << 53) as f64
    }
}
