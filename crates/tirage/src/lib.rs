//! A random draw that anyone can replay and verify.
//!
//! 1. A protocol ([`Protocole`]) says the arms, the exact ratios of each site, the strata, the waves.
//! 2. The list of candidates ([`lire_candidats`]) is frozen ([`Dossier::preparer`]): the root of a Merkle tree of
//!    salted leaves is published with the counts, before the chance is known.
//! 3. A public value and the secrets of the stakeholders make the seed; the draw ([`Dossier::executer`]) follows from
//!    it alone, whatever the order of the file.
//! 4. The minutes ([`ProcesVerbal`]) hold everything needed to replay: [`verifier`] names each line that differs, and
//!    each person can be given the proof that they were in the list ([`Preuve`]).
//!
//! Probabilities are exact: ratios are fractions, and the rounding ([`Chaine::avancer`]) gives everyone the declared
//! probability while the counts of a site stay on its ratio from wave to wave.
//!
//! The crate performs no I/O, reads no clock and draws no randomness: secrets and the public value are arguments. It
//! takes no position on what happens after the draw. `docs/tirage.md` specifies every byte.

#![warn(missing_docs)]

mod arrondi;
mod certitude;
mod dossier;
mod ecriture;
mod erreur;
mod fraction;
mod hachage;
mod hasard;
mod liste;
mod merkle;
mod minutes;
mod parallele;
mod preuve;
mod protocole;
mod tirage;
mod verification;

pub use arrondi::{Avancement, Chaine, Repartition, repartir};
pub use dossier::{Dossier, Precedent, Report};
pub use erreur::ErreurTirage;
pub use fraction::{ErreurFraction, Fraction};
pub use hachage::{Empreinte, hex, lire_hex, sha256};
pub use hasard::{Revele, Urne};
pub use liste::{Candidat, ErreurListe, Faute, Groupe, Liste, MotifFaute, lire_candidats};
pub use merkle::Cote;
pub use minutes::{Affectation, ProcesVerbal};
pub use preuve::{ErreurPreuve, Preuve};
pub use protocole::{ErreurProtocole, Exclusion, Partie, Protocole, SURNOMBRE, Site, Strate};
pub use tirage::{Place, Tirage, tirer};
pub use verification::{Difference, rejouer, verifier, verifier_engagement, verifier_suite};
