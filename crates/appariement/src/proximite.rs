//! What is compared, and from when two texts are said close.

/// The number of a value of each of two records, in the lexicon of their column; 0 is a missing value.
pub(crate) type Deux = (u32, u32);

/// Jaro–Winkler similarity from which two names are very close.
pub(crate) const TRES_PROCHE: f64 = 0.92;
/// From which they are close.
pub(crate) const PROCHE: f64 = 0.85;
/// From which they are somewhat close.
pub(crate) const UN_PEU: f64 = 0.75;
