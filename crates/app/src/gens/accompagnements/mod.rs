//! Accompagnements: who follows a young person, and what that lets each actor see.
//!
//! Word: `accompagnement`. Tables: `accompagnements` (which structures follow, and the one in charge),
//! `referents` (one at a time, dated), `partages` (a file opened to another structure, for a reason and
//! until a day), `demandes_acces` (asking for one). Three things stay apart: member, référent, in charge.
//! Every reading or writing of one young person's file begins here: [`dossier`] reads what links the
//! actor to them ([`crate::access::Lien`]) and asks `may` again; [`restreindre`] keeps a list to its perimeter.
//! Files: `liens` (the SQL of the link), `ouverture` (the proof that a file is open),
//! `qui` (whose file it is, for the pages inside it).

mod liens;
mod ouverture;
mod qui;

pub use liens::{LECTURE_APRES_PASSATION, lien, restreindre};
pub use ouverture::{Dossier, dossier, lire_dossier};
pub use qui::{Qui, qui};
