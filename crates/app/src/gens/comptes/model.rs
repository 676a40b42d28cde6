//! How long what opens something does.

use std::time::Duration;

/// A one-time link waits this long.
pub const DUREE_LIEN: Duration = Duration::from_secs(24 * 3_600);
/// A session left alone closes after this.
pub const INACTIVITE: Duration = Duration::from_secs(60 * 60);
/// A session closes after this whatever happens.
pub const DUREE_SESSION: Duration = Duration::from_secs(12 * 3_600);
