//! Stories of the journal: its chain, what it notes, what it tells.

mod alertes;
mod chaine;
mod lectures;
mod lignes;
