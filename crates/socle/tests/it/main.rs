//! Stories of the ground: who may do what, what becomes of the files of partners, what the journal keeps.

mod acces;
mod connexions;
mod gabarits;
mod imports;
mod journal;
mod tour;
