//! The first step of signing in: a mail address and a password, and whose tries they are counted with.
//!
//! A browser that signed in before on the account has a budget of its own. Any other has that of the account and that of
//! its address, which others spend too: once spent, the page asks for the code together with the password
//! (`essai_complet`), and nobody can spend that for them.

use super::appareils;
use super::connexion::refuser;
use super::entree::suite;
use super::essai_complet;
use super::formulaire::Visite;
use super::jugement::{garde, noter_refus, refaire};
use super::model::{BUDGET_ADRESSE, BUDGET_APPAREIL, BUDGET_COMPTE};
use super::mot_de_passe::{self, Tour};
use super::store::{self, Fiche};
use super::tentatives::{self, Cible, cible};
use passerelle_socle::web::{Envoi, Page};

/// Mail address and password. Unknown, disabled, without a password or wrong: one answer, after as long.
pub(super) async fn identifier(visite: Visite, envoi: Envoi) -> Page {
    let courriel = envoi.recu.lire("courriel").to_lowercase();
    let (base, maintenant) = (&envoi.etat.base, envoi.maintenant());
    let fiche = store::par_identifiant(base.lecture(), &courriel).await?;
    let connu = match &fiche {
        Some(f) => appareils::connu(base.lecture(), maintenant, &visite.appareils, f.id).await?,
        None => None,
    };
    let mot = envoi.recu.brut("mot_de_passe");
    if let Some(appareil) = connu {
        let siens = vec![cible(&BUDGET_APPAREIL, "mot de passe, appareil", appareil.en_clair())];
        if tentatives::prendre(base, maintenant, &siens).await?.is_ok() {
            let juste = mot_de_passe::verifier(mot, garde(fiche.as_ref())).await?;
            return conclure(visite, envoi, fiche, juste, siens).await;
        }
    }
    if !envoi.recu.lire("code").is_empty() {
        return essai_complet::juger(visite, envoi, fiche).await;
    }
    let tries = vec![cible(&BUDGET_COMPTE, "compte", &courriel), cible(&BUDGET_ADRESSE, "adresse", &visite.adresse)];
    let tour = match Tour::attendre() {
        Some(tour) => tentatives::prendre(base, maintenant, &tries).await?.ok().map(|()| tour),
        None => None,
    };
    let Some(tour) = tour else {
        let phrase = "Beaucoup d'essais ont été faits sur ce compte ou depuis votre réseau, peut-être par d'autres. Tapez aussi le code de votre téléphone, ou un code de secours : avec lui, vous n'attendez pas.";
        return refuser(&envoi, true, phrase).await;
    };
    let juste = tour.verifier(mot, garde(fiche.as_ref())).await?;
    conclure(visite, envoi, fiche, juste, tries).await
}

/// What follows a password that was judged.
async fn conclure(visite: Visite, envoi: Envoi, fiche: Option<Fiche>, juste: bool, tries: Vec<Cible>) -> Page {
    let (Some(fiche), true) = (&fiche, juste) else {
        if let Some(f) = &fiche {
            noter_refus(&envoi, f).await?;
        }
        let phrase = "Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis recommencez.";
        return refuser(&envoi, false, phrase).await;
    };
    let refait = refaire(&envoi, fiche).await?;
    let g = envoi.ouvrir().await?;
    tentatives::rendre(g.tx(), &tries).await?;
    if let Some(hash) = refait {
        store::garder_mot_de_passe(g.tx(), fiche.id, &hash).await?;
    }
    let suite = suite(&g.etat, g.tx(), fiche, &visite, g.recu.brut("retour"), "mot de passe").await?;
    g.montrer(suite).await
}
