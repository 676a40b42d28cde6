//! What a programme changed, on files: the commands of `passerelle impact`, which the pages of a study run too, so
//! that anybody gets the figures of a page again from the same bytes. Nothing is read from the base.
//!
//! Files: `calcul` (which command), one a command (`estimer`, `bornes`, `liens`, `permuter`, `tables`, `puissance`), and
//! below them what they share: `commun` (options), `donnees` (columns of a file, as the engine wants them), `lecture`
//! (columns, read and checked), `rejeu` (a draw made again), `sortie` (how results are said), `chiffres`, `seuil`.

mod bornes;
mod calcul;
mod chiffres;
mod commun;
mod donnees;
mod estimer;
mod lecture;
mod liens;
mod permuter;
mod puissance;
mod rejeu;
mod seuil;
mod sortie;
mod tables;

pub use calcul::Calcul;
pub use chiffres::{chiffre, dire_p};
pub use seuil::{Seuil, USUEL};
