//! Chance whose seed is written: the same tables each time.

/// xorshift64*.
pub struct Hasard(u64);

impl Hasard {
    pub fn seme(graine: u64) -> Self {
        Self(graine.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn sous(&mut self, borne: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % borne
    }

    /// A number of people as tables have them: often none, often few, sometimes many.
    pub fn effectif(&mut self) -> i64 {
        let n = match self.sous(10) {
            0..=2 => 0,
            3..=5 => self.sous(6),
            6..=8 => self.sous(25),
            _ => self.sous(300),
        };
        n as i64
    }
}
