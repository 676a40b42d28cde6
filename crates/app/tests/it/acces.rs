//! Who may do what: the decision alone, then every route for every role, sessions, the journal.

mod etats;
mod identite;
mod journal;
mod matrice;
mod oracle;
mod origine;
mod politique;
mod porte;
mod sessions;

pub use politique::id_de;
