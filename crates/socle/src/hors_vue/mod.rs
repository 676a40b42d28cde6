//! Hors de vue: what a reader may learn of what they may not see.
//!
//! Word: `hors de vue`. Tables: `recherches_acces` (questions of an account within the running hour),
//! `recherches_structures` (those of a structure), `essais` (what was asked, until it is confirmed).
//! An answer that would tell that something out of sight exists (a person, the account of a mail address) is a
//! [`Question`], wherever it is asked. Five things hold for each:
//!
//! - it asks for enough to be about one thing: name, given name and date of birth; structure and number; name and mail
//!   address. Less is not a question: nothing out of sight is looked at;
//! - it draws on one budget, of the account and of its structure, before anything is looked at ([`essayer`]);
//! - it is told to the journal, with whom it was about ([`noter`]), and to whoever watches the journal;
//! - it says « déjà connu », and what to do; never who, where, nor what was nearly right;
//! - it changes nothing: what was meant is confirmed by a second form, which costs nothing ([`retenir`], [`reprendre`]).
//!
//! What is open to the reader is none of this: it is shown. A page about what is not there and a page about what is out of
//! sight are one answer, by one path: `web::Erreur::Refuse`, journalled alike.
//! Files: `budget` (how many), `essai` (what waits to be confirmed); the journal keeps the list of questions.

mod budget;
mod essai;

use crate::access::{Acteur, Action};
use crate::db::Tx;
use crate::ident::Id;
use crate::journal::{self, Entree};
use crate::temps::Instant;

pub use crate::journal::Question;
pub use budget::{PAR_HEURE, essayer};
pub use essai::{Essai, reprendre, retenir};

/// Tells the journal that it was asked: one line about each of those it found, one about nobody when it found none.
pub fn noter<T>(tx: &Tx, maintenant: Instant, acteur: &Acteur, question: Question, trouves: &[Id<T>]) {
    let entree = Entree::sur(Action::Demander, question.objet()).detail(question.mot());
    match trouves {
        [] => journal::ecrire(tx, maintenant, acteur, entree),
        plusieurs => journal::ecrire_lot(tx, maintenant, acteur, &entree, plusieurs),
    }
}
