//! Stories of the journal: its chain, what it notes.

mod alertes;
mod chaine;
mod lectures;
