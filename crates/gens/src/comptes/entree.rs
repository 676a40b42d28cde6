//! Once somebody has proved who they are: the steps still to come, the session that opens, where it leads, and its end.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use passerelle_base::Id;

use super::formulaire::Visite;
use super::habilitation::{CompteLu, de_compte};
use super::model::{Etape, Limites};
use super::reconnaissance::{cookie, secret};
use super::rules::apres_mot_de_passe;
use super::secret::Secret;
use super::sessions::{self, Arrivee, EnCours};
use super::store::{self, Fiche};
use super::totp;
use passerelle_socle::access::{Accorde, Acteur, Role};
use passerelle_socle::db::Tx;
use passerelle_socle::web::{Erreur, Etat, Page, Parametres};

/// The step after a right password, or after choosing one.
pub(super) async fn suite(
    etat: &Etat,
    tx: Tx,
    fiche: &Fiche,
    (visite, retour): (&Visite, &str),
    par: &'static str,
) -> Page {
    let maintenant = etat.horloge.maintenant();
    let siennes = de_compte(&tx, maintenant, fiche.id).await?;
    let roles: Vec<Role> = siennes.iter().filter_map(|h| Role::lire(&h.role)).collect();
    match apres_mot_de_passe(fiche.totp.is_some(), &roles) {
        Etape::Ouverte => {
            ouvrir(etat, tx, &siennes, &Moyen { fort: false, rester: false, par }, (visite, retour)).await
        }
        etape => {
            let propose = (etape == Etape::Enrolement).then(|| totp::tirer(&mut rand::rng()));
            let secret = Secret::tirer(&mut rand::rng());
            sessions::commencer(&tx, maintenant, Id::from_uuid(fiche.id), (etape, propose), &secret).await?;
            tx.commit().await?;
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
    /// In words, for the journal.
    pub par: &'static str,
}

/// Opens a session under the oldest habilitation that this proof suffices for, and goes to its first page.
pub(super) async fn ouvrir(
    etat: &Etat,
    tx: Tx,
    siennes: &[CompteLu],
    moyen: &Moyen,
    (visite, retour): (&Visite, &str),
) -> Page {
    let (acteur, role, secret) = inscrire(etat, &tx, siennes, moyen, visite).await?;
    tx.commit().await?;
    let mut reponse = Redirect::to(interne(retour, accueil(&acteur))).into_response();
    let reste = (moyen.rester && role == Role::Jeune).then(|| Limites::de(role, true).duree);
    poser(&mut reponse, &cookie(etat.https, Some(&secret), reste));
    Ok(reponse)
}

pub(super) async fn inscrire(
    etat: &Etat,
    tx: &Tx,
    siennes: &[CompteLu],
    moyen: &Moyen,
    visite: &Visite,
) -> Result<(Acteur, Role, Secret), Erreur> {
    let permis = |c: &&CompteLu| Role::lire(&c.role).is_some_and(|r| moyen.fort || !r.professionnel());
    let sans_role = || {
        Erreur::Demande(
            "Votre compte n'a plus de rôle ici. Demandez-en un à la personne qui administre Passerelle.".into(),
        )
    };
    let acteur = siennes.iter().find(permis).and_then(CompteLu::acteur).ok_or_else(sans_role)?;
    let role = acteur.role().ok_or_else(sans_role)?;
    let secret = Secret::tirer(&mut rand::rng());
    let (fort, rester) = (moyen.fort, moyen.rester && role == Role::Jeune);
    let arrivee = Arrivee { acteur: &acteur, fort, rester, agent: &visite.agent, par: moyen.par, depuis: None };
    sessions::ouvrir(tx, etat.horloge.maintenant(), &arrivee, &secret).await?;
    Ok((acteur, role, secret))
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

pub(super) async fn sortir(State(etat): State<Etat>, accorde: Accorde, entetes: HeaderMap) -> Page {
    if let Some(secret) = secret(&entetes, etat.https) {
        let tx = etat.base.transaction().await?;
        sessions::fermer(&tx, etat.horloge.maintenant(), accorde.acteur(), &secret).await?;
        tx.commit().await?;
    }
    let mut reponse = Redirect::to("/").into_response();
    poser(&mut reponse, &cookie(etat.https, None, None));
    reponse.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(reponse)
}

/// Only a path of this site: `//ailleurs` and `/\ailleurs` would lead out of it, and so would
/// `/<tab>/ailleurs`, since browsers drop control characters before they read an address.
pub(super) fn interne<'a>(retour: &'a str, accueil: &'a str) -> &'a str {
    let trompeur = |c: char| c == '\\' || c.is_control();
    let local = retour.starts_with('/') && !retour.starts_with("//") && !retour.contains(trompeur);
    if local && !retour.starts_with("/connexion") { retour } else { accueil }
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
