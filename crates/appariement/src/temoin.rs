//! Who is told how far the work is.

/// Is told how far a linkage is: the engine reads no clock, its caller may.
pub trait Temoin: Sync {
    /// A phase begins.
    fn phase(&self, _nom: &'static str) {}
    /// How much of the comparisons is done.
    fn avancement(&self, _faites: u64, _total: u64) {}
}

/// Listens to nothing.
pub struct SansTemoin;

impl Temoin for SansTemoin {}
