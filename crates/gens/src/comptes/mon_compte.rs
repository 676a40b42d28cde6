//! One's own account: password, second factor, recovery codes, sessions, the habilitation at work.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};

use super::appareils;
use super::entree::{accueil, poser, suivre};
use super::facteur::{Enrole, PageSecours, page_enroler};
use super::formulaire::Visite;
use super::habilitation::{CompteLu, de_compte};
use super::model::BUDGET_REDEMANDE;
use super::mot_de_passe;
use super::reconnaissance::cookie;
use super::rules::{duree_en_mots, juger};
use super::secret::Secret;
use super::sessions::{self, Arrivee, SessionLue, SessionOuverte};
use super::store::{self, Fiche};
use super::tentatives::{self, cible};
use super::totp;
use passerelle_socle::access::{Action, Compte, Habilitation, Objet, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::Entree;
use passerelle_socle::web::{Cadre, Envoi, Erreur, Etape, Etat, Geste, Page, entete_simple, page};

struct Ouverte {
    id: Id<SessionOuverte>,
    ici: bool,
    agent: String,
    depuis: String,
    vue: String,
}

#[derive(Template)]
#[template(path = "comptes/pages/mon_compte.html")]
struct PageMonCompte {
    cadre: Cadre,
    nom: String,
    identifiant: Option<String>,
    fonctions: Vec<String>,
    mot_de_passe: bool,
    totp: bool,
    obligatoire: bool,
    secours: i64,
    sessions: Vec<Ouverte>,
    oidc: Option<String>,
    rattache: i64,
    erreur: Option<String>,
}

async fn montrer(etat: &Etat, cadre: Cadre, session: &SessionLue, erreur: Option<String>) -> Page {
    let (base, maintenant) = (etat.base.lecture(), etat.horloge.maintenant());
    let fiche = store::par_id(base, session.compte.id).await?.ok_or(Erreur::Introuvable)?;
    let siennes = de_compte(base, maintenant, fiche.id).await?;
    let sessions = sessions::de_compte(base, maintenant, fiche.id).await?.into_iter().map(|s| Ouverte {
        id: s.id,
        ici: s.id == session.session,
        agent: s.agent.unwrap_or_else(|| "Navigateur non reconnu".into()),
        depuis: entete_simple(s.ouverte_le),
        vue: entete_simple(s.vue_le),
    });
    let statut = if erreur.is_some() { 422 } else { 200 };
    let mut reponse = page(PageMonCompte {
        cadre: cadre.fil([Etape::ici("Mon compte")]),
        nom: fiche.nom,
        identifiant: fiche.identifiant,
        obligatoire: siennes.iter().filter_map(|h| Role::lire(&h.role)).any(Role::professionnel),
        fonctions: siennes.iter().map(CompteLu::fonction).collect(),
        mot_de_passe: fiche.mot_de_passe.is_some(),
        totp: fiche.totp.is_some(),
        secours: store::secours_restants(base, fiche.id).await?,
        sessions: sessions.collect(),
        oidc: etat.reglages.oidc.as_ref().map(|o| o.nom.clone()),
        rattache: store::identites(base, fiche.id).await?,
        erreur,
    })?;
    *reponse.status_mut() = axum::http::StatusCode::from_u16(statut).unwrap_or_default();
    Ok(reponse)
}

pub(super) async fn voir(State(etat): State<Etat>, cadre: Cadre, session: SessionLue) -> Page {
    montrer(&etat, cadre, &session, None).await
}

/// Asks for the password again, before what it protects is changed.
async fn redemander(etat: &Etat, session: &SessionLue, mot: &str) -> Result<Result<Fiche, String>, Erreur> {
    let (maintenant, compte) = (etat.horloge.maintenant(), session.compte.id);
    // Only whoever is signed in on the account spends it.
    let tries = [cible(&BUDGET_REDEMANDE, "mot de passe redemandé", &compte.to_string())];
    if let Err(attente) = tentatives::prendre(&etat.base, maintenant, &tries).await? {
        let attente = duree_en_mots(attente.as_millis() as i64);
        return Ok(Err(format!("Trop d'essais se suivent. Attendez {attente}, puis recommencez.")));
    }
    let fiche = store::par_id(etat.base.lecture(), compte).await?.ok_or(Erreur::Introuvable)?;
    if !mot_de_passe::verifier(mot, fiche.mot_de_passe.as_deref()).await? {
        return Ok(Err("Ce n'est pas votre mot de passe actuel. Vérifiez-le, puis recommencez.".into()));
    }
    let tx = etat.base.transaction().await?;
    tentatives::rendre(&tx, &tries).await?;
    tx.commit().await?;
    Ok(Ok(fiche))
}

pub(super) async fn changer_mot_de_passe(visite: Visite, session: SessionLue, envoi: Envoi) -> Page {
    let fiche = match redemander(&envoi.etat, &session, envoi.recu.brut("actuel")).await? {
        Ok(fiche) => fiche,
        Err(phrase) => return montrer(&envoi.etat, envoi.cadre(), &session, Some(phrase)).await,
    };
    let autour = [fiche.nom.as_str(), fiche.identifiant.as_deref().unwrap_or_default()];
    if let Err(phrase) = juger(envoi.recu.brut("nouveau"), &autour) {
        return montrer(&envoi.etat, envoi.cadre(), &session, Some(phrase.into())).await;
    }
    let hash = mot_de_passe::hacher(envoi.recu.brut("nouveau")).await?;
    let g = envoi.ouvrir().await?;
    store::garder_mot_de_passe(g.tx(), fiche.id, &hash).await?;
    sessions::fermer_les_autres(g.tx(), fiche.id, session.session).await?;
    appareils::oublier_les_autres(g.tx(), fiche.id, &visite.appareils).await?;
    let entree = Entree::sur(Action::Modifier, Objet::MonCompte).detail("mot de passe");
    g.noter(entree);
    g.conclure("/mon-compte", "Mot de passe changé. Vos autres sessions sont fermées.").await
}

const FACTEUR: &str = "/mon-compte/second-facteur";
const CONFIRMER: &str = "/mon-compte/second-facteur/confirmer";

pub(super) async fn changer_facteur(session: SessionLue, envoi: Envoi) -> Page {
    if let Err(phrase) = redemander(&envoi.etat, &session, envoi.recu.brut("actuel")).await? {
        return montrer(&envoi.etat, envoi.cadre(), &session, Some(phrase)).await;
    }
    let g = envoi.ouvrir().await?;
    let nouveau = totp::tirer(&mut rand::rng());
    sessions::proposer(g.tx(), g.etat.base.coffre(), session.session, &nouveau).await?;
    g.montrer(Redirect::to(FACTEUR).into_response()).await
}

/// The account and the second factor offered to its session.
async fn propose(etat: &Etat, session: &SessionLue) -> Result<(Fiche, String), Erreur> {
    let fiche = store::par_id(etat.base.lecture(), session.compte.id).await?.ok_or(Erreur::Introuvable)?;
    let propose = sessions::propose(etat.base.lecture(), etat.base.coffre(), session.session).await?;
    let propose = propose
        .ok_or_else(|| Erreur::Demande("Redonnez d'abord votre mot de passe sur la page « Mon compte ».".into()))?;
    Ok((fiche, propose))
}

pub(super) async fn facteur(State(etat): State<Etat>, cadre: Cadre, session: SessionLue) -> Page {
    // Asked for before the password was given again: that is where it begins.
    let (fiche, propose) = match propose(&etat, &session).await {
        Ok(lus) => lus,
        Err(Erreur::Demande(_)) => return Ok(Redirect::to("/mon-compte").into_response()),
        Err(autre) => return Err(autre),
    };
    let compte = fiche.identifiant.as_deref().unwrap_or(&fiche.nom);
    page_enroler(cadre, Enrole { compte, action: CONFIRMER, propose: &propose }, None)
}

pub(super) async fn confirmer_facteur(session: SessionLue, envoi: Envoi) -> Page {
    let (fiche, propose) = propose(&envoi.etat, &session).await?;
    let maintenant = envoi.maintenant();
    let Some(pas) = totp::pas_accepte(&propose, envoi.recu.lire("code"), maintenant.millis(), None) else {
        let phrase =
            "Ce code n'est pas celui que ce dessin donne. Vérifiez l'heure du téléphone et tapez le code suivant.";
        let compte = fiche.identifiant.as_deref().unwrap_or(&fiche.nom);
        let enrole = Enrole { compte, action: CONFIRMER, propose: &propose };
        return page_enroler(envoi.cadre(), enrole, Some(phrase.into()));
    };
    let g = envoi.ouvrir().await?;
    if !sessions::accepter(g.tx(), g.etat.base.coffre(), session.session, &propose).await? {
        return Err(Erreur::Demande("Ce code est déjà activé : voyez la page « Mon compte ».".into()));
    }
    store::garder_totp(g.tx(), g.etat.base.coffre(), fiche.id, &propose, pas).await?;
    sessions::fermer_les_autres(g.tx(), fiche.id, session.session).await?;
    montrer_secours(g, fiche.id, Entree::sur(Action::Modifier, Objet::MonCompte).detail("second facteur")).await
}

/// Draws recovery codes, tells why, shows them once.
async fn montrer_secours(g: Geste, compte: Id<Compte>, entree: Entree) -> Page {
    let codes = store::tirer_secours(g.tx(), compte).await?;
    g.noter(entree);
    let secours = page(PageSecours { cadre: g.cadre(), codes, suite: "/mon-compte".into() })?;
    g.montrer(secours).await
}

pub(super) async fn refaire_secours(session: SessionLue, envoi: Envoi) -> Page {
    let fiche = match redemander(&envoi.etat, &session, envoi.recu.brut("actuel")).await? {
        Ok(fiche) if fiche.totp.is_some() => fiche,
        Ok(_) => return Err(Erreur::Demande("Activez d'abord le code de votre téléphone.".into())),
        Err(phrase) => return montrer(&envoi.etat, envoi.cadre(), &session, Some(phrase)).await,
    };
    montrer_secours(
        envoi.ouvrir().await?,
        fiche.id,
        Entree::sur(Action::Creer, Objet::MonCompte).detail("codes de secours"),
    )
    .await
}

/// Closes one of one's own sessions; that of somebody else does not exist.
pub(super) async fn fermer_session(session: SessionLue, Path(id): Path<Id<SessionOuverte>>, g: Geste) -> Page {
    if !sessions::fermer_une(g.tx(), session.compte.id, id).await? {
        return Err(Erreur::Introuvable);
    }
    let entree = Entree::sur(Action::Fermer, Objet::Session).detail("depuis une autre session");
    g.noter(entree);
    g.conclure("/mon-compte", "Session fermée.").await
}

pub(super) async fn fermer_autres(visite: Visite, session: SessionLue, g: Geste) -> Page {
    appareils::oublier_les_autres(g.tx(), session.compte.id, &visite.appareils).await?;
    let combien = sessions::fermer_les_autres(g.tx(), session.compte.id, session.session).await?;
    if combien > 0 {
        let entree = Entree::sur(Action::Fermer, Objet::Session).detail("toutes les autres sessions");
        g.noter(entree);
    }
    g.conclure("/mon-compte", "Vos autres sessions sont fermées.").await
}

/// Works under another of one's habilitations, in a session of another secret. A role that asks for a
/// second factor is not reached from a session without one.
pub(super) async fn exercer(
    visite: Visite,
    session: SessionLue,
    entetes: HeaderMap,
    Path(id): Path<Id<Habilitation>>,
    g: Geste,
) -> Page {
    let maintenant = g.maintenant();
    let siennes = de_compte(g.tx(), maintenant, session.compte.id).await?;
    let voulue = siennes.iter().find(|h| h.habilitation == id).ok_or(Erreur::Introuvable)?;
    let acteur = voulue.acteur().ok_or(Erreur::Introuvable)?;
    if !session.fort && acteur.role().is_some_and(Role::professionnel) {
        return Err(Erreur::Demande(
            "Ce rôle demande un mot de passe et un code. Déconnectez-vous, puis connectez-vous avec eux.".into(),
        ));
    }
    suivre(g.tx(), &entetes, g.etat.https).await?;
    let nouveau = Secret::tirer(&mut rand::rng());
    let depuis = Some(session.ouverte_le);
    let arrivee = Arrivee {
        acteur: &acteur,
        fort: session.fort,
        rester: false,
        agent: &visite.agent,
        par: "changement de rôle",
        depuis,
    };
    sessions::ouvrir(g.tx(), maintenant, &arrivee, &nouveau).await?;
    let mut reponse = Redirect::to(accueil(&acteur)).into_response();
    poser(&mut reponse, &cookie(g.etat.https, Some(&nouveau), None));
    g.montrer(reponse).await
}
