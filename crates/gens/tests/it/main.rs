//! Stories of people and places: their file, their accounts, who follows whom, what is erased.

mod accompagnements;
mod comptes;
mod conservation;
mod fiche;
mod gabarits;
mod jeunes;
mod journal;
