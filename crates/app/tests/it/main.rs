//! Integration tests: stories in a small named world, on every engine at hand.
//!
//! `monde` is the world; each other file tells the stories of one theme.

mod acces;
mod accompagnements;
mod apparier;
mod bilans;
mod comptes;
mod conservation;
mod coupures;
mod demonstration;
mod etudes;
mod fiche;
mod golden;
mod impact;
mod imports;
mod jeunes;
mod journal;
mod mon_espace;
mod monde;
mod pages;
mod rapprochements;
mod sauvegarde;
mod tidy;
mod tirages;
