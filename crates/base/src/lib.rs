//! Types that cannot be built wrong, shared by every crate of Passerelle.
//!
//! A value of these types has been read, checked and put in canonical form once, at the edge;
//! past that point nobody checks again. The crate holds identifiers ([`Id`], [`Siret`], [`Uai`],
//! [`CodeCommune`], [`CodePostal`]), contact details ([`Telephone`], [`Courriel`]), civil dates
//! and periods, money, the clock, and the French wording of numbers.
//!
//! It performs no I/O. The system clock is read in one place, [`HorlogeSysteme`]. Error sentences
//! are in French, meant for the person who typed the value, and never repeat what was typed:
//! a cell may hold a social security number ([`contient_nir`]).

mod argent;
mod calendrier;
mod codes;
mod courriel;
mod date;
mod date_lue;
mod epure;
mod horloge;
mod ident;
mod instant;
mod lecture;
mod nir;
mod nombre;
mod periode;
mod siret;
mod telephone;
mod texte;
mod uai;

pub use argent::{Centimes, ErreurCentimes};
pub use calendrier::{date_courte, date_longue, mois_long};
pub use codes::{CodeCommune, CodePostal, ErreurCodeCommune, ErreurCodePostal};
pub use courriel::{Courriel, ErreurCourriel};
pub use date::{Date, ErreurDate, evenement_possible, naissance_possible};
pub use date_lue::lire_date;
pub use epure::{code_canonique, epurer, epurer_code};
pub use horloge::{Horloge, HorlogeFixe, HorlogeSysteme};
pub use ident::{ErreurId, Id};
pub use instant::{Decalage, ErreurFuseau, ErreurInstant, Instant, decalages, fixer_fuseau, fuseau};
pub use nir::contient_nir;
pub use nombre::{decimal, nombre, pluriel, pourcent};
pub use periode::{ErreurPeriode, Periode};
pub use siret::{ErreurSiret, Siret};
pub use telephone::{ErreurTelephone, Telephone};
pub use texte::{plier, plier_entete};
pub use uai::{ErreurUai, Uai};
