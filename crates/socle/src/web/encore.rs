//! Whether whoever sent a form may still do what it asks, once its turn has come.
//!
//! Who they are is read as the request arrives; a file may take minutes to come after that, and a gesture waits for its turn.
//! Meanwhile their account may be disabled, their role taken back, their session closed: it is looked at again inside the
//! transaction, where what is read stands.

use std::fmt;
use std::sync::Arc;

use crate::db::{Promesse, Tx};
use crate::temps::Instant;

/// What knows whether somebody is still who they were as their request arrived.
pub trait Reconnue: Send + Sync {
    /// The same look, inside the transaction of a gesture.
    fn encore<'a>(&'a self, tx: &'a Tx, maintenant: Instant) -> Promesse<'a, bool>;
}

/// Carried by the request of somebody signed in; nobody in particular has none.
#[derive(Clone)]
pub struct Encore(pub Arc<dyn Reconnue>);

impl fmt::Debug for Encore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encore")
    }
}
