//! Who may do what to what.
//!
//! One pure function, [`may`], decides. Every route declares its action and its object
//! (`web::Site`), the guard asks `may`, and the proof it returns, [`Accorde`], tells the
//! list or the record how much of each row this reader sees ([`Vue`], field by field) and which young
//! people a list may hold ([`Perimetre`]). About one young person the handler asks again, with what
//! links the actor to them ([`Lien`], read by `gens::accompagnements`). What may not be seen does not
//! exist: a refusal is answered 404.
//!
//! Files: `discretion` (what is kept from whom of small numbers of people), `model` (roles, actors), `objet` (actions,
//! objects, facts), `vue` (views, fields, perimeters), `policy` (the decision), `preuve` (what it gives, and what a store
//! asks of that).

mod discretion;
mod model;
mod objet;
mod policy;
mod preuve;
mod vue;

pub use discretion::{Discretion, PARTENAIRES};
pub use model::{Acteur, Compte, Habilitation, Jeune, Portee, Role, Structure};
pub use objet::{Action, Faits, Lien, Objet, Suivi};
pub use policy::{Refus, may, peut_donner};
pub use preuve::{Accorde, AutrePreuve};
pub use vue::{Champ, Perimetre, Vue};
