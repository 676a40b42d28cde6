//! The level of a test, two-sided, and of the intervals that follow it.

/// In thousandths: five per cent is fifty. Whole, so that counts of assignments stay whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seuil(u32);

/// What is usual, and what protocols that do not say mean.
pub const USUEL: u32 = 50;

impl Default for Seuil {
    fn default() -> Self {
        Self(USUEL)
    }
}

impl Seuil {
    /// Of thousandths.
    pub fn de(milliemes: u32) -> Self {
        Self(milliemes)
    }

    /// As an option spells it: a share.
    pub fn lire(texte: &str) -> Result<Self, String> {
        let lu: Option<f64> = texte.replace(',', ".").parse().ok();
        let milliemes = lu.map(|x| 1_000.0 * x).filter(|m| (m - m.round()).abs() < 1e-9 && (1.0..=100.0).contains(m));
        milliemes
            .map(|m| Self(m.round() as u32))
            .ok_or_else(|| "donnez un seuil entre 0.001 et 0.1, au millième".into())
    }

    /// As a form spells it: per cent.
    pub fn lire_pour_cent(texte: &str) -> Option<Self> {
        let lu: f64 = texte.replace(',', ".").trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']).parse().ok()?;
        Self::lire(&(lu / 100.0).to_string()).ok()
    }

    /// Thousandths.
    pub fn milliemes(self) -> u32 {
        self.0
    }

    /// As a share.
    pub fn part(self) -> f64 {
        f64::from(self.0) / 1_000.0
    }

    /// Whether it is what is usual.
    pub fn usuel(self) -> bool {
        self.0 == USUEL
    }

    /// « 0,5 », per cent.
    pub fn pour_cent(self) -> String {
        dixiemes(self.0)
    }

    /// « 99,5 », per cent: what an interval covers.
    pub fn niveau(self) -> String {
        dixiemes(1_000 - self.0)
    }
}

fn dixiemes(n: u32) -> String {
    if n.is_multiple_of(10) { (n / 10).to_string() } else { format!("{},{}", n / 10, n % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_and_said_to_the_tenth_of_a_per_cent() {
        for (texte, dit, niveau) in
            [("0.05", "5", "95"), ("0,01", "1", "99"), ("0.005", "0,5", "99,5"), ("0.1", "10", "90")]
        {
            let s = Seuil::lire(texte).unwrap();
            assert_eq!((s.pour_cent().as_str(), s.niveau().as_str()), (dit, niveau));
            assert_eq!(Seuil::lire_pour_cent(dit), Some(s));
            assert_eq!(Seuil::lire(&s.part().to_string()), Ok(s));
        }
        assert_eq!(Seuil::lire_pour_cent("2,5 %").map(Seuil::milliemes), Some(25));
        for faux in ["0", "0.2", "0.0505", "cinq", "-0.05", "NaN"] {
            assert!(Seuil::lire(faux).is_err(), "{faux}");
        }
    }
}
