//! Signing in by an outside provider: what it costs to ask, how long an answer is read, an answer serves once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use openidconnect::core::{
    CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey,
};
use openidconnect::{
    Audience, EmptyAdditionalClaims, IssuerUrl, JsonWebKeyId, Nonce, PrivateSigningKey, StandardClaims,
    SubjectIdentifier,
};
use passerelle_monde::porte::{Porte, Reponse, apres};
use passerelle_monde::{Monde, mondes};
use passerelle_socle::access::{Portee, Role};
use passerelle_socle::web::{Fournisseur, Reglages};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::inviter;

/// Made for these tests, and known to all who read them.
const CLE: &str = include_str!("cle_d_essai.pem");

/// How the provider answers what it says of itself.
#[derive(Clone, Copy, PartialEq)]
enum Humeur {
    Bonne,
    /// Without end, as fast as it is read.
    Bavarde,
    /// A byte now and then.
    Lente,
}

/// What is false in a token that the provider gives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mensonge {
    /// Given by another.
    Emetteur,
    /// Given for another site.
    Audience,
    /// Given for another departure.
    Nonce,
    /// No longer holds.
    Expire,
    /// Signed by nobody.
    Signature,
}

/// A provider on a socket of this machine.
struct Faux {
    url: String,
    /// Requests received, and those that exchange a code.
    demandes: AtomicUsize,
    echanges: AtomicUsize,
    octets: AtomicUsize,
    /// The nonce of the next token.
    nonce: Mutex<String>,
    /// What is false in it.
    mensonge: Mutex<Option<Mensonge>>,
}

impl Faux {
    async fn ouvrir(humeur: Humeur) -> Arc<Self> {
        let ecouteur = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let faux = Arc::new(Self {
            url: format!("http://{}", ecouteur.local_addr().unwrap()),
            demandes: AtomicUsize::new(0),
            echanges: AtomicUsize::new(0),
            octets: AtomicUsize::new(0),
            nonce: Mutex::default(),
            mensonge: Mutex::default(),
        });
        let lui = faux.clone();
        tokio::spawn(async move {
            while let Ok((flux, _)) = ecouteur.accept().await {
                tokio::spawn(lui.clone().repondre(flux, humeur));
            }
        });
        faux
    }

    async fn repondre(self: Arc<Self>, mut flux: TcpStream, humeur: Humeur) -> std::io::Result<()> {
        let mut lu = Vec::new();
        while !lu.windows(4).any(|f| f == b"\r\n\r\n") {
            let mut tampon = [0; 4_096];
            match flux.read(&mut tampon).await? {
                0 => return Ok(()),
                n => lu.extend_from_slice(&tampon[..n]),
            }
        }
        self.demandes.fetch_add(1, Ordering::SeqCst);
        let tete = String::from_utf8_lossy(&lu).into_owned();
        let chemin = tete.split(' ').nth(1).unwrap().to_owned();
        if humeur != Humeur::Bonne {
            flux.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 209715200\r\n\r\n")
                .await?;
            let morceau = vec![b' '; if humeur == Humeur::Bavarde { 64 << 10 } else { 1 }];
            loop {
                flux.write_all(&morceau).await?;
                self.octets.fetch_add(morceau.len(), Ordering::SeqCst);
                if humeur == Humeur::Lente {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        let cle = CoreRsaPrivateSigningKey::from_pem(CLE, Some(JsonWebKeyId::new("k".into()))).unwrap();
        let u = &self.url;
        let corps = match chemin.as_str() {
            "/.well-known/openid-configuration" => format!(
                r#"{{"issuer":"{u}","authorization_endpoint":"{u}/a","token_endpoint":"{u}/t","jwks_uri":"{u}/k","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}}"#
            ),
            "/k" => serde_json::to_string(&CoreJsonWebKeySet::new(vec![cle.as_verification_key()])).unwrap(),
            _ => {
                self.echanges.fetch_add(1, Ordering::SeqCst);
                let mensonge = *self.mensonge.lock().unwrap();
                let est = |m| mensonge == Some(m);
                let fait = chrono::Utc::now() - chrono::Duration::hours(if est(Mensonge::Expire) { 1 } else { 0 });
                let emetteur = if est(Mensonge::Emetteur) { "http://autre.example" } else { u };
                let dits = CoreIdTokenClaims::new(
                    IssuerUrl::new(emetteur.to_owned()).unwrap(),
                    vec![Audience::new(if est(Mensonge::Audience) { "autre" } else { "passerelle" }.into())],
                    fait + chrono::Duration::minutes(5),
                    fait,
                    StandardClaims::new(SubjectIdentifier::new("claire-42".into())),
                    EmptyAdditionalClaims {},
                )
                .set_nonce(Some(match est(Mensonge::Nonce) {
                    true => Nonce::new("autre".into()),
                    false => Nonce::new(self.nonce.lock().unwrap().clone()),
                }));
                let alg = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
                let mut jeton = CoreIdToken::new(dits, &cle, alg, None, None).unwrap().to_string();
                if est(Mensonge::Signature) {
                    let (dit, signature) = jeton.rsplit_once('.').unwrap();
                    jeton = format!("{dit}.{}", signature.chars().rev().collect::<String>());
                }
                format!(r#"{{"access_token":"a","token_type":"Bearer","id_token":"{}"}}"#, jeton)
            }
        };
        let entetes = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            corps.len()
        );
        flux.write_all(entetes.as_bytes()).await?;
        flux.write_all(corps.as_bytes()).await
    }

    /// A departure from the site: where the answer comes back, and the cookie of the browser.
    async fn partir(&self, porte: &Porte, cookie: Option<&str>) -> (String, String) {
        let depart = get_de(porte, "192.0.2.1", "/connexion/oidc?retour=%2Fbilan", cookie).await;
        let vers = depart.entete("location").to_owned();
        assert!(vers.starts_with(&format!("{}/a?", self.url)) && vers.contains("code_challenge_method=S256"), "{vers}");
        *self.nonce.lock().unwrap() = parametre(&vers, "nonce");
        (format!("/connexion/oidc/retour?code=c&state={}", parametre(&vers, "state")), depart.cookie().unwrap())
    }

    fn porte(&self, monde: &Monde, secondes: i64) -> Porte {
        let oidc = Fournisseur {
            emetteur: self.url.clone(),
            nom: "ProConnect".into(),
            client: "passerelle".into(),
            secret: "secret".into(),
            acr: None,
        };
        let reglages = Reglages {
            url: "http://passerelle.example".into(),
            mandataire: true,
            oidc: Some(oidc),
            ..Reglages::default()
        };
        Porte::reglee(monde, apres(secondes), (false, false), reglages)
    }
}

async fn get_de(porte: &Porte, adresse: &str, chemin: &str, cookie: Option<&str>) -> Reponse {
    porte.requete("GET", chemin, cookie, &[("x-forwarded-for", adresse)], "").await
}

/// A parameter of an address.
fn parametre(adresse: &str, nom: &str) -> String {
    adresse.split(['?', '&']).find_map(|p| p.strip_prefix(&format!("{nom}="))).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn six_hundred_departures_ask_the_provider_once_and_leave_no_row() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("oidc_departs").await {
        let faux = Faux::ouvrir(Humeur::Bonne).await;
        let porte = faux.porte(&monde, 0);
        let departs: Vec<_> = (0..600)
            .map(|rang| {
                let porte = porte.clone();
                let adresse = format!("198.51.{}.{}", rang / 200, rang % 200);
                tokio::spawn(async move { get_de(&porte, &adresse, "/connexion/oidc", None).await })
            })
            .collect();
        let mut etats = std::collections::HashSet::new();
        for depart in departs {
            let reponse = depart.await.unwrap();
            assert_eq!(reponse.statut, StatusCode::SEE_OTHER, "{}", reponse.texte());
            etats.insert(parametre(reponse.entete("location"), "state"));
        }
        assert_eq!(etats.len(), 600, "each browser has its own");
        assert_eq!(faux.demandes.load(Ordering::SeqCst), 2, "what it says of itself, and its keys");
        assert_eq!(monde.nombre("SELECT count(*) FROM demandes_oidc").await, 0);
        // Answers ask for more: those that strangers send from one address are bounded.
        for _ in 0..40 {
            let depart = get_de(&porte, "203.0.113.7", "/connexion/oidc", None).await;
            let etat = parametre(depart.entete("location"), "state");
            let retour = format!("/connexion/oidc/retour?code=faux&state={etat}");
            let reponse = get_de(&porte, "203.0.113.7", &retour, depart.cookie().as_deref()).await;
            assert_eq!(reponse.statut, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(faux.echanges.load(Ordering::SeqCst), 20);
        assert_eq!(monde.nombre("SELECT count(*) FROM demandes_oidc").await, 0);
    }
}

#[tokio::test]
async fn an_identity_is_attached_from_an_invitation_then_opens_the_account_and_an_answer_serves_once() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("oidc_entree").await {
        let faux = Faux::ouvrir(Humeur::Bonne).await;
        let (_, lien) = inviter(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = faux.porte(&monde, 0);
        let partir = async |cookie: Option<&str>| faux.partir(&porte, cookie).await;
        // Unknown, and nothing to attach it to.
        let (retour, navigateur) = partir(None).await;
        let inconnue = get_de(&porte, "192.0.2.1", &retour, Some(&navigateur)).await;
        assert!(inconnue.texte().contains("rattachée à aucun compte"), "{}", inconnue.texte());
        // From the invitation; another browser, or another state, gets nothing.
        let session = porte.post(&lien, None, "").await.cookie().unwrap();
        let (retour, navigateur) = partir(Some(&session)).await;
        let (cookies, ailleurs) = (format!("{session}; {navigateur}"), partir(None).await.1);
        for (chemin, cookie) in [
            (retour.as_str(), ailleurs.as_str()),
            (retour.as_str(), session.as_str()),
            ("/connexion/oidc/retour?code=c&state=x", &cookies),
        ] {
            let refus = get_de(&porte, "192.0.2.1", chemin, Some(cookie)).await;
            assert!(refus.texte().contains("a expiré ou a déjà servi") && refus.cookie().is_none(), "{chemin}");
        }
        let (retour, navigateur) = partir(Some(&session)).await;
        let cookies = format!("{session}; {navigateur}");
        let entree = get_de(&porte, "192.0.2.1", &retour, Some(&cookies)).await;
        assert_eq!(entree.statut, StatusCode::SEE_OTHER, "{}", entree.texte());
        assert!(entree.entete("location").starts_with("/connexion/second-facteur"), "{}", entree.entete("location"));
        assert_eq!(monde.nombre("SELECT count(*) FROM identites").await, 1);
        assert_eq!(monde.nombre("SELECT count(*) FROM demandes_oidc").await, 1, "what served");
        // The same answer again: no.
        let rejouee = get_de(&porte, "192.0.2.1", &retour, Some(&cookies)).await;
        assert!(rejouee.texte().contains("a expiré ou a déjà servi") && rejouee.cookie().is_none());
        // Known from now on, from any browser; and too late is too late.
        let (retour, navigateur) = partir(None).await;
        let tard = get_de(&faux.porte(&monde, 600), "192.0.2.1", &retour, Some(&navigateur)).await;
        assert!(tard.texte().contains("a expiré ou a déjà servi"));
        let connue = get_de(&porte, "192.0.2.1", &retour, Some(&navigateur)).await;
        assert!(connue.statut == StatusCode::SEE_OTHER && connue.cookie().is_some(), "{}", connue.texte());
    }
}

#[tokio::test]
async fn a_token_with_one_thing_false_opens_nothing() {
    let _seul = super::SEUL.lock().await;
    for monde in mondes("oidc_mensonges").await {
        let faux = Faux::ouvrir(Humeur::Bonne).await;
        let (_, lien) = inviter(&monde, "Claire N.", "claire@ml.example", Role::Pilote, &Portee::Territoire).await;
        let porte = faux.porte(&monde, 0);
        let session = porte.post(&lien, None, "").await.cookie().unwrap();
        let (retour, navigateur) = faux.partir(&porte, Some(&session)).await;
        get_de(&porte, "192.0.2.1", &retour, Some(&format!("{session}; {navigateur}"))).await;
        assert_eq!(monde.nombre("SELECT count(*) FROM identites").await, 1, "attached");
        let sessions = "SELECT count(*) FROM sessions";
        let avant = monde.nombre(sessions).await;
        for faute in [Mensonge::Emetteur, Mensonge::Audience, Mensonge::Nonce, Mensonge::Expire, Mensonge::Signature] {
            *faux.mensonge.lock().unwrap() = Some(faute);
            let (retour, navigateur) = faux.partir(&porte, None).await;
            let refus = get_de(&porte, "192.0.2.1", &retour, Some(&navigateur)).await;
            let texte = refus.texte();
            assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{faute:?} {}: {texte}", monde.moteur);
            assert!(texte.contains("pas confirmé qui vous êtes") && refus.cookie().is_none(), "{faute:?}: {texte}");
        }
        assert_eq!(monde.nombre(sessions).await, avant, "{}", monde.moteur);
        *faux.mensonge.lock().unwrap() = None;
        let (retour, navigateur) = faux.partir(&porte, None).await;
        let entree = get_de(&porte, "192.0.2.1", &retour, Some(&navigateur)).await;
        assert!(entree.statut == StatusCode::SEE_OTHER && entree.cookie().is_some(), "{}", entree.texte());
    }
}

#[tokio::test]
async fn a_provider_that_speaks_without_end_or_by_drops_is_not_listened_to() {
    let _seul = super::SEUL.lock().await;
    for (humeur, delai) in [(Humeur::Bavarde, 5), (Humeur::Lente, 12)] {
        for monde in mondes("oidc_bavard").await {
            let faux = Faux::ouvrir(humeur).await;
            let debut = Instant::now();
            let porte = faux.porte(&monde, 0);
            let reponse = porte.get("/connexion/oidc", None).await;
            assert!(reponse.statut == StatusCode::UNPROCESSABLE_ENTITY, "{}", reponse.texte());
            assert!(reponse.texte().contains("pas confirmé qui vous êtes"));
            assert!(debut.elapsed() < Duration::from_secs(delai), "{:?}", debut.elapsed());
            // What the sockets of the system hold, and no more: of two hundred megabytes.
            let octets = faux.octets.load(Ordering::SeqCst);
            assert!(octets < 16 << 20, "{octets} bytes were taken");
            // The next ones do not wait for it again.
            let debut = Instant::now();
            assert_eq!(porte.get("/connexion/oidc", None).await.statut, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(debut.elapsed() < Duration::from_secs(1) && faux.demandes.load(Ordering::SeqCst) == 1);
        }
    }
}
