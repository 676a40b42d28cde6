//! Types that cannot be built wrong, shared by every crate of Passerelle.
//!
//! A value of these types has been read, checked and put in canonical form once, at the edge;
//! past that point nobody checks again. The crate holds identifiers of the outside world ([`Siret`],
//! [`Uai`], [`CodeCommune`], [`CodePostal`]), contact details ([`Telephone`], [`Courriel`]), civil
//! dates and periods, the time zone, money, and the French wording of numbers.
//!
//! It performs no I/O and reads no clock. Error sentences are in French, meant for the person who typed the value, and never repeat what was typed:
//! a cell may hold a social security number ([`contient_nir`]).

#![warn(missing_docs)]

mod argent;
mod calendrier;
mod codes;
mod courriel;
mod date;
mod date_lue;
mod epure;
mod feries;
mod fuseau;
mod lecture;
mod nir;
mod nombre;
mod periode;
mod siret;
mod telephone;
mod texte;
mod uai;

pub use argent::{Centimes, ErreurCentimes};
pub use calendrier::{date_courte, date_longue, heure_courte, jour_long, mois_long};
pub use codes::{CodeCommune, CodePostal, ErreurCodeCommune, ErreurCodePostal};
pub use courriel::{Courriel, ErreurCourriel};
pub use date::{Date, ErreurDate, evenement_possible, naissance_possible};
pub use date_lue::lire_date;
pub use epure::{code_canonique, epurer, epurer_code};
pub use feries::ferie;
pub use fuseau::{Decalage, ErreurFuseau, debut_du_jour, decalages, fixer_fuseau, fuseau, sur_place};
pub use nir::contient_nir;
pub use nombre::{decimal, nombre, pluriel, pourcent};
pub use periode::{ErreurPeriode, Periode};
pub use siret::{ErreurSiret, Siret};
pub use telephone::{ErreurTelephone, Telephone};
pub use texte::{change_de_ligne, plier, plier_entete};
pub use uai::{ErreurUai, Uai};
