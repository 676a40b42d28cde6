//! Works that are done one at a time on a base.

/// A work that is done one at a time on a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Travail {
    /// Bringing files in.
    Import,
    /// Looking for who is who.
    Rapprochement,
}

impl std::fmt::Display for Travail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Import => "import",
            Self::Rapprochement => "rapprochement",
        })
    }
}
