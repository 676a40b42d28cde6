//! Accounts: who may enter, how they prove who they are, what they may be.
//!
//! Word: `compte`. Tables: `comptes`, `habilitations` (a role, somewhere), `sessions`, `liens_acces` (one-time
//! links), `codes_secours`, `codes_acces` (six digits), `tentatives` (what tries have left), `appareils`
//! (browsers that signed in before), `courriers`
//! (the outbox), `identites` and `demandes_oidc` (an outside provider: who somebody is there, answers that served). Only hashes of what opens something
//! are kept, but for the secret of the second factor, which has to be known to be compared.
//!
//! A professional is invited by a one-time link, chooses a password, sets a second factor, and gives both
//! at each sign-in. Until the last step the session is nobody's. Young people and employers enter by a
//! link handed to them or by six digits sent to them. An account may hold several habilitations and works
//! under one at a time, which its session names.
//!
//! Files: `model` (durations, budgets), `rules` (password, waits, who may do what with an account),
//! `mot_de_passe`, `totp`, `secret` (what is compared), `store`, `habilitation`, `sessions`, `tentatives`, `appareils`,
//! `courriers` (SQL), `cookies`, `personne` (what it holds of a young person), `reconnaissance` (from a cookie to an
//! actor), `formulaire` (a page with one form), `connexion`, `identification`, `jugement`, `essai_complet`, `lien`,
//! `facteur`, `code` (signing in), `oidc`, `depart`, `fournisseur` (by an outside provider), `entree` (the session that
//! opens), `mon_compte`, `gestion`, `liste`, `boite` (pages), `envoi` (mail).

mod appareils;
mod boite;
mod code;
mod connexion;
mod courriers;
mod depart;
mod entree;
mod envoi;
mod essai_complet;
mod facteur;
mod formulaire;
mod fournisseur;
mod gestion;
mod habilitation;
mod identification;
mod jugement;
mod lien;
mod liste;
mod model;
mod mon_compte;
mod mot_de_passe;
mod oidc;
mod pages;
mod personne;
mod reconnaissance;
mod rules;
mod secret;
mod sessions;
mod store;
mod tentatives;
mod totp;

pub use courriers::{Courrier, deposer as deposer_courrier};
pub use envoi::Facteur;
pub use formulaire::{Champ, Formulaire, Genre};
pub use habilitation::{CompteLu, de_compte, habiliter, lister, retirer};
pub use model::{DUREE_CODE, DUREE_INVITATION, DUREE_LIEN};
pub use pages::site;
pub use personne::PERSONNE;
pub use reconnaissance::reconnaitre;
pub use rules::nom_de_compte;
pub use secret::Secret;
pub use store::{
    chercher, creer, creer_lien, definir_contact, definir_identifiant, desactiver, inviter, par_id, par_identifiant,
};
pub use totp::image as dessiner_qr;

/// Where the name of an account stands: table, column.
pub const NOM: (&str, &str) = ("comptes", "nom");

/// Chooses the cryptography of outgoing TLS, once for the program.
fn preparer_tls() {
    // Already chosen is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
