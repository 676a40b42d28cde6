//! Accompagnements: who follows a young person, and what that lets each actor see.
//!
//! Word: `accompagnement`. Tables: `accompagnements` (which structures follow, and the one in charge),
//! `referents` (one at a time, dated), `partages` (a file opened to another structure, for a reason and
//! until a day), `demandes_acces` (asking for one), `passations` (handovers of many). Three things stay apart: member, référent, in charge.
//! Every reading or writing of one young person's file begins here: [`dossier`] reads what links the
//! actor to them ([`passerelle_socle::access::Lien`]) and asks `may` again; [`restreindre`] keeps a list to its perimeter.
//! Files: `predicats` (the conditions that make a link, said once), `liens` (the link, and the perimeter of a list), `ouverture`
//! (the proof that a file is open), `geste` (a form on it), `rules` (terms, handovers, who answers), `identite` (whose file it is, for the pages
//! inside it), `model` (purposes), `personne` (what it holds of a person), `suivi`, `partages`, `referents`, `passations`,
//! `nominations`, `demandes` (SQL of each), `retrait` (taking back what was written), `pages` (routes).

mod demandes;
mod geste;
mod identite;
mod liens;
mod model;
mod nominations;
mod ouverture;
mod pages;
mod partages;
mod passations;
mod personne;
mod predicats;
mod referents;
mod retrait;
mod rules;
mod suivi;

pub use demandes::{Demande, recues};
pub use geste::GesteDossier;
pub use identite::{Qui, qui};
pub use liens::{LECTURE_APRES_PASSATION, lien, restreindre, restreindre_peu, restreindre_presents, sans_disparus};
pub use model::{FINALITES, finalite_dite};
pub use ouverture::{Dossier, dossier, lire_dossier};
pub use pages::site;
pub use partages::{Partage, du_jeune as partages_du_jeune};
pub use personne::PERSONNE;
pub use predicats::{
    charge_de, en_charge, est_referent, lie_a, ouvert_a, partage_ouvert, referent_de, suit, suivi_par,
};
pub use referents::{Collegue, Referent, collegues, par_referent, referent, referents, repondre_de};
pub use retrait::{Ecrit, retirer};
pub use rules::{ATTENTE, SILENCE, masque, suivait};
pub use suivi::{QuiSuit, qui_suit};
