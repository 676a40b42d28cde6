//! How what was found is written.

/// Rounded down: a probability below the threshold must not be read as above it.
pub(super) fn probabilite(p: f64) -> String {
    format!("{:.6}", (p * 1e6).floor() / 1e6)
}
