//! Record linkage: who is who between files of people that share no number.
//!
//! 1. Headers say what each column holds ([`reconnaitre`]); records go into a [`Registre`], one source or two.
//! 2. [`rapprocher`] brings together records that share a key under some blocking rule, compares them field by field,
//!    learns without labels how often one person's records agree and how often strangers' do, and gives each pair the
//!    probability that it is one person.
//! 3. What comes out is a list of [`Lien`]s, linked or for a human to review, and a [`Rapport`]: expected precision and
//!    recall before anything is accepted, what each blocking rule loses, parameters, counts by pattern.
//! 4. Human [`Decisions`] are arguments, and respected.
//!
//! Two organisations that may not exchange identities exchange keyed identifiers instead ([`cles`]), linked by the same
//! engine, or hardened Bloom filters ([`filtres`], [`apparier_clk`]).
//!
//! Same input, same links, bit for bit, on one thread or many. The crate performs no I/O, reads no clock and draws no
//! randomness. `docs/appariement.md` gives the model and its formulas.

#![warn(missing_docs)]

mod appartenance;
mod blocage;
mod candidats;
mod champ;
mod cle;
mod clk;
mod colonne;
mod comparaison;
mod departage;
mod derives;
mod doute;
mod em;
mod erreur;
mod estimation;
mod foyer;
mod frequence;
mod jaro;
mod jumeaux;
mod lexique;
mod lieux;
mod modele;
mod noms;
mod noms_compares;
mod phonetique;
mod proximite;
mod qualite;
mod rapprochement;
mod registre;
mod score;
mod secret;
mod tables;
mod temoin;
mod tri;
mod valeurs;

pub use blocage::Coupe;
pub use clk::{Clk, PaireClk, apparier_clk, filtres};
pub use colonne::{Colonne, Nature, joindre, reconnaitre};
pub use doute::Doute;
pub use em::{Melange, Motif};
pub use erreur::ErreurAppariement;
pub use jaro::{jaro_winkler, une_faute};
pub use modele::{Jumeaux, Modele, Regle};
pub use phonetique::phonetique;
pub use qualite::{Attendu, Qualite, RegleLue};
pub use rapprochement::{ChampLu, Indice, MotifLu, NiveauLu, Rapport, Rapprochement, rapprocher};
pub use registre::Registre;
pub use score::{Decision, Decisions, Lien};
pub use secret::{SECRET_MIN, SecretCourt, cles, noms_des_cles};
pub use temoin::{SansTemoin, Temoin};
