//! What a test is asked: how assignments are drawn, which differences count, how far to go.

/// Assignments computed together.
pub(super) const BLOC: u64 = 4096;

/// How assignments are drawn.
#[derive(Clone, Copy)]
pub enum Plan<'a> {
    /// As many treated as there were, in each stratum; clusters whole when there are clusters.
    Quotas,
    /// Each person apart, with that probability; among the draws of which neither arm is empty, nor of one person unless the
    /// one that happened is.
    Bernoulli(&'a [f64]),
    /// These assignments, equally likely; the one that happened is among them.
    Liste(&'a [Vec<bool>]),
    /// Draw number `t`, written over the slice, in the order of the rows. Equal numbers must give equal draws.
    Rejeu(&'a (dyn Fn(u64, &mut [bool]) + Sync)),
}

/// Which differences count against "no effect".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cote {
    /// As far from zero, either way.
    Deux,
    /// As large.
    Plus,
    /// As small.
    Moins,
}

/// How far to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reglage {
    /// Seed of the Monte Carlo sample.
    pub graine: u64,
    /// Its size.
    pub tirages: u64,
    /// Enumerate when there are at most that many assignments.
    pub enumeration_max: u64,
    /// Which tail.
    pub cote: Cote,
    /// Threads; 0 for all. It changes no result.
    pub fils: usize,
    /// What the interval `ic_effet` leaves out, in thousandths: counts of assignments stay whole.
    pub seuil_milliemes: usize,
    /// Compute the interval of the effect (difference in means only).
    pub intervalle: bool,
}

impl Default for Reglage {
    fn default() -> Self {
        Self {
            graine: 1,
            tirages: 10_000,
            enumeration_max: 1_000_000,
            cote: Cote::Deux,
            fils: 0,
            seuil_milliemes: 50,
            intervalle: true,
        }
    }
}
