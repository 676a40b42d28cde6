//! Opening the space of a young person or of an employer: the link that whoever accompanies them hands over.
//!
//! Word: `acces`. No table of its own: it makes an account (`comptes`) and its habilitation. A young
//! person's is opened from their file by a structure that accompanies them; an employer's by a
//! professional who follows one of their apprentices (`apprentis`, above, which knows contracts). Both then come back by
//! a code sent to what the account knows of them.
//! Files: `store` (SQL), `pages` (routes).

mod pages;
mod store;

pub use pages::{Remise, remettre, site};
pub use store::compte_d_employeur;
