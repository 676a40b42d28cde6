//! How a route comes to exist: with the action it does and the object it does it to.
//!
//! There is no other way to add one. The guard asks `may` before the handler runs and hands it
//! the proof; the list of declarations is what the access matrix is checked against.

use std::convert::Infallible;

use axum::extract::{DefaultBodyLimit, Extension, Request};
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};

use super::declaration::Declaration;
use super::habillage::Refusee;
use super::parametres::form_urlencode;
use super::{Erreur, Etat, Televersement};
use crate::access::{Acteur, Action, Faits, Objet, Refus, may};

/// Routes and their declarations.
#[derive(Debug, Default)]
pub struct Site {
    routeur: axum::Router<Etat>,
    declarations: Vec<Declaration>,
}

impl Site {
    /// Without any route yet.
    pub fn nouveau() -> Self {
        Self::default()
    }

    /// A page.
    pub fn get<H, T>(self, chemin: &'static str, action: Action, objet: Objet, handler: H) -> Self
    where
        H: Handler<T, Etat>,
        T: 'static,
    {
        self.page(Declaration { chemin, methode: "GET", action, objet, formulaire: false }, handler)
    }

    /// A page that is nothing but a form: once sent, its reader is back where they came from.
    pub fn formulaire<H, T>(self, chemin: &'static str, action: Action, objet: Objet, handler: H) -> Self
    where
        H: Handler<T, Etat>,
        T: 'static,
    {
        self.page(Declaration { chemin, methode: "GET", action, objet, formulaire: true }, handler)
    }

    fn page<H, T>(self, declaration: Declaration, handler: H) -> Self
    where
        H: Handler<T, Etat>,
        T: 'static,
    {
        self.route(declaration, get(handler))
    }

    /// A change.
    pub fn post<H, T>(self, chemin: &'static str, action: Action, objet: Objet, handler: H) -> Self
    where
        H: Handler<T, Etat>,
        T: 'static,
    {
        self.route(Declaration { chemin, methode: "POST", action, objet, formulaire: false }, post(handler))
    }

    /// A change that comes with a long body, within the bound given.
    pub fn post_long<H, T>(
        self,
        chemin: &'static str,
        action: Action,
        objet: Objet,
        handler: H,
        borne: DefaultBodyLimit,
    ) -> Self
    where
        H: Handler<T, Etat>,
        T: 'static,
    {
        self.route(
            Declaration { chemin, methode: "POST", action, objet, formulaire: false },
            post(handler).layer(borne),
        )
    }

    /// A change that may come with a file.
    pub fn post_fichier<H, T>(
        self,
        chemin: &'static str,
        action: Action,
        objet: Objet,
        handler: H,
        televersement: Televersement,
    ) -> Self
    where
        H: Handler<T, Etat>,
        T: 'static,
    {
        let borne = DefaultBodyLimit::max(televersement.octets);
        let methode = post(handler).layer::<_, Infallible>(borne).layer(Extension(televersement));
        self.route(Declaration { chemin, methode: "POST", action, objet, formulaire: false }, methode)
    }

    fn route(mut self, declaration: Declaration, methode: MethodRouter<Etat>) -> Self {
        let gardee = methode.layer::<_, Infallible>(from_fn(garder)).layer(Extension(declaration));
        self.routeur = self.routeur.route(declaration.chemin, gardee);
        self.declarations.push(declaration);
        self
    }

    /// With the routes of another.
    pub fn avec(mut self, autre: Self) -> Self {
        self.routeur = self.routeur.merge(autre.routeur);
        self.declarations.extend(autre.declarations);
        self
    }

    /// The declarations, for tests and for the site map.
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// The router.
    pub fn routeur(self) -> axum::Router<Etat> {
        self.routeur
    }
}

async fn garder(
    Extension(declaration): Extension<Declaration>,
    Extension(acteur): Extension<Acteur>,
    mut requete: Request,
    suite: Next,
) -> Response {
    match may(&acteur, declaration.action, declaration.objet, &Faits::default()) {
        Ok(accorde) => {
            requete.extensions_mut().insert(accorde);
            let mut reponse = suite.run(requete).await;
            // The handler asked again and was told no: what was tried is only known here.
            let refusee = match reponse.extensions().get::<Erreur>() {
                Some(Erreur::Refuse { objet, id }) => {
                    Some(Refusee { id: Some(*id), ..Refusee::sur(declaration.action, *objet) })
                }
                Some(Erreur::Assez { objet, detail, .. }) => {
                    Some(Refusee { detail: Some(detail), ..Refusee::sur(Action::Demander, *objet) })
                }
                _ => None,
            };
            if let Some(refusee) = refusee {
                reponse.extensions_mut().insert(refusee);
            }
            reponse
        }
        Err(Refus::NonConnecte) if declaration.methode == "GET" => {
            let retour = requete.uri().path_and_query().map_or("/", |p| p.as_str());
            let retour: String = form_urlencode(retour);
            Redirect::to(&format!("/connexion?retour={retour}")).into_response()
        }
        Err(_) => {
            let mut reponse = Erreur::Introuvable.into_response();
            reponse.extensions_mut().insert(Refusee::sur(declaration.action, declaration.objet));
            reponse
        }
    }
}
