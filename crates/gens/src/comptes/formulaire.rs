//! Where a form comes from, and the page that shows one.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use std::convert::Infallible;

use super::appareils::Appareils;
use super::rules::resumer_agent;
use passerelle_socle::web::{Cadre, Etat, Page, page, provenance};

/// Where a request comes from.
pub(super) struct Visite {
    /// Address of the reader, or what their provider gave them of addresses.
    pub adresse: String,
    /// Their browser, in words.
    pub agent: String,
    /// What it says that it is known by.
    pub appareils: Appareils,
}

impl FromRequestParts<Etat> for Visite {
    type Rejection = Infallible;
    async fn from_request_parts(parties: &mut Parts, etat: &Etat) -> Result<Self, Infallible> {
        let agent = parties.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("");
        Ok(Self {
            adresse: provenance(parties, etat.reglages.mandataire),
            agent: resumer_agent(agent),
            appareils: Appareils::lire(&parties.headers, etat.https),
        })
    }
}

/// How a field is filled.
#[derive(Clone, Debug)]
pub enum Genre {
    /// Words; the type of the input.
    Texte(&'static str),
    /// Digits of a code.
    Code,
    /// One of these (code, words).
    Choix(Vec<(String, String)>),
    /// Yes or nothing.
    Case,
    /// Not shown.
    Cache,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct Champ {
    /// Name in what is sent.
    pub nom: &'static str,
    pub libelle: &'static str,
    /// How it is filled.
    pub genre: Genre,
    /// What is in it already; never a password.
    pub valeur: String,
    /// What to type.
    pub aide: &'static str,
    /// What the browser may fill it with.
    pub auto: &'static str,
}

impl Champ {
    /// Any field.
    pub fn nouveau(nom: &'static str, libelle: &'static str, genre: Genre) -> Self {
        Self { nom, libelle, genre, valeur: String::new(), aide: "", auto: "off" }
    }
    /// A mail address.
    pub fn courriel(nom: &'static str, valeur: &str) -> Self {
        Self { auto: "username", ..Self::nouveau(nom, "Courriel", Genre::Texte("email")).valeur(valeur) }
    }
    /// A password to choose.
    pub fn nouveau_mot_de_passe() -> Self {
        let aide = "15 caractères ou plus, sans autre règle. Par exemple quatre mots sans rapport. Vous pouvez le coller depuis un gestionnaire de mots de passe.";
        Self {
            auto: "new-password",
            ..Self::nouveau("nouveau", "Nouveau mot de passe", Genre::Texte("password")).aide(aide)
        }
    }
    /// A one-time code.
    pub fn code(libelle: &'static str, aide: &'static str) -> Self {
        Self { auto: "one-time-code", ..Self::nouveau("code", libelle, Genre::Code).aide(aide) }
    }
    /// With what is in it already.
    pub fn valeur(mut self, valeur: &str) -> Self {
        self.valeur = valeur.to_owned();
        self
    }
    /// With what to type.
    pub fn aide(mut self, aide: &'static str) -> Self {
        self.aide = aide;
        self
    }
}

/// A page with one form.
#[derive(Debug, Template)]
#[template(path = "comptes/pages/formulaire.html")]
pub struct Formulaire {
    /// Frame.
    pub cadre: Cadre,
    pub titre: &'static str,
    /// Sentences above the form.
    pub intro: Vec<String>,
    /// A drawing to scan, and the same thing in text.
    pub dessin: Option<(String, String)>,
    /// What was wrong with what was sent.
    pub erreur: Option<String>,
    /// Where it is sent.
    pub action: String,
    /// Fields.
    pub champs: Vec<Champ>,
    /// Words of the button.
    pub bouton: &'static str,
    /// Other ways out: words and address.
    pub liens: Vec<(String, String)>,
}

impl Formulaire {
    /// A form without fields yet.
    pub fn nouveau(cadre: Cadre, titre: &'static str, action: impl Into<String>, bouton: &'static str) -> Self {
        Self {
            cadre,
            titre,
            intro: vec![],
            dessin: None,
            erreur: None,
            action: action.into(),
            champs: vec![],
            bouton,
            liens: vec![],
        }
    }
    /// With a sentence above.
    pub fn phrase(mut self, phrase: impl Into<String>) -> Self {
        self.intro.push(phrase.into());
        self
    }
    /// With a field.
    pub fn champ(mut self, champ: Champ) -> Self {
        self.champs.push(champ);
        self
    }
    /// With another way out.
    pub fn lien(mut self, mots: &str, chemin: &str) -> Self {
        self.liens.push((mots.to_owned(), chemin.to_owned()));
        self
    }
    /// With what was wrong.
    pub fn erreur(mut self, erreur: Option<String>) -> Self {
        self.erreur = erreur;
        self
    }
    /// The page; 422 when something was wrong.
    pub fn page(self) -> Page {
        let statut = if self.erreur.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let mut reponse = page(self)?.into_response();
        *reponse.status_mut() = statut;
        Ok(reponse)
    }
}
