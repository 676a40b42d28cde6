//! Somebody with a browser: a session opened by the real routes, then pages and forms.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use passerelle_gens::comptes::{self, Secret};
use passerelle_gens::structures;
use passerelle_socle::access::{Acteur, Compte, Portee, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Horloge;
use tower::ServiceExt;

use crate::Monde;

/// What a page answers: status, headers, body.
pub type Reponse = (StatusCode, HeaderMap, Vec<u8>);

/// Somebody who looks at the site.
pub struct Visiteur {
    service: axum::Router,
    cookie: Option<String>,
    /// What was said of their last gesture, until a page says it.
    dit: Mutex<Option<String>>,
    /// The account signed in.
    pub compte: Option<Id<Compte>>,
}

impl Monde {
    /// Somebody with this role, signed in by a one-time link; nobody in particular for `None`.
    pub async fn visiteur(&self, role: Option<Role>) -> Visiteur {
        let mut visiteur = Visiteur { service: self.service(), cookie: None, dit: Mutex::default(), compte: None };
        if let Some(role) = role {
            visiteur.entrer(&self.lien(role).await).await;
        }
        visiteur
    }

    /// A named professional of a structure, signed in.
    pub async fn professionnel(&self, nom: &str, role: Role, structure: &str) -> Visiteur {
        let lue = structures::par_code(self.base.lecture(), structure).await.unwrap();
        let (id, genre) = lue.unwrap_or_else(|| panic!("no structure {structure}"));
        self.quelqu_un(nom, role, Portee::Structure { id, accompagne: structures::accompagne(&genre) }).await
    }

    /// Anybody, signed in under any role and reach.
    pub async fn quelqu_un(&self, nom: &str, role: Role, portee: Portee) -> Visiteur {
        let (compte, lien) = self.ouvrir_compte(nom, role, &portee).await;
        let mut visiteur =
            Visiteur { service: self.service(), cookie: None, dit: Mutex::default(), compte: Some(compte) };
        visiteur.entrer(&lien).await;
        visiteur
    }

    /// Somebody of the demonstration, entered in one click.
    pub async fn de_la_demonstration(&self, role: Role) -> Visiteur {
        let comptes = comptes::lister(self.base.lecture(), Self::horloge().maintenant()).await.unwrap();
        let compte = comptes.into_iter().find(|c| c.demonstration && c.role == role.code()).expect("an account a role");
        let mut visiteur =
            Visiteur { service: self.service(), cookie: None, dit: Mutex::default(), compte: Some(compte.id) };
        visiteur.entrer(&format!("/connexion/demonstration/{}", compte.id)).await;
        visiteur
    }

    /// Opens an account and a one-time link to it; gives the path of the link.
    pub async fn lien(&self, role: Role) -> String {
        static RANG: AtomicU32 = AtomicU32::new(0);
        let nom = format!("{} {}", role.libelle(), RANG.fetch_add(1, Ordering::Relaxed));
        self.ouvrir_compte(&nom, role, &Portee::Territoire).await.1
    }

    async fn ouvrir_compte(&self, nom: &str, role: Role, portee: &Portee) -> (Id<Compte>, String) {
        let maintenant = Self::horloge().maintenant();
        let secret = Secret::tirer(&mut rand::rng());
        let tx = self.base.transaction().await.unwrap();
        let nom = passerelle_socle::texte::Texte::ligne(nom, 100).unwrap();
        let id = comptes::creer(&tx, maintenant, &Acteur::Systeme, &nom, role, portee, false).await.unwrap();
        comptes::creer_lien(&tx, maintenant, &Acteur::Systeme, id, &secret).await.unwrap();
        tx.commit().await.unwrap();
        (id, format!("/entrer/{}", secret.en_clair()))
    }
}

impl Visiteur {
    /// Their session, as a browser sends it back.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.clone()
    }

    /// Opens a session by a one-time link.
    pub async fn entrer(&mut self, lien: &str) {
        let (statut, entetes, _) = self.post(lien, &[]).await;
        assert_eq!(statut, StatusCode::SEE_OTHER, "le lien n'ouvre pas de session");
        let cookie = entetes[header::SET_COOKIE].to_str().unwrap();
        self.cookie = cookie.split(';').next().map(str::to_owned);
    }

    /// Asks for a page.
    pub async fn get(&self, chemin: &str) -> Reponse {
        self.demander(Request::get(chemin), Body::empty()).await
    }

    /// Follows the link of a page.
    pub async fn suivre_de(&self, depuis: &str, chemin: &str) -> Reponse {
        let requete = Request::get(chemin).header(header::HOST, "passerelle.example");
        let venue = format!("http://passerelle.example{}", if depuis.is_empty() { "/" } else { depuis });
        self.demander(requete.header(header::REFERER, venue), Body::empty()).await
    }

    /// Asks for a page that must be there; its text.
    pub async fn page(&self, chemin: &str) -> String {
        let (statut, _, corps) = self.get(chemin).await;
        let texte = String::from_utf8(corps).unwrap();
        assert_eq!(statut, StatusCode::OK, "{chemin} : {texte}");
        texte
    }

    /// Asks for a file that must be there; its bytes.
    pub async fn fichier(&self, chemin: &str) -> Vec<u8> {
        let (statut, _, corps) = self.get(chemin).await;
        assert_eq!(statut, StatusCode::OK, "{chemin}");
        corps
    }

    /// Sends a form.
    pub async fn post(&self, chemin: &str, formulaire: &[(&str, &str)]) -> Reponse {
        let corps: Vec<String> = formulaire.iter().map(|(c, v)| format!("{}={}", encode(c), encode(v))).collect();
        let requete = Request::post(chemin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.demander(requete, Body::from(corps.join("&"))).await
    }

    /// Sends files with a form, as a browser does.
    pub async fn envoyer(&self, chemin: &str, champs: &[(&str, &str)], fichiers: &[(&str, &[u8])]) -> Reponse {
        const BORNE: &str = "---------------------------93passerelle93";
        let mut corps = Vec::new();
        for (nom, valeur) in champs {
            corps.extend(
                format!("--{BORNE}\r\nContent-Disposition: form-data; name=\"{nom}\"\r\n\r\n{valeur}\r\n").bytes(),
            );
        }
        for (nom, octets) in fichiers {
            let entete = format!(
                "--{BORNE}\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"{nom}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            corps.extend(entete.bytes());
            corps.extend(*octets);
            corps.extend(b"\r\n");
        }
        corps.extend(format!("--{BORNE}--\r\n").bytes());
        let requete = Request::post(chemin)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BORNE}"))
            .header("sec-fetch-site", "same-origin");
        self.demander(requete, Body::from(corps)).await
    }

    /// Sends any request, with the session.
    pub async fn demander(&self, requete: axum::http::request::Builder, corps: Body) -> Reponse {
        let dit = self.dit.lock().unwrap().clone();
        let envoyes: Vec<String> = self.cookie.iter().cloned().chain(dit).collect();
        let requete = match envoyes.is_empty() {
            false => requete.header(header::COOKIE, envoyes.join("; ")),
            true => requete,
        };
        let reponse = self.service.clone().oneshot(requete.body(corps).unwrap()).await.unwrap();
        let (tete, corps) = reponse.into_parts();
        for pose in tete.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            let valeur = pose.split(';').next().unwrap_or_default();
            if let Some((nom, valeur_dite)) = valeur.split_once('=')
                && nom.ends_with("passerelle-dit")
            {
                *self.dit.lock().unwrap() = (!valeur_dite.is_empty()).then(|| valeur.to_owned());
            }
        }
        let corps: Bytes = axum::body::to_bytes(corps, usize::MAX).await.unwrap();
        (tete.status, tete.headers, corps.to_vec())
    }
}

fn encode(texte: &str) -> String {
    let garde = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_' | b'.' | b'~');
    texte.bytes().map(|o| if garde(o) { (o as char).to_string() } else { format!("%{o:02X}") }).collect()
}
