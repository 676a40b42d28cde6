//! The second factor: its code at each sign-in, and the page that sets it.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;

use super::appareils;
use super::entree::{Moyen, a_l_etape, accueil, inscrire, ouvrir, recommencer, suivre};
use super::essai_complet::{codes_de, noter_code_refuse};
use super::formulaire::{Champ, Formulaire, Genre, Visite};
use super::habilitation::de_compte;
use super::model::{BUDGET_APPAREIL, Etape};
use super::rules::duree_en_mots;
use super::sessions::EnCours;
use super::store::{self, Fiche};
use super::tentatives::{self, Cible, cible};
use super::totp;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Envoi, Erreur, Etat, Page, Parametres, page};

#[derive(Template)]
#[template(path = "comptes/pages/secours.html")]
pub(super) struct PageSecours {
    pub cadre: Cadre,
    pub codes: Vec<String>,
    pub suite: String,
}

fn page_verifier(cadre: Cadre, retour: &str, erreur: Option<String>) -> Page {
    Formulaire::nouveau(cadre, "Confirmer que c'est vous", Etape::Verification.chemin(), "Entrer")
        .phrase("Ouvrez l'application de codes de votre téléphone et tapez les six chiffres qu'elle affiche pour Passerelle.")
        .champ(Champ::code("Code", "Six chiffres. Sans votre téléphone, tapez un de vos codes de secours."))
        .champ(Champ::nouveau("retour", "", Genre::Cache).valeur(retour))
        .lien("Recommencer avec un autre compte", "/connexion")
        .erreur(erreur)
        .page()
}

pub(super) async fn verification(
    State(etat): State<Etat>,
    cadre: Cadre,
    en_cours: Option<EnCours>,
    p: Parametres,
) -> Page {
    let Some(en_cours) = en_cours else { return recommencer() };
    if a_l_etape(&etat, &en_cours, Etape::Verification).await.is_err() {
        return recommencer();
    }
    page_verifier(cadre, p.lire("retour"), None)
}

pub(super) async fn verifier(visite: Visite, en_cours: EnCours, entetes: HeaderMap, envoi: Envoi) -> Page {
    let fiche = a_l_etape(&envoi.etat, &en_cours, Etape::Verification).await?;
    let maintenant = envoi.maintenant();
    let (base, code) = (&envoi.etat.base, envoi.recu.lire("code"));
    // Nobody guesses a recovery code: it is looked at whatever was tried before.
    let secours = store::a_secours(base.lecture(), fiche.id, code).await?;
    let tries = match secours {
        true => vec![],
        false => match prendre(&visite, &envoi, &fiche).await? {
            Ok(pris) => vec![pris],
            Err(attente) => {
                let attente = duree_en_mots(attente.as_millis() as i64);
                let phrase =
                    format!("Trop de codes faux se suivent. Attendez {attente}, ou tapez un de vos codes de secours.");
                return page_verifier(envoi.cadre(), envoi.recu.lire("retour"), Some(phrase));
            }
        },
    };
    let g = envoi.ouvrir().await?;
    let code = g.recu.lire("code");
    let ouvert = fiche.ouvrir_totp(g.etat.base.coffre())?;
    let pas = ouvert.and_then(|s| totp::pas_accepte(&s, code, maintenant.millis(), fiche.totp_pas));
    let par = match pas {
        Some(pas) if store::user_pas(g.tx(), fiche.id, pas).await? => Some("mot de passe et code"),
        Some(_) => None,
        None => {
            let sert = secours && store::user_secours(g.tx(), maintenant, fiche.id, code).await?;
            sert.then_some("mot de passe et code de secours")
        }
    };
    let Some(par) = par else {
        let envoi = g.abandonner().await?;
        noter_code_refuse(&envoi.etat.base, maintenant, &fiche).await?;
        let phrase = "Ce code n'est pas le bon, ou il a déjà servi. Attendez le suivant et tapez-le.";
        return page_verifier(envoi.cadre(), envoi.recu.lire("retour"), Some(phrase.into()));
    };
    tentatives::rendre(g.tx(), &tries).await?;
    suivre(g.tx(), &entetes, g.etat.https).await?;
    let siennes = de_compte(g.tx(), maintenant, fiche.id).await?;
    let (moyen, retour) = (Moyen { fort: true, rester: false, appareil: true, par }, g.recu.lire("retour"));
    let entree = ouvrir(&g.etat, g.tx(), &siennes, &moyen, &visite, retour).await?;
    g.montrer(entree).await
}

/// Takes a try of a code: from what the browser has of its own when it is known, else from what unknown ones share.
async fn prendre(visite: &Visite, envoi: &Envoi, fiche: &Fiche) -> Result<Result<Cible, Duration>, Erreur> {
    let (base, maintenant) = (&envoi.etat.base, envoi.maintenant());
    let connu = appareils::connu(base.lecture(), maintenant, &visite.appareils, fiche.id).await?;
    let siens = connu.map(|a| cible(&BUDGET_APPAREIL, "code, appareil", a.en_clair()));
    let mut attente = Duration::ZERO;
    for pris in siens.into_iter().chain([codes_de(fiche)]) {
        match tentatives::prendre(base, maintenant, std::slice::from_ref(&pris)).await? {
            Ok(()) => return Ok(Ok(pris)),
            Err(encore) => attente = encore,
        }
    }
    Ok(Err(attente))
}

/// A second factor about to be set.
pub(super) struct Enrole<'a> {
    /// How the application names the account.
    pub compte: &'a str,
    /// Where the form goes.
    pub action: &'a str,
    /// The secret proposed.
    pub propose: &'a str,
}

/// The page that sets a second factor, at sign-in or later.
pub(super) fn page_enroler(cadre: Cadre, enrole: Enrole<'_>, erreur: Option<String>) -> Page {
    let Enrole { compte, action, propose } = enrole;
    let mut f = Formulaire::nouveau(cadre, "Ajouter un code à votre connexion", action, "Vérifier et activer")
        .phrase("Un mot de passe se vole. Un code de votre téléphone, en plus, protège les dossiers des jeunes.")
        .phrase("Installez une application de codes à usage unique (FreeOTP, Aegis, Google Authenticator…), puis scannez ce dessin.")
        .champ(Champ::code("Code affiché par l'application", "Six chiffres, qui changent toutes les 30 secondes."))
        .erreur(erreur);
    let groupes: Vec<String> = propose.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect();
    f.dessin = totp::image(&totp::adresse(propose, compte)).map(|i| (i, groupes.join(" ")));
    f.page()
}

pub(super) async fn enrolement(State(etat): State<Etat>, cadre: Cadre, en_cours: Option<EnCours>) -> Page {
    let Some(en_cours) = en_cours else { return recommencer() };
    let Ok(fiche) = a_l_etape(&etat, &en_cours, Etape::Enrolement).await else { return recommencer() };
    let propose = en_cours.ouvrir_propose(etat.base.coffre())?;
    let compte = fiche.identifiant.as_deref().unwrap_or(&fiche.nom);
    page_enroler(cadre, Enrole { compte, action: Etape::Enrolement.chemin(), propose: &propose }, None)
}

pub(super) async fn enroler(visite: Visite, en_cours: EnCours, entetes: HeaderMap, envoi: Envoi) -> Page {
    let fiche = a_l_etape(&envoi.etat, &en_cours, Etape::Enrolement).await?;
    let (maintenant, propose) = (envoi.maintenant(), en_cours.ouvrir_propose(envoi.etat.base.coffre())?);
    let Some(pas) = totp::pas_accepte(&propose, envoi.recu.lire("code"), maintenant.millis(), None) else {
        let phrase =
            "Ce code n'est pas celui que ce dessin donne. Vérifiez l'heure du téléphone et tapez le code suivant.";
        let compte = fiche.identifiant.as_deref().unwrap_or(&fiche.nom);
        let enrole = Enrole { compte, action: Etape::Enrolement.chemin(), propose: &propose };
        return page_enroler(envoi.cadre(), enrole, Some(phrase.into()));
    };
    let g = envoi.ouvrir().await?;
    suivre(g.tx(), &entetes, g.etat.https).await?;
    store::garder_totp(g.tx(), g.etat.base.coffre(), fiche.id, &propose, pas).await?;
    let codes = store::tirer_secours(g.tx(), fiche.id).await?;
    let siennes = de_compte(g.tx(), maintenant, fiche.id).await?;
    let moyen = Moyen { fort: true, rester: false, appareil: true, par: "mot de passe et code" };
    let inscrit = inscrire(&g.etat, g.tx(), &siennes, &moyen, &visite).await?;
    let entree = Entree::sur(Action::Creer, Objet::MonCompte).detail("second facteur");
    journal::ecrire(g.tx(), maintenant, &inscrit.acteur, entree);
    let mut reponse = page(PageSecours { cadre: g.cadre(), codes, suite: accueil(&inscrit.acteur).to_owned() })?;
    inscrit.poser(&mut reponse);
    g.montrer(reponse).await
}
