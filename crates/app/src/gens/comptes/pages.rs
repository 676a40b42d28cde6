//! Signing in and out.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::habilitation::{CompteLu, lister};
use super::reconnaissance::{cookie, secret};
use super::secret::Secret;
use super::store;
use crate::access::{Accorde, Acteur, Action, Objet, Role};
use crate::web::{Cadre, Erreur, Etat, Page, Parametres, Site, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .get("/connexion", Action::Consulter, Objet::Session, connexion)
        .post("/connexion/demonstration/{id}", Action::Ouvrir, Objet::Session, entrer_demonstration)
        .get("/entrer/{secret}", Action::Consulter, Objet::Session, lien)
        .post("/entrer/{secret}", Action::Ouvrir, Objet::Session, entrer)
        .post("/deconnexion", Action::Fermer, Objet::Session, sortir)
}

struct Essai {
    id: Uuid,
    nom: String,
    fonction: String,
    verra: &'static str,
}

#[derive(Template)]
#[template(path = "gens/comptes/pages/connexion.html")]
struct PageConnexion {
    cadre: Cadre,
    essais: Vec<Essai>,
    retour: String,
}

#[derive(Template)]
#[template(path = "gens/comptes/pages/lien.html")]
struct PageLien {
    cadre: Cadre,
}

async fn connexion(State(etat): State<Etat>, cadre: Cadre, p: Parametres) -> Page {
    let mut essais = Vec::new();
    if etat.demonstration {
        let comptes = lister(etat.base.lecture(), etat.horloge.maintenant()).await?;
        for compte in comptes.into_iter().filter(|c| c.demonstration) {
            let Some(role) = Role::lire(&compte.role) else { continue };
            let fonction = compte.fonction();
            essais.push(Essai { id: compte.id, nom: compte.nom, fonction, verra: verra(role) });
        }
    }
    page(PageConnexion { cadre, essais, retour: p.lire("retour").to_owned() })
}

/// What each role will find, for whoever chooses an account of the demonstration.
fn verra(role: Role) -> &'static str {
    match role {
        Role::Administrateur => "Les fichiers reçus, les comptes, le journal",
        Role::Responsable => "Les jeunes de la structure, ceux sans référent, les comptes de l'équipe",
        Role::Conseiller => "Les jeunes suivis, leurs rendez-vous, leurs freins",
        Role::Formateur => "Les jeunes dont le dossier est partagé avec le CFA",
        Role::Developpeur => "Le réseau, les actions, le bilan annuel",
        Role::Employeur => "Les apprentis de l'entreprise",
        Role::Jeune => "Son parcours, qui le suit, qui a lu son dossier",
        Role::Pilote => "Les chiffres, le bilan et ses cas, sans l'identité des jeunes",
        Role::Financeur => "Le bilan et ses chiffres",
        Role::Evaluateur => "Le bilan et ses chiffres, jamais une personne",
    }
}

#[derive(Deserialize)]
struct Retour {
    #[serde(default)]
    retour: String,
}

async fn entrer_demonstration(
    State(etat): State<Etat>,
    Path(id): Path<Uuid>,
    Form(Retour { retour }): Form<Retour>,
) -> Page {
    if !etat.demonstration {
        return Err(Erreur::Introuvable);
    }
    let compte =
        store::demonstration(etat.base.lecture(), etat.horloge.maintenant(), id).await?.ok_or(Erreur::Introuvable)?;
    ouvrir(&etat, &compte, &retour).await
}

/// A link is shown before it is used: mail scanners open what they read. Its form names no
/// address, so it can only go back to this one.
async fn lien(cadre: Cadre) -> Page {
    page(PageLien { cadre })
}

async fn entrer(State(etat): State<Etat>, Path(secret): Path<String>) -> Page {
    let tx = etat.base.transaction().await?;
    let compte = store::utiliser_lien(&tx, etat.horloge.maintenant(), &Secret::presente(&secret)).await?;
    tx.commit().await?;
    let compte = compte.ok_or_else(|| {
        Erreur::Demande("Ce lien a déjà servi ou a expiré. Demandez-en un autre : « passerelle compte lien ».".into())
    })?;
    ouvrir(&etat, &compte, "").await
}

async fn ouvrir(etat: &Etat, compte: &CompteLu, retour: &str) -> Page {
    let acteur = compte.acteur().ok_or(Erreur::Introuvable)?;
    let secret = Secret::tirer(&mut rand::rng());
    let tx = etat.base.transaction().await?;
    store::ouvrir_session(&tx, etat.horloge.maintenant(), &acteur, &secret).await?;
    tx.commit().await?;
    let mut reponse = Redirect::to(interne(retour, accueil(&acteur))).into_response();
    poser(&mut reponse, &cookie(etat.https, Some(&secret)));
    Ok(reponse)
}

/// Only a path of this site: `//ailleurs` and `/\ailleurs` would lead out of it, and so would
/// `/<tab>/ailleurs`, since browsers drop control characters before they read an address.
fn interne<'a>(retour: &'a str, accueil: &'a str) -> &'a str {
    let trompeur = |c: char| c == '\\' || c.is_control();
    let local = retour.starts_with('/') && !retour.starts_with("//") && !retour.contains(trompeur);
    if local && !retour.starts_with("/connexion") { retour } else { accueil }
}

/// Where the day of each role begins.
fn accueil(acteur: &Acteur) -> &'static str {
    match acteur.role() {
        Some(Role::Jeune) => "/mon-espace",
        Some(Role::Employeur) => "/apprentis",
        Some(role) if role.en_structure() => "/journee",
        _ => "/tableau-de-bord",
    }
}

async fn sortir(State(etat): State<Etat>, accorde: Accorde, entetes: HeaderMap) -> Page {
    if let Some(secret) = secret(&entetes, etat.https) {
        let tx = etat.base.transaction().await?;
        store::fermer_session(&tx, etat.horloge.maintenant(), accorde.acteur(), &secret).await?;
        tx.commit().await?;
    }
    let mut reponse = Redirect::to("/").into_response();
    poser(&mut reponse, &cookie(etat.https, None));
    reponse.headers_mut().insert("clear-site-data", header::HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(reponse)
}

fn poser(reponse: &mut Response, cookie: &str) {
    if let Ok(valeur) = cookie.parse() {
        reponse.headers_mut().insert(header::SET_COOKIE, valeur);
    }
}

#[cfg(test)]
mod tests {
    use super::interne;

    #[test]
    fn after_signing_in_nobody_is_sent_elsewhere() {
        assert_eq!(interne("/bilan?du=2017-01-01", "/journee"), "/bilan?du=2017-01-01");
        let dehors = [
            "https://ailleurs.example",
            "//ailleurs.example",
            "/\\ailleurs.example",
            "/\t/ailleurs.example",
            "",
            "/connexion",
        ];
        for dehors in dehors {
            assert_eq!(interne(dehors, "/journee"), "/journee");
        }
    }
}
