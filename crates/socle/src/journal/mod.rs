//! Who read, changed or tried what.
//!
//! A write and its line are one transaction; a read of a person's file writes one line, and so does a
//! refusal. The journal names the fields that changed, never their contents; nothing switches it off.
//! Lines only grow, each carries the hash of all those before it (`docs/journal.md`), and they are
//! kept for twelve months (`parametres/journal.toml`).
//!
//! Tables: `journal`, `journal_tete` (its last hash), `journal_ancres` (hashes told outside), `lectures_inhabituelles`
//! (alerts).
//!
//! Files: `chaine` (the hashes), `store` (writing), `verification`, `tetes` (heads told outside), `question` (about what is out of sight), `rules` and `surveillance` (unusual
//! readings). Its pages are in `gens/journal`, where names are known.

mod chaine;
mod parametres;
mod question;
mod rules;
mod store;
mod surveillance;
mod tetes;
mod verification;

pub use chaine::hexadecimal;
pub use parametres::conservation;
pub use question::Question;
pub use rules::{Alerte, Regle, Trace, inhabituelles};
pub use store::{Entree, Tete, ecrire, ecrire_lot};
pub use surveillance::surveiller;
pub use tetes::{ErreurTete, TeteGardee, tete_a_publier};
pub use verification::{AGE_DU_TEMOIN, Faute, Verification, verifier, verifier_tetes};
