//! How many are served at once, in all and from one address: beyond, one is told at once to come back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::allure::{Allure, Pas};
use super::origine::provenance;

/// Seconds after which one may come back.
pub(super) const REESSAYER: HeaderValue = HeaderValue::from_static("5");

/// A page that stands alone: it is shown when nothing else may be done for the reader.
pub(super) const COMPLET: &str = include_str!("pages/complet.html");

/// Places, counted.
#[derive(Clone, Debug)]
pub struct Affluence {
    prises: Arc<Mutex<Prises>>,
    en_tout: usize,
    par_adresse: usize,
}

#[derive(Debug, Default)]
struct Prises {
    en_tout: usize,
    par_adresse: HashMap<String, usize>,
}

/// A place held; it is free when this is dropped.
#[derive(Debug)]
pub struct Place {
    affluence: Affluence,
    adresse: String,
}

impl Affluence {
    /// So many places, of which one address holds so many.
    pub fn nouvelle(en_tout: usize, par_adresse: usize) -> Self {
        Self { prises: Arc::default(), en_tout, par_adresse }
    }

    /// A place, if there is one.
    pub fn entrer(&self, adresse: String) -> Option<Place> {
        // Counters hold nothing that a panic elsewhere could leave half done.
        let mut prises = self.prises.lock().unwrap_or_else(PoisonError::into_inner);
        if prises.en_tout >= self.en_tout || prises.par_adresse.get(&adresse).is_some_and(|n| *n >= self.par_adresse) {
            return None;
        }
        prises.en_tout += 1;
        *prises.par_adresse.entry(adresse.clone()).or_default() += 1;
        drop(prises);
        Some(Place { affluence: self.clone(), adresse })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut prises = self.affluence.prises.lock().unwrap_or_else(PoisonError::into_inner);
        prises.en_tout -= 1;
        if let Some(n) = prises.par_adresse.get_mut(&self.adresse) {
            *n -= 1;
            if *n == 0 {
                prises.par_adresse.remove(&self.adresse);
            }
        }
    }
}

/// What every request passes before anything is done for it.
#[derive(Clone, Debug)]
pub struct Moderation {
    /// Requests under way.
    pub affluence: Affluence,
    /// Whether a proxy tells the address of the reader.
    pub mandataire: bool,
    /// How fast a body has to come.
    pub pas: Pas,
}

/// Requests under way at once, and those of one address: an office shares one.
const REQUETES: (usize, usize) = (1_024, 256);

impl Moderation {
    /// That of a site.
    pub fn nouvelle(mandataire: bool) -> Self {
        Self { affluence: Affluence::nouvelle(REQUETES.0, REQUETES.1), mandataire, pas: Pas::HABITUEL }
    }
}

/// Lets a request in when there is a place, and its body in when it comes.
pub async fn moderer(State(moderation): State<Moderation>, requete: Request, suite: Next) -> Response {
    let (parties, corps) = requete.into_parts();
    let Some(_place) = moderation.affluence.entrer(provenance(&parties, moderation.mandataire)) else {
        return complet();
    };
    let corps = match parties.headers.contains_key(header::CONTENT_LENGTH)
        || parties.headers.contains_key(header::TRANSFER_ENCODING)
    {
        true => Body::new(Allure::nouvelle(corps, moderation.pas)),
        false => corps,
    };
    suite.run(Request::from_parts(parties, corps)).await
}

fn complet() -> Response {
    let entetes = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::RETRY_AFTER, REESSAYER),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, entetes, COMPLET).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_all_and_by_address_and_come_back() {
        let affluence = Affluence::nouvelle(3, 2);
        let entrer = |a: &str| affluence.entrer(a.to_owned());
        let (a, b) = (entrer("a").expect("one"), entrer("a").expect("two"));
        assert!(entrer("a").is_none(), "one address holds two");
        let c = entrer("b").expect("another address");
        assert!(entrer("c").is_none(), "three in all");
        drop(a);
        assert!(entrer("c").is_some());
        drop((b, c));
        let prises = affluence.prises.lock().expect("no panic");
        assert!(prises.en_tout == 0 && prises.par_adresse.is_empty(), "nothing is kept of who left");
    }
}
