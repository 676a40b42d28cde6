//! Secrets at rest: what has to be known to be compared is sealed, bound to its row, under a key kept outside the base.
//!
//! Word: `coffre`. No table: a line of `reglages` names the key that seals. A sealed value is XChaCha20-Poly1305 over the
//! secret, with the place it stands in (table, column, row) as associated data: moved to another row, it does not open. The key
//! file may hold several keys: the old one goes once nothing is sealed under it, while others serve.
//! Files: `cles` (the key file), `sceau` (seal, open), `registre` (which key the base uses, sealing what was there, changing
//! of key).

mod cles;
mod registre;
mod sceau;

pub use cles::{ErreurCle, chemin_par_defaut};
pub use registre::{Secrets, changer_de_cle, oublier_secrets, rattacher_coffre, relire_secrets};
pub use sceau::{Coffre, Lieu};

pub(super) use registre::{sceller_ce_qui_est_la, verifier};
