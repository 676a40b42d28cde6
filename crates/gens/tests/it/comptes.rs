//! Signing in and keeping accounts, told from the browser: invitation, password, second factor, codes, roles.

mod appareils;
mod attaque;
mod code;
mod courriers;
mod ensemble;
mod gestion;
mod invitation;
mod mon_compte;
mod mot_de_passe;
mod oidc;
mod sessions;

use axum::http::StatusCode;
use passerelle_gens::comptes::{self, DUREE_INVITATION, Secret};
use passerelle_gens::structures;
use passerelle_socle::access::{Acteur, Portee, Role};
use passerelle_socle::db;
use passerelle_socle::temps::Horloge;
use uuid::Uuid;

use passerelle_monde::Monde;
use passerelle_monde::porte::{Porte, apres};

/// Strangers wait for one place, and so do questions to a provider: they are the program's, and attacks that share a process are told
/// one after the other.
pub static SEUL: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A password that nobody would try first.
pub const MOT: &str = "girafe tournevis lundi compote";

/// Somebody who chose a password and set a second factor.
pub struct Inscrit {
    pub id: Uuid,
    pub courriel: String,
    /// The second factor, in base 32.
    pub totp: String,
    /// The session that the enrolment opened.
    pub cookie: String,
    /// What the browser of the enrolment is known by.
    pub appareil: String,
    /// Recovery codes.
    pub secours: Vec<String>,
}

/// A form, percent-encoded.
pub fn form(champs: &[(&str, &str)]) -> String {
    let garde = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_' | b'.' | b'~');
    let coder = |t: &str| {
        t.bytes().map(|o| if garde(o) { (o as char).to_string() } else { format!("%{o:02X}") }).collect::<String>()
    };
    champs.iter().map(|(c, v)| format!("{}={}", coder(c), coder(v))).collect::<Vec<_>>().join("&")
}

/// What stands between two marks of a page.
pub fn entre<'a>(texte: &'a str, avant: &str, apres: &str) -> Vec<&'a str> {
    texte.split(avant).skip(1).filter_map(|m| m.split(apres).next()).collect()
}

/// The code of a second factor, some seconds after the instant of the world.
pub fn code_totp(secret: &str, secondes: i64) -> String {
    let instant = apres(secondes).maintenant().millis() / 1_000;
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(instant as u64).to_string()
}

pub async fn portee(monde: &Monde, structure: &str) -> Portee {
    let (id, genre) = structures::par_code(monde.base.lecture(), structure).await.unwrap().unwrap();
    Portee::Structure { id, accompagne: structures::accompagne(&genre) }
}

/// Opens an account and an invitation to it: its identifier and the path of the link.
pub async fn inviter(monde: &Monde, nom: &str, courriel: &str, role: Role, portee: &Portee) -> (Uuid, String) {
    let maintenant = Monde::horloge().maintenant();
    let tx = monde.base.transaction().await.unwrap();
    let ecrit = passerelle_socle::texte::Texte::ligne(nom, 100).unwrap();
    let id = comptes::creer(&tx, maintenant, &Acteur::Systeme, &ecrit, role, portee, false).await.unwrap();
    comptes::definir_identifiant(&tx, id, courriel).await.unwrap();
    let secret = Secret::tirer(&mut rand::rng());
    comptes::inviter(&tx, maintenant, &Acteur::Systeme, id, &secret, DUREE_INVITATION).await.unwrap();
    tx.commit().await.unwrap();
    (id.uuid(), format!("/entrer/{}", secret.en_clair()))
}

/// From the link to an open session, by the pages.
pub async fn inscrire(monde: &Monde, nom: &str, courriel: &str, role: Role, portee: &Portee) -> Inscrit {
    let (id, lien) = inviter(monde, nom, courriel, role, portee).await;
    let porte = Porte::reelle(monde);
    let cookie = porte.post(&lien, None, "").await.cookie().unwrap();
    let choisi = porte.post("/connexion/mot-de-passe", Some(&cookie), &form(&[("nouveau", MOT)])).await;
    assert_eq!(choisi.entete("location"), "/connexion/second-facteur", "{}", choisi.texte());
    let cookie = choisi.cookie().unwrap();
    let page = porte.get("/connexion/second-facteur", Some(&cookie)).await.texte();
    let totp = entre(&page, "<code>", "</code>")[0].replace(' ', "");
    let code = form(&[("code", &code_totp(&totp, 0))]);
    let active = porte.post("/connexion/second-facteur", Some(&cookie), &code).await;
    assert_eq!(active.statut, StatusCode::OK, "{}", active.texte());
    let secours = entre(&active.texte(), "<li><code>", "</code>").into_iter().map(str::to_owned).collect();
    let appareil = active.cookies().into_iter().find(|c| c.starts_with("passerelle-appareil=")).unwrap().to_owned();
    Inscrit { id, courriel: courriel.to_owned(), totp, cookie: active.cookie().unwrap(), appareil, secours }
}

/// Mail address and password, then the code: the answer of the last step.
pub async fn se_connecter(porte: &Porte, qui: &Inscrit, code: &str) -> passerelle_monde::porte::Reponse {
    let identifie = porte.post("/connexion", None, &form(&[("courriel", &qui.courriel), ("mot_de_passe", MOT)])).await;
    assert_eq!(identifie.entete("location"), "/connexion/verification", "{}", identifie.texte());
    porte.post("/connexion/verification", identifie.cookie().as_deref(), &form(&[("code", code)])).await
}

/// Lines of the journal: action, object, detail.
pub async fn journal(monde: &Monde) -> Vec<String> {
    monde
        .textes("SELECT action || ' ' || objet || ' ' || coalesce(detail, '') AS texte FROM journal ORDER BY numero")
        .await
}

/// Writes straight in the base.
pub async fn ecrire(monde: &Monde, sql: &str) {
    let tx = monde.base.transaction().await.unwrap();
    db::executer(&tx, sql, []).await.unwrap();
    tx.commit().await.unwrap();
}
