//! A line of the frozen list.

use serde::{Deserialize, Serialize};

/// A person: identifier, site, wave, stratum, exclusion, leaf.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct LigneListe(pub String, pub String, pub String, pub String, pub String, pub String);
