//! Entering by a one-time link: it is shown, it is used, then a professional chooses a password.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use passerelle_base::Id;
use uuid::Uuid;

use super::entree::{Moyen, a_l_etape, ouvrir, recommencer, suite, vers};
use super::formulaire::{Champ, Formulaire, Visite};
use super::habilitation::{CompteLu, de_compte};
use super::model::Etape;
use super::mot_de_passe;
use super::reconnaissance::secret;
use super::rules::juger;
use super::secret::Secret;
use super::sessions::{self, EnCours};
use super::store::{self, Fiche};
use passerelle_socle::access::{Action, Objet, Role};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Erreur, Etat, Page, Recu, page};

#[derive(Template)]
#[template(path = "comptes/pages/lien.html")]
struct PageLien {
    cadre: Cadre,
    jeune: bool,
}

/// A link is shown before it is used: mail scanners open what they read. Its form names no
/// address, so it can only go back to this one.
pub(super) async fn lien(State(etat): State<Etat>, cadre: Cadre, Path(texte): Path<String>) -> Page {
    let (maintenant, secret) = (etat.horloge.maintenant(), Secret::presente(&texte));
    let jeune = match store::lien(etat.base.lecture(), maintenant, &secret).await? {
        Some(l) => {
            let siennes = de_compte(etat.base.lecture(), maintenant, l.compte_id).await?;
            !siennes.is_empty() && siennes.iter().all(|h| h.role == Role::Jeune.code())
        }
        None => false,
    };
    page(PageLien { cadre, jeune })
}

pub(super) async fn entrer(State(etat): State<Etat>, visite: Visite, Path(texte): Path<String>, recu: Recu) -> Page {
    let maintenant = etat.horloge.maintenant();
    let tx = etat.base.transaction().await?;
    let Some(lien) = store::utiliser_lien(&tx, maintenant, &Secret::presente(&texte)).await? else {
        return Err(Erreur::Demande(
            "Ce lien a déjà servi ou a expiré. Demandez-en un autre à la personne qui vous l'a remis.".into(),
        ));
    };
    let siennes = de_compte(&tx, maintenant, lien.compte_id).await?;
    let rester = recu.lire("rester") == "oui";
    if lien.nature == "direct" {
        return ouvrir(&etat, tx, &siennes, &Moyen { fort: true, rester, par: "lien direct" }, (&visite, "")).await;
    }
    let professionnel = siennes.iter().filter_map(|h| Role::lire(&h.role)).any(Role::professionnel);
    if !professionnel {
        return ouvrir(&etat, tx, &siennes, &Moyen { fort: false, rester, par: "lien" }, (&visite, "")).await;
    }
    let secret = Secret::tirer(&mut rand::rng());
    sessions::commencer(&tx, maintenant, Id::from_uuid(lien.compte_id), (Etape::MotDePasse, None), &secret).await?;
    tx.commit().await?;
    Ok(vers(&etat, Etape::MotDePasse.chemin(), &secret))
}

fn page_choisir(etat: &Etat, cadre: Cadre, fiche: &Fiche, saisi: &str, erreur: Option<String>) -> Page {
    let mut f =
        Formulaire::nouveau(cadre, "Choisir un mot de passe", Etape::MotDePasse.chemin(), "Garder ce mot de passe")
            .phrase(format!(
                "Bonjour {}. Ce mot de passe ouvrira votre compte, avec un code de votre téléphone.",
                fiche.nom
            ))
            .erreur(erreur);
    f = match &fiche.identifiant {
        None => f.champ(Champ::courriel("courriel", saisi).aide("Vous vous connecterez avec lui.")),
        Some(connu) => f.phrase(format!("Vous vous connecterez avec {connu}.")),
    };
    f = f.champ(Champ::nouveau_mot_de_passe());
    match &etat.reglages.oidc {
        Some(o) => f.lien(&format!("Me connecter plutôt avec {}", o.nom), "/connexion/oidc").page(),
        None => f.page(),
    }
}

pub(super) async fn choisir(State(etat): State<Etat>, cadre: Cadre, en_cours: Option<EnCours>) -> Page {
    let Some(en_cours) = en_cours else { return recommencer() };
    let Ok(fiche) = a_l_etape(&etat, &en_cours, Etape::MotDePasse).await else { return recommencer() };
    page_choisir(&etat, cadre, &fiche, "", None)
}

pub(super) async fn garder(
    State(etat): State<Etat>,
    cadre: Cadre,
    visite: Visite,
    en_cours: EnCours,
    entetes: HeaderMap,
    recu: Recu,
) -> Page {
    let mut fiche = a_l_etape(&etat, &en_cours, Etape::MotDePasse).await?;
    let maintenant = etat.horloge.maintenant();
    let saisi = recu.brut("courriel").trim().to_lowercase();
    if fiche.identifiant.is_none() {
        if saisi.parse::<passerelle_base::Courriel>().is_err() {
            return page_choisir(
                &etat,
                cadre,
                &fiche,
                &saisi,
                Some("Tapez votre courriel, par exemple nom@exemple.fr.".into()),
            );
        }
        if store::par_identifiant(etat.base.lecture(), &saisi).await?.is_some() {
            let phrase =
                "Ce courriel sert déjà à un autre compte. Tapez-en un autre, ou connectez-vous avec ce compte.";
            return page_choisir(&etat, cadre, &fiche, &saisi, Some(phrase.into()));
        }
        fiche.identifiant = Some(saisi.clone());
    }
    let siennes = de_compte(etat.base.lecture(), maintenant, fiche.id).await?;
    let mut autour = vec![fiche.nom.as_str(), fiche.identifiant.as_deref().unwrap_or_default()];
    autour.extend(siennes.iter().filter_map(|h| h.structure.as_deref()));
    if let Err(phrase) = juger(recu.brut("nouveau"), &autour) {
        let mut sans = fiche.clone();
        if !saisi.is_empty() {
            sans.identifiant = None;
        }
        return page_choisir(&etat, cadre, &sans, &saisi, Some(phrase.into()));
    }
    let hash = mot_de_passe::hacher(recu.brut("nouveau")).await?;
    let acteur = siennes.iter().find_map(CompteLu::acteur).ok_or(Erreur::Introuvable)?;
    let tx = etat.base.transaction().await?;
    store::definir_identifiant(&tx, fiche.id, fiche.identifiant.as_deref().unwrap_or_default()).await?;
    store::garder_mot_de_passe(&tx, fiche.id, &hash).await?;
    // A new password closes whatever the old one had opened, this step included.
    sessions::fermer_les_autres(&tx, fiche.id, Uuid::nil()).await?;
    if let Some(secret) = secret(&entetes, etat.https) {
        sessions::oublier(&tx, &secret).await?;
    }
    let entree = Entree::sur(Action::Modifier, Objet::MonCompte).detail("mot de passe");
    journal::ecrire(&tx, maintenant, &acteur, entree);
    suite(&etat, tx, &fiche, (&visite, ""), "mot de passe").await
}
