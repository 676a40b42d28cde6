//! A file that is not ours: which of its columns is which field, and what becomes of its cells.
//!
//! A `Gabarit` is written in TOML (`toml`), judged against the kinds of files (`verification`), found again in the headers
//! of a file (`entete` finds them under titles) and applied to its rows (`application`): it puts texts in place of cells,
//! and nothing else. Those texts go to the same `Forme` as the cells of our own files; what cannot be read is refused there.
//! Files: `modele`, `lire` and `ecrire` (TOML), `verification`, `entete`, `application`, `transformation` (one field),
//! `decoupe` (« NOM Prénom »), `dates`, `essai` (rows before and after). Proposed, never applied unseen: `etude` and `profil` (what a
//! file looks like), `mots` (the words of partners), `indice` (one column), `proposition`.

mod application;
mod dates;
mod decoupe;
mod ecrire;
mod entete;
mod essai;
mod etages;
mod etude;
mod indice;
mod lire;
mod modele;
mod mots;
mod profil;
mod proposition;
mod transformation;
mod verification;

pub(super) use application::{Application, Laissee};
pub use dates::FormeDate;
pub use decoupe::separer_nom;
pub(super) use entete::Recherche;
pub use entete::nommer;
pub use essai::{Essai, Essayee, essayer};
pub use etude::{Etude, etudier};
pub use indice::{champ_pour, codes_de};
pub use modele::{Champ, Designation, Gabarit, Ordre, Partie, Passe, Provenance, Tableau, cle};
pub use profil::{Allure, Genre, Profil};
pub use proposition::{Demande, Proposee, Proposition, proposer};
pub(super) use verification::bonne;
pub use verification::{requis_manquants, verifier};
