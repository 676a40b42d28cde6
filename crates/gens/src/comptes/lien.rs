//! Entering by a one-time link: it is shown, it is used, then a professional chooses a password.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use passerelle_socle::ident::Id;

use super::appareils;
use super::entree::{Moyen, a_l_etape, ouvrir, recommencer, suite, suivre, vers};
use super::formulaire::{Champ, Formulaire, Visite};
use super::habilitation::{CompteLu, de_compte};
use super::model::Etape;
use super::mot_de_passe;
use super::rules::juger;
use super::secret::Secret;
use super::sessions::{self, EnCours};
use super::store::{self, Fiche};
use passerelle_socle::access::{Action, Compte, Objet, Role};
use passerelle_socle::hors_vue::{self, Question};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Envoi, Erreur, Etat, Geste, Page, page};

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

pub(super) async fn entrer(visite: Visite, Path(texte): Path<String>, g: Geste) -> Page {
    let maintenant = g.maintenant();
    let Some(lien) = store::utiliser_lien(g.tx(), maintenant, &Secret::presente(&texte)).await? else {
        return Err(Erreur::Demande(
            "Ce lien a déjà servi ou a expiré. Demandez-en un autre à la personne qui vous l'a remis.".into(),
        ));
    };
    let siennes = de_compte(g.tx(), maintenant, lien.compte_id).await?;
    let rester = g.recu.lire("rester") == "oui";
    let professionnel = siennes.iter().filter_map(|h| Role::lire(&h.role)).any(Role::professionnel);
    let moyen = match (lien.nature == "direct", professionnel) {
        (true, _) => Moyen { fort: true, rester, appareil: false, par: "lien direct" },
        (false, false) => Moyen { fort: false, rester, appareil: true, par: "lien" },
        (false, true) => {
            let (secret, qui) = (Secret::tirer(&mut rand::rng()), lien.compte_id);
            sessions::commencer(g.tx(), g.etat.base.coffre(), maintenant, qui, Etape::MotDePasse, None, &secret)
                .await?;
            let suite = vers(&g.etat, Etape::MotDePasse.chemin(), &secret);
            return g.montrer(suite).await;
        }
    };
    let entree = ouvrir(&g.etat, g.tx(), &siennes, &moyen, &visite, "").await?;
    g.montrer(entree).await
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

/// Whether an address opens another account: a question about what is out of sight, whatever its answer.
async fn courriel_pris(envoi: &Envoi, compte: Id<Compte>, courriel: &str) -> Result<bool, Erreur> {
    let (maintenant, tx) = (envoi.maintenant(), envoi.etat.base.transaction().await?);
    let siennes = de_compte(&tx, maintenant, compte).await?;
    let acteur = siennes.iter().find_map(CompteLu::acteur).ok_or(Erreur::Introuvable)?;
    hors_vue::essayer(&tx, maintenant, &acteur, Question::Courriel).await?;
    let trouve: Vec<Id<Compte>> = store::par_identifiant(&tx, courriel).await?.into_iter().map(|c| c.id).collect();
    hors_vue::noter(&tx, maintenant, &acteur, Question::Courriel, &trouve);
    tx.commit().await?;
    Ok(!trouve.is_empty())
}

pub(super) async fn garder(visite: Visite, en_cours: EnCours, entetes: HeaderMap, envoi: Envoi) -> Page {
    let mut fiche = a_l_etape(&envoi.etat, &en_cours, Etape::MotDePasse).await?;
    let (maintenant, base) = (envoi.maintenant(), envoi.etat.base.lecture());
    let saisi = envoi.recu.lire("courriel").to_lowercase();
    let redemander =
        |fiche: &Fiche, phrase: &str| page_choisir(&envoi.etat, envoi.cadre(), fiche, &saisi, Some(phrase.to_owned()));
    if fiche.identifiant.is_none() {
        if saisi.parse::<passerelle_base::Courriel>().is_err() {
            return redemander(&fiche, "Tapez votre courriel, par exemple nom@exemple.fr.");
        }
        if courriel_pris(&envoi, fiche.id, &saisi).await? {
            let phrase =
                "Ce courriel sert déjà à un autre compte. Tapez-en un autre, ou connectez-vous avec ce compte.";
            return redemander(&fiche, phrase);
        }
        fiche.identifiant = Some(saisi.clone());
    }
    let siennes = de_compte(base, maintenant, fiche.id).await?;
    let mut autour = vec![fiche.nom.as_str(), fiche.identifiant.as_deref().unwrap_or_default()];
    autour.extend(siennes.iter().filter_map(|h| h.structure.as_deref()));
    if let Err(phrase) = juger(envoi.recu.brut("nouveau"), &autour) {
        let mut sans = fiche.clone();
        if !saisi.is_empty() {
            sans.identifiant = None;
        }
        return redemander(&sans, phrase);
    }
    let hash = mot_de_passe::hacher(envoi.recu.brut("nouveau")).await?;
    let acteur = siennes.iter().find_map(CompteLu::acteur).ok_or(Erreur::Introuvable)?;
    let g = envoi.ouvrir().await?;
    suivre(g.tx(), &entetes, g.etat.https).await?;
    store::definir_identifiant(g.tx(), fiche.id, fiche.identifiant.as_deref().unwrap_or_default()).await?;
    store::garder_mot_de_passe(g.tx(), fiche.id, &hash).await?;
    // A new password closes whatever the old one had opened.
    sessions::fermer_les_autres(g.tx(), fiche.id, Id::nul()).await?;
    appareils::oublier_les_autres(g.tx(), fiche.id, &visite.appareils).await?;
    let entree = Entree::sur(Action::Modifier, Objet::MonCompte).detail("mot de passe");
    journal::ecrire(g.tx(), maintenant, &acteur, entree);
    let suite = suite(&g.etat, g.tx(), &fiche, &visite, "", "mot de passe").await?;
    g.montrer(suite).await
}
