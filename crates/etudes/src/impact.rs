//! What a programme changed, on files: the commands of `passerelle impact`, which the pages of a study run too, so
//! that anybody gets the figures of a page again from the same bytes. Nothing is read from the base.
//!
//! Files: `demande` (which computation, and its command line), one a command (`estimer`, `bornes`, `liens`, `permuter`, `tables`, `puissance`), and
//! below them what they share: `commun` (options), `donnees` (columns of a file, as the engine wants them), `lecture`
//! (columns, read and checked), `rejeu` (a draw made again), `sortie` (how results are said), `phrases`, `mots` (how
//! commands are typed), `chiffres`, `seuil`.

mod bornes;
mod chiffres;
mod commun;
mod demande;
mod donnees;
mod estimer;
mod lecture;
mod liens;
mod mots;
mod permuter;
mod personnes;
mod pertes;
mod phrases;
mod puissance;
mod rejeu;
mod seuil;
mod sortie;
mod tables;

pub use bornes::Lee;
pub use chiffres::{chiffre, dire_p};
pub use commun::{Commun, Manquants};
pub use demande::{Demande, Geste};
pub use estimer::{Difference, Iv, Lin};
pub use liens::Liens;
pub use permuter::{Comparee, Permutation, Sondage};
pub use phrases::{Phrases, Sorte};
pub use seuil::{Seuil, USUEL};
pub use tables::Equilibre;
