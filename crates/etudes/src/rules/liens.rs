//! How sure it is that the facts of a file are those of one person. Pure.

/// What is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lien {
    /// Millionths; `None` when a merge behind the file was never measured.
    pub probabilite: Option<u64>,
    /// Pairs still to decide that touch the file: facts may be missing from it.
    pub a_revoir: usize,
}

/// Nothing was brought together, nothing waits: the facts are those of the file.
impl Default for Lien {
    fn default() -> Self {
        Self { probabilite: Some(CERTAIN), a_revoir: 0 }
    }
}

/// One, in millionths.
pub const CERTAIN: u64 = 1_000_000;

impl Lien {
    /// One more merge behind the file, with the probability that was shown when it was decided.
    pub fn apres_reunion(self, montree: Option<u64>) -> Self {
        let probabilite = self.probabilite.zip(montree).map(|(p, q)| p * q.min(CERTAIN) / CERTAIN);
        Self { probabilite, ..self }
    }

    /// To the hundredth, rounded down: never read higher than it is, and too coarse to point at one decision.
    pub fn centiemes(self) -> Option<u64> {
        self.probabilite.map(|p| p * 100 / CERTAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_multiply_and_one_never_measured_makes_it_unknown() {
        let sans = Lien::default();
        assert_eq!(sans.centiemes(), Some(100));
        let deux = sans.apres_reunion(Some(970_000)).apres_reunion(Some(900_000));
        assert_eq!((deux.probabilite, deux.centiemes()), (Some(873_000), Some(87)));
        assert_eq!(sans.apres_reunion(Some(999_999)).centiemes(), Some(99));
        assert_eq!(deux.apres_reunion(None).apres_reunion(Some(CERTAIN)).centiemes(), None);
    }
}
