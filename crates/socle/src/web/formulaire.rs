//! A form that comes back: what is wrong, said beside what was typed.

use std::fmt::Display;

use askama::Template;
use axum::http::StatusCode;

use super::{Page, page};

/// What is wrong with a form: (field, sentence that says what to do), in the order of the page.
#[derive(Clone, Debug, Default)]
pub struct Fautes(Vec<(&'static str, String)>);

impl Fautes {
    /// What is wrong with a field.
    pub fn de(&self, champ: &str) -> Option<&str> {
        self.0.iter().find(|(c, _)| *c == champ).map(|(_, p)| p.as_str())
    }
    /// Adds one.
    pub fn dire(&mut self, champ: &'static str, phrase: impl Display) {
        self.0.push((champ, phrase.to_string()));
    }
    /// What was read of a field, or its fault.
    pub fn garder<T>(&mut self, champ: &'static str, lu: Result<T, impl Display>) -> Option<T> {
        lu.map_err(|e| self.dire(champ, e)).ok()
    }
    /// Whether nothing is.
    pub fn aucune(&self) -> bool {
        self.0.is_empty()
    }
    /// All of them.
    pub fn toutes(&self) -> &[(&'static str, String)] {
        &self.0
    }
    /// « 2 réponses à corriger ».
    pub fn titre(&self) -> String {
        let n = i64::try_from(self.0.len()).unwrap_or(i64::MAX);
        passerelle_base::pluriel(n, "réponse à corriger", "réponses à corriger")
    }
}

impl From<Vec<(&'static str, String)>> for Fautes {
    fn from(fautes: Vec<(&'static str, String)>) -> Self {
        Self(fautes)
    }
}

/// What is said of a correction made on what stands no more: the form that comes back shows it as it was typed, and is
/// about what stands now.
pub const ENTRE_TEMPS: &str = "Quelqu'un a changé ceci pendant que vous le corrigiez : rien n'est encore enregistré. \
                               Votre saisie est gardée ; comparez-la avec ce qui est enregistré, puis envoyez-la de nouveau.";

/// The page of a form that must be mended.
pub fn page_a_corriger(modele: impl Template) -> Page {
    let mut reponse = page(modele)?;
    *reponse.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(reponse)
}
