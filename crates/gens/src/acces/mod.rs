//! Opening the space of a young person or of an employer.
//!
//! Word: `acces`. Table: `acces_employeurs`. It makes an account (`comptes`) and its habilitation. A young person's is opened from their file by a
//! structure that accompanies them, which hands a link over; an employer's by two professionals who follow apprentices of
//! theirs (`apprentis`, above, which knows contracts), and what the first asked waits in `acces_employeurs`. Both then
//! come back by a code sent to what the account knows of them.
//! Files: `store` (SQL), `pages` (routes).

mod pages;
mod store;

pub use pages::site;
pub use store::{compte_d_employeur, confirmer};
