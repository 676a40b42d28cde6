//! Positionnements: a structure asks an action to take a young person.
//!
//! Word: `positionnement`. Tables: `positionnements`, `positionnements_etats`. File: `positionnements.csv`.
//! Key: `jeune` + `action` + `date`. States: `propose`, `vu`, `accepte`, `refuse`, `expire`, `annule`, `entre`,
//! `non_presente`, `en_attente`, `offert`, each held since a date. What is said on the site is a dated fact, and the row shows
//! the last one; [`etat_au`] says where a request is on any day.
//! Files: `model` (states), `parametres` (clocks), `rules` (the state of a day, what may follow), `delais` (how long answers
//! take), `import` (file), `figures` (what is counted), `liste` (list), `store` (what is said of a request), `histoire` (the same in words), `dites` (the same for the person), `pages` (routes), `places` (who
//! holds one, whose turn it is), `personne` and `reunion` (what it holds of a person).

mod delais;
mod dites;
mod figures;
mod histoire;
mod import;
mod liste;
mod model;
mod pages;
mod parametres;
mod personne;
mod places;
mod reunion;
mod rules;
mod store;

pub use delais::{Delai, delais_de_reponse};
pub use dites::{Dite, dites};
pub use figures::FIGURES;
pub use import::NATURE;
pub use liste::Positionnements;
pub use model::{Depuis, ETATS, Etat, Positionnement};
pub use pages::site;
pub use personne::PERSONNE;
pub use rules::etat_au;
pub use store::{Demande, Dire, Empeche, Signataire, Voulue, demander, dire, reprendre};
