//! The service at a chosen instant, and requests written by hand.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use passerelle::natures::NATURES;
use passerelle::personnes::PERSONNES;
use passerelle::routes;
use passerelle_socle::access::Role;
use passerelle_socle::db::Base;
use passerelle_socle::temps::{Horloge, HorlogeFixe};
use passerelle_socle::web::{Etat, Interieur, Reglages};
use tower::ServiceExt;

use crate::Monde;

/// What came back.
pub struct Reponse {
    pub statut: StatusCode,
    /// Its headers.
    pub entetes: HeaderMap,
    /// Its body.
    pub corps: Vec<u8>,
}

impl Reponse {
    /// The body as text.
    pub fn texte(&self) -> String {
        String::from_utf8_lossy(&self.corps).into_owned()
    }

    /// The body as text, without the keys of its forms: what two pages that say the same share.
    pub fn texte_sans_cles(&self) -> String {
        sans_cles(&self.texte())
    }

    /// A header; empty when it is not there.
    pub fn entete(&self, nom: &str) -> &str {
        self.entetes.get(nom).map_or("", |v| v.to_str().unwrap_or("(illisible)"))
    }

    /// All the cookies set, as a browser sends them back.
    pub fn cookies(&self) -> Vec<&str> {
        let poses = self.entetes.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        poses.filter_map(|v| v.split(';').next()).collect()
    }

    /// `passerelle=…`, as a browser sends it back.
    pub fn cookie(&self) -> Option<String> {
        self.entetes.get(header::SET_COOKIE)?.to_str().ok()?.split(';').next().map(str::to_owned)
    }
}

/// A page without the keys of its forms.
pub fn sans_cles(page: &str) -> String {
    let mut parts = page.split("name=\"_geste\" value=\"");
    let debut = parts.next().unwrap_or_default().to_owned();
    parts.fold(debut, |lu, suite| lu + suite.split_once('"').map_or(suite, |(_, reste)| reste))
}

/// A site on a world, at an instant.
#[derive(Clone)]
pub struct Porte {
    service: Router,
}

/// Seconds after the instant of every world.
pub fn apres(secondes: i64) -> HorlogeFixe {
    let millis = Monde::horloge().maintenant().millis() + secondes * 1_000;
    HorlogeFixe(passerelle_socle::temps::Instant::from_millis(millis))
}

impl Porte {
    /// A real site at the instant of the world.
    pub fn reelle(monde: &Monde) -> Self {
        Self::a(monde, apres(0), false, false)
    }

    /// A site at an instant, of a demonstration or not, behind HTTPS or not.
    pub fn a(monde: &Monde, horloge: HorlogeFixe, demonstration: bool, https: bool) -> Self {
        Self::reglee(monde, horloge, (demonstration, https), Reglages::default())
    }

    /// A site at an instant, behind a proxy that tells the address of the reader.
    pub fn derriere_un_mandataire(monde: &Monde, horloge: HorlogeFixe) -> Self {
        Self::reglee(monde, horloge, (false, false), Reglages { mandataire: true, ..Reglages::default() })
    }

    /// The site on this base: that of the world opened once more is another server.
    pub fn sur(monde: &Monde, base: Base, horloge: HorlogeFixe, demonstration: bool, https: bool) -> Self {
        Self::dresser(monde, base, horloge, (demonstration, https), Reglages::default())
    }

    /// A site at an instant, as whoever installed it chose.
    pub fn reglee(monde: &Monde, horloge: HorlogeFixe, comment: (bool, bool), reglages: Reglages) -> Self {
        Self::dresser(monde, monde.base.clone(), horloge, comment, reglages)
    }

    fn dresser(
        monde: &Monde,
        base: Base,
        horloge: HorlogeFixe,
        (demonstration, https): (bool, bool),
        reglages: Reglages,
    ) -> Self {
        let etat = Etat::nouveau(Interieur {
            base,
            horloge: Box::new(horloge),
            natures: &NATURES,
            figures: monde.figures.clone(),
            menu: &routes::MENU,
            personnes: &PERSONNES,
            volets: &routes::VOLETS,
            territoire: "Territoire des Lacs".into(),
            demonstration,
            https,
            reglages,
        });
        Self { service: routes::service(etat) }
    }

    /// Sends a request as it is.
    pub async fn demander(&self, requete: Request<Body>) -> Reponse {
        let (tete, corps) = self.service.clone().oneshot(requete).await.unwrap().into_parts();
        let corps = axum::body::to_bytes(corps, usize::MAX).await.unwrap();
        Reponse { statut: tete.status, entetes: tete.headers, corps: corps.to_vec() }
    }

    /// A page, with a session or without.
    pub async fn get(&self, chemin: &str, cookie: Option<&str>) -> Reponse {
        self.requete("GET", chemin, cookie, &[], "").await
    }

    /// A form sent from a page of the site.
    pub async fn post(&self, chemin: &str, cookie: Option<&str>, formulaire: &str) -> Reponse {
        let entetes = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.requete("POST", chemin, cookie, &entetes, formulaire).await
    }

    /// A form sent from a page of the site, by a reader at this address.
    pub async fn post_de(&self, adresse: &str, chemin: &str, cookie: Option<&str>, formulaire: &str) -> Reponse {
        let entetes = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-for", adresse),
        ];
        self.requete("POST", chemin, cookie, &entetes, formulaire).await
    }

    /// Sends a request written by hand.
    pub async fn requete(
        &self,
        methode: &str,
        chemin: &str,
        cookie: Option<&str>,
        entetes: &[(&str, &str)],
        corps: &str,
    ) -> Reponse {
        let mut requete = Request::builder().method(methode).uri(chemin).header("host", "passerelle.example");
        for (nom, valeur) in entetes {
            requete = requete.header(*nom, *valeur);
        }
        if let Some(cookie) = cookie {
            // Bytes as they are: a browser may send anything.
            requete = requete.header(header::COOKIE, HeaderValue::from_bytes(cookie.as_bytes()).unwrap());
        }
        self.demander(requete.body(Body::from(corps.to_owned())).unwrap()).await
    }

    /// Opens a session by a one-time link; its cookie.
    pub async fn entrer(&self, monde: &Monde, role: Role) -> String {
        let reponse = self.post(&monde.lien(role).await, None, "").await;
        assert_eq!(reponse.statut, StatusCode::SEE_OTHER, "{}", reponse.texte());
        reponse.cookie().unwrap()
    }

    /// Whether a session is that of somebody signed in, whatever their role.
    pub async fn reconnait_compte(&self, cookie: &str) -> bool {
        self.get("/mon-compte", Some(cookie)).await.statut == StatusCode::OK
    }

    /// Whether a session is that of somebody signed in: a page of theirs opens.
    pub async fn reconnait(&self, cookie: &str) -> bool {
        let reponse = self.get("/tableau-de-bord", Some(cookie)).await;
        match reponse.statut {
            StatusCode::OK => true,
            StatusCode::SEE_OTHER => {
                assert_eq!(reponse.entete("location"), "/connexion?retour=%2Ftableau-de-bord");
                false
            }
            autre => panic!("{autre} : {}", reponse.texte()),
        }
    }
}
