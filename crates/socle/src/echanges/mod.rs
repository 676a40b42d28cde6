//! Reading the exchange files: encodings, separators, headers, cells, verdicts.
//!
//! Tables: `imports`, `imports_refus` (the rows that were refused, for a while).
//!
//! A file goes through four stages. `arrivee` and `fichier` look at it as a name and as bytes (size, hash, `encodage`,
//! `guillemets`, the sheets of a `classeur`, is it a bomb). `lecteur_csv` and `lecteur_xlsx` cut it into rows of text on a
//! thread of their own, `valeur` says what a cell is to its column.
//! `analyse` turns a row into values or into a refusal with its sentence, `preparation` puts
//! identifiers in place of codes. `ecriture` compares with what is known, and writes rows, journal and progress in one
//! transaction. `livraison` strings them together for a delivery. The kinds of files are
//! declared by the capabilities (`import.rs` of each) and handed over by `natures`; a code is looked up in the table that the
//! kind of what it points at declares (`references`). A file whose columns are not ours is read through a `gabarit`, which
//! puts texts in place of its cells before anything is understood of them; `lecteur_json` then lays objects out as rows.

mod analyse;
mod archive;
mod arrivee;
mod cellule;
mod classeur;
mod creation;
mod ecriture;
mod encodage;
mod entetes;
mod fichier;
pub mod gabarit;
mod guillemets;
mod lecteur_csv;
mod lecteur_json;
mod lecteur_xlsx;
mod livraison;
mod melange;
mod mode;
mod nature;
mod pages;
mod pannes;
mod personne;
mod preparation;
mod rangees;
mod rapport;
mod references;
mod reperes;
mod restitution;
mod sql;
mod store;
mod tableau;
mod tables;
mod valeur;
mod vides;

pub use gabarit::{
    Allure, Champ, Demande, Designation, Essai, Essayee, Etude, Gabarit, Genre, Ordre, Partie, Passe, Profil, Proposee,
    Proposition, Provenance, champ_pour, cle, codes_de, essayer, etudier, proposer, requis_manquants, verifier,
};
pub use livraison::{GabaritFautif, importer, oublier};
pub use mode::Mode;
pub use nature::{Colonne, Controle, De, Derive, Forme, Nature, Suite};
pub use pages::site;
pub use pannes::panne;
pub use personne::{PERSONNE, sans_leur_nom};
pub use rapport::{Import, Motif, Rapport, RapportFichier, Refus, Temoin, Verdict};
pub use restitution::ecrire_refus;
pub use tableau::TableauOuvert;
pub use tableau::{Tableau, lire_tableau};
