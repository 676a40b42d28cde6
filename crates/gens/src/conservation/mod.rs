//! Conservation: what is kept, why and how long; telling people, then erasing them.
//!
//! Word: `conservation`. Tables: `conservation_avis` (who was told, when), `effacements` (who was erased,
//! without identity), `oppositions` (who objects). The register of fields, `referentiels/registre/`, says
//! of each column what it is for; the `PERSONNE` of each capability says what erasing a person does to it: retention and
//! erasure on request are the same code, made from it. Durations: `parametres/conservation.toml`.
//!
//! Files: `registre` (the register), `rules` (whom to tell, whom to erase), `effacement`, `echeances` (the daily
//! work), `oppositions`, `personne` (what it holds of a person), `pages`.

mod echeances;
mod effacement;
mod oppositions;
mod pages;
mod pages_effacer;
mod personne;
mod registre;
mod rules;

pub use echeances::{Passage, annoncer, dernier_contact, executer};
pub use effacement::{Effacement, MOTIFS, effacer, effaces, oublier_les_octets, rejouer};
pub use oppositions::{Opposition, opposer, repondre};
pub use pages::site;
pub use personne::PERSONNE;
pub use registre::{Champ, Table, est_un_champ, registre, sens_du_champ};
pub use rules::{Avis, Decision, Regle, decider};
