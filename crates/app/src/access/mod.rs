//! Who may do what to what.
//!
//! One pure function, [`may`], decides. Every route declares its action and its object
//! (`web::Site`), the guard asks `may`, and the proof it returns, [`Accorde`], tells the
//! list or the record how much of each row this reader sees. What may not be seen does not exist: a refusal
//! is answered 404.

mod model;
mod policy;

pub use model::{Acteur, Action, Compte, Faits, Objet, Role};
pub use policy::{Accorde, Refus, Vue, may};
