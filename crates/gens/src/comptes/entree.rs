//! Once somebody has proved who they are: the steps still to come, the session that opens, where it leads, and its end.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::appareils;
use super::formulaire::Visite;
use super::habilitation::{CompteLu, de_compte};
use super::model::{Etape, Limites};
use super::reconnaissance::{cookie, secret};
use super::rules::apres_mot_de_passe;
use super::secret::Secret;
use super::sessions::{self, Arrivee, EnCours};
use super::store::{self, Fiche};
use super::totp;
use passerelle_socle::access::{Acteur, Role};
use passerelle_socle::db::Tx;
use passerelle_socle::web::{Erreur, Etat, Geste, Page, Parametres, chemin_de_retour};

/// The step after a right password, or after choosing one. What is answered is only true once it is committed.
pub(super) async fn suite(
    etat: &Etat,
    tx: &Tx,
    fiche: &Fiche,
    visite: &Visite,
    retour: &str,
    par: &'static str,
) -> Page {
    let maintenant = etat.horloge.maintenant();
    let siennes = de_compte(tx, maintenant, fiche.id).await?;
    let roles: Vec<Role> = siennes.iter().filter_map(|h| Role::lire(&h.role)).collect();
    match apres_mot_de_passe(fiche.totp.is_some(), &roles) {
        Etape::Ouverte => {
            ouvrir(etat, tx, &siennes, &Moyen { fort: false, rester: false, appareil: true, par }, visite, retour).await
        }
        etape => {
            let propose = (etape == Etape::Enrolement).then(|| totp::tirer(&mut rand::rng()));
            let secret = Secret::tirer(&mut rand::rng());
            sessions::commencer(tx, etat.base.coffre(), maintenant, fiche.id, etape, propose, &secret).await?;
            Ok(vers(etat, &adresse(etape, retour), &secret))
        }
    }
}

fn adresse(etape: Etape, retour: &str) -> String {
    Parametres::default().avec(etape.chemin(), "retour", retour)
}

pub(super) fn vers(etat: &Etat, chemin: &str, secret: &Secret) -> Response {
    let mut reponse = Redirect::to(chemin).into_response();
    poser(&mut reponse, &cookie(etat.https, Some(secret), None));
    reponse
}

/// How somebody proved who they are.
pub(super) struct Moyen {
    /// Whether a second factor was given, or stands for one.
    pub fort: bool,
    /// Whether the session stays on this telephone.
    pub rester: bool,
    /// Whether the browser is known of the account from now on.
    pub appareil: bool,
    /// In words, for the journal.
    pub par: &'static str,
}

/// Opens a session under the oldest habilitation that this proof suffices for, and goes to its first page. What is
/// answered is only true once it is committed.
pub(super) async fn ouvrir(
    etat: &Etat,
    tx: &Tx,
    siennes: &[CompteLu],
    moyen: &Moyen,
    visite: &Visite,
    demande: &str,
) -> Page {
    let inscrit = inscrire(etat, tx, siennes, moyen, visite).await?;
    let mut reponse = Redirect::to(chemin_de_retour(demande, accueil(&inscrit.acteur))).into_response();
    inscrit.poser(&mut reponse);
    Ok(reponse)
}

/// Somebody whose session is open.
pub(super) struct Inscrit {
    pub acteur: Acteur,
    /// What the browser is to keep.
    cookies: Vec<String>,
}

impl Inscrit {
    pub(super) fn poser(&self, reponse: &mut Response) {
        for cookie in &self.cookies {
            poser(reponse, cookie);
        }
    }
}

pub(super) async fn inscrire(
    etat: &Etat,
    tx: &Tx,
    siennes: &[CompteLu],
    moyen: &Moyen,
    visite: &Visite,
) -> Result<Inscrit, Erreur> {
    let permis = |c: &&CompteLu| Role::lire(&c.role).is_some_and(|r| moyen.fort || !r.professionnel());
    let sans_role = || {
        Erreur::Demande(
            "Votre compte n'a plus de rôle ici. Demandez-en un à la personne qui administre Passerelle.".into(),
        )
    };
    let compte = siennes.iter().find(permis).ok_or_else(sans_role)?;
    let acteur = compte.acteur().ok_or_else(sans_role)?;
    let role = acteur.role().ok_or_else(sans_role)?;
    let secret = Secret::tirer(&mut rand::rng());
    let (fort, rester) = (moyen.fort, moyen.rester && role == Role::Jeune);
    let arrivee = Arrivee { acteur: &acteur, fort, rester, agent: &visite.agent, par: moyen.par, depuis: None };
    let maintenant = etat.horloge.maintenant();
    sessions::ouvrir(tx, maintenant, &arrivee, &secret).await?;
    let mut cookies = vec![cookie(etat.https, Some(&secret), rester.then(|| Limites::de(role, true).duree))];
    if moyen.appareil {
        cookies.push(appareils::retenir(tx, maintenant, &visite.appareils, compte.id, etat.https).await?);
    }
    Ok(Inscrit { acteur, cookies })
}

/// Takes away, without a word, the session or the step that another follows: one follows it, whoever else asks at the
/// same time.
pub(super) async fn suivre(tx: &Tx, entetes: &HeaderMap, https: bool) -> Result<(), Erreur> {
    let prise = match secret(entetes, https) {
        Some(secret) => sessions::oublier(tx, &secret).await?,
        None => false,
    };
    match prise {
        true => Ok(()),
        false => Err(Erreur::Demande("Cette étape est terminée. Recommencez depuis « Se connecter ».".into())),
    }
}

/// A page of a step asked for out of turn: signing in begins again.
pub(super) fn recommencer() -> Page {
    Ok(Redirect::to("/connexion").into_response())
}

/// Only the page of the step one is at.
pub(super) async fn a_l_etape(etat: &Etat, en_cours: &EnCours, voulue: Etape) -> Result<Fiche, Erreur> {
    if Etape::lire(&en_cours.etape) != Some(voulue) {
        return Err(Erreur::Demande("Cette étape est terminée. Recommencez depuis « Se connecter ».".into()));
    }
    store::par_id(etat.base.lecture(), en_cours.compte_id).await?.ok_or(Erreur::Introuvable)
}

pub(super) async fn sortir(entetes: HeaderMap, g: Geste) -> Page {
    if let Some(secret) = secret(&entetes, g.etat.https) {
        sessions::fermer(g.tx(), g.maintenant(), g.acteur(), &secret).await?;
    }
    let mut reponse = Redirect::to("/").into_response();
    poser(&mut reponse, &cookie(g.etat.https, None, None));
    reponse.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    g.montrer(reponse).await
}

/// Where the day of each role begins.
pub(super) fn accueil(acteur: &Acteur) -> &'static str {
    match acteur.role() {
        Some(Role::Jeune) => "/mon-espace",
        Some(Role::Employeur) => "/apprentis",
        Some(role) if role.en_structure() => "/journee",
        _ => "/tableau-de-bord",
    }
}

pub(super) fn poser(reponse: &mut Response, cookie: &str) {
    if let Ok(valeur) = cookie.parse() {
        reponse.headers_mut().append(header::SET_COOKIE, valeur);
    }
}
