//! The web shell: how a route is declared and guarded, what surrounds a page, lists, errors.
//!
//! It knows nothing of the capabilities; they hand it their pages. `site` holds the rule that
//! every route declares what it does to what; `liste` makes one list page, its XLSX and its CSV
//! from one description; `geste` carries a form from its arrival to its end, with the key by which `cle`
//! knows it again, to where `retour` says it began, and `dit` is what is said of it there; `erreur` turns whatever fails into a sentence.
//!
//! Table: `gestes`.

mod affluence;
mod allure;
mod assets;
mod atelier;
mod cadre;
mod cle;
mod compte;
mod cookies;
mod declaration;
mod dit;
mod ecoute;
mod encore;
mod erreur;
mod etape;
mod etat;
mod export;
mod fiche;
mod formulaire;
mod geste;
mod habillage;
mod liste;
mod menu;
mod mots;
mod origine;
mod parametres;
mod personne;
mod recu;
mod repertoire;
mod retour;
mod securite;
mod site;
mod volet;

pub use affluence::{Affluence, Moderation, moderer};
pub use assets::servir as servir_assets;
pub use atelier::{PlaceAtelier, a_l_atelier, place_a_l_atelier};
pub use cadre::{Cadre, Presence, entete_simple};
pub use cle::oublier_les_cles;
pub use compte::{Compte, compter};
pub use cookies::{lire as lire_cookie, poser as poser_cookie};
pub use declaration::Declaration;
pub use dit::{Dit, Suite};
pub use ecoute::{Mesures, servir};
pub use encore::{Encore, Reconnue};
pub use erreur::{Erreur, Page, page, phrase};
pub use etape::Etape;
pub use etat::{Etat, Fournisseur, Interieur, Reglages};
pub use export::{attache, telecharger};
pub use fiche::{Fiche, connue};
pub use formulaire::{ENTRE_TEMPS, Fautes, page_a_corriger};
pub use geste::{Arrivee, Envoi, Geste};
pub use habillage::habiller;
pub use liste::{afficher, exporter};
pub use menu::EntreeMenu;
pub use mots::{combien, jour};
pub use origine::{prefixe, provenance};
pub use parametres::Parametres;
pub use personne::{cellule_jeune, colonne_jeune, nom_complet};
pub use recu::{Piece, Recu, Televersement};
pub use repertoire::{Autour, Avis, Filtre, Repertoire, Saisie, Vide, choisir, etat as pastille};
pub use retour::chemin_de_retour;
pub use securite::proteger;
pub use site::Site;
pub use volet::Volet;
