//! A try with everything at once: mail address, password and code. It is asked of a browser that is not known, once
//! others have spent what an unknown browser may try.
//!
//! The code is looked at first: a password is judged only behind the right one, so that whoever guesses blindly has one
//! in some three hundred thousand tries judged, and the owner all of theirs. A wrong code costs nearly nothing and writes
//! nothing. Whatever was wrong, the answer is one sentence after one delay.
//!
//! Somebody who holds the password could guess codes there without end: some of the passwords that came with a wrong code
//! are looked at too, a few a second and unseen from outside. A right one counts as a code tried behind a right password,
//! in the budget of `facteur`: once it is spent, only a recovery code, a known browser or a new link opens the account
//! to an unknown browser, and its owner is told.

use std::time::Duration;

use passerelle_socle::temps::Instant;

use super::connexion::refuser;
use super::courriers::{self, Courrier};
use super::entree::{Moyen, ouvrir};
use super::formulaire::Visite;
use super::habilitation::de_compte;
use super::jugement::{garde, noter_refus, refaire};
use super::model::{BUDGET_CODE, BUDGET_ESSAI_COMPLET, BUDGET_PAS, BUDGET_SECOURS, DELAI_REFUS};
use super::mot_de_passe::{self, Tour};
use super::store::{self, Fiche};
use super::tentatives::{self, Cible, cible};
use super::totp;
use passerelle_socle::access::{Acteur, Action, Objet};
use passerelle_socle::db::Base;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Envoi, Erreur, Page};

/// A second factor of nobody: an unknown account takes as long as another.
const LEURRE: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// How long the mail that warns an owner waits to leave.
const DUREE_AVIS: Duration = Duration::from_secs(24 * 3_600);

/// What the code was.
#[derive(Clone, Copy)]
enum Preuve {
    /// That of this step of thirty seconds.
    Pas(i64),
    /// A recovery code.
    Secours,
}

/// Judges it.
pub(super) async fn juger(visite: Visite, envoi: Envoi, fiche: Option<Fiche>) -> Page {
    let au_plus_tot = tokio::time::Instant::now() + DELAI_REFUS;
    let admis = admettre(&envoi, fiche.as_ref()).await?;
    if let (Some(fiche), Some((preuve, tries))) = (&fiche, admis) {
        let refait = refaire(&envoi, fiche).await?;
        let g = envoi.ouvrir().await?;
        let (maintenant, code) = (g.maintenant(), g.recu.lire("code"));
        let (sert, par) = match preuve {
            Preuve::Pas(pas) => (store::user_pas(g.tx(), fiche.id, pas).await?, "mot de passe et code"),
            Preuve::Secours => {
                (store::user_secours(g.tx(), maintenant, fiche.id, code).await?, "mot de passe et code de secours")
            }
        };
        if !sert {
            return refus(&g.abandonner().await?, au_plus_tot).await;
        }
        tentatives::rendre(g.tx(), &tries).await?;
        if let Some(hash) = refait {
            store::garder_mot_de_passe(g.tx(), fiche.id, &hash).await?;
        }
        let siennes = de_compte(g.tx(), maintenant, fiche.id).await?;
        let moyen = Moyen { fort: true, rester: false, appareil: true, par };
        let entree = ouvrir(&g.etat, g.tx(), &siennes, &moyen, &visite, g.recu.lire("retour")).await?;
        return g.montrer(entree).await;
    }
    refus(&envoi, au_plus_tot).await
}

async fn refus(envoi: &Envoi, au_plus_tot: tokio::time::Instant) -> Page {
    tokio::time::sleep_until(au_plus_tot).await;
    let phrase = "Cet essai n'a pas été retenu : il faut à la fois le courriel, le mot de passe et le code du moment. Attendez le code suivant, vérifiez les trois, puis recommencez. Sans votre téléphone, ou si cela dure, tapez un code de secours.";
    refuser(envoi, true, phrase).await
}

/// What the code proves, and what was taken to judge the password behind it; nothing when something was wrong.
async fn admettre(envoi: &Envoi, fiche: Option<&Fiche>) -> Result<Option<(Preuve, Vec<Cible>)>, Erreur> {
    let (base, maintenant) = (&envoi.etat.base, envoi.maintenant());
    let (code, mot) = (envoi.recu.lire("code"), envoi.recu.brut("mot_de_passe"));
    let vivante = fiche.filter(|f| f.desactive_le.is_none());
    let secret = vivante.map(|f| f.ouvrir_totp(base.coffre())).transpose()?.flatten();
    let dernier = vivante.and_then(|f| f.totp_pas);
    let pas = totp::pas_accepte(secret.as_deref().unwrap_or(LEURRE), code, maintenant.millis(), dernier);
    let Some(fiche) = vivante.filter(|f| f.totp.is_some()) else { return Ok(None) };
    let qui = fiche.id.to_string();
    let preuve = match pas {
        Some(pas) if tentatives::manque(base.lecture(), maintenant, &codes_de(fiche)).await?.is_none() => {
            Preuve::Pas(pas)
        }
        Some(_) => return Ok(None),
        None if store::a_secours(base.lecture(), fiche.id, code).await? => Preuve::Secours,
        None => {
            sonder(base, maintenant, fiche, mot);
            return Ok(None);
        }
    };
    let tries = match preuve {
        Preuve::Pas(pas) => vec![
            cible(&BUDGET_PAS, "code juste", &format!("{qui} {pas}")),
            cible(&BUDGET_ESSAI_COMPLET, "essai complet", &qui),
        ],
        Preuve::Secours => vec![cible(&BUDGET_SECOURS, "code de secours juste", &qui)],
    };
    if tentatives::prendre(base, maintenant, &tries).await?.is_err() {
        return Ok(None);
    }
    if !mot_de_passe::verifier(mot, garde(Some(fiche))).await? {
        noter_refus(envoi, fiche).await?;
        return Ok(None);
    }
    Ok(Some((preuve, tries)))
}

/// Codes tried from unknown browsers behind the right password of an account.
pub(super) fn codes_de(fiche: &Fiche) -> Cible {
    cible(&BUDGET_CODE, "second facteur", &fiche.id.to_string())
}

/// Looks, unseen, whether the password that came with a wrong code is the right one.
fn sonder(base: &Base, maintenant: Instant, fiche: &Fiche, mot: &str) {
    let Some(tour) = Tour::sonde() else { return };
    let (base, fiche, mot) = (base.clone(), fiche.clone(), mot.to_owned());
    tokio::spawn(async move {
        let vu = async {
            if !tour.verifier(&mot, garde(Some(&fiche))).await? {
                return Ok(());
            }
            if tentatives::prendre(&base, maintenant, &[codes_de(&fiche)]).await?.is_ok() {
                noter_code_refuse(&base, maintenant, &fiche).await?;
            }
            Ok::<(), Erreur>(())
        };
        if let Err(e) = vu.await {
            tracing::error!(cause = ?e, "un essai n'a pas pu être regardé");
        }
    });
}

/// Tells the journal that a code was wrong behind the right password; when it was the last that unknown browsers may try,
/// tells the owner too.
pub(super) async fn noter_code_refuse(base: &Base, maintenant: Instant, fiche: &Fiche) -> Result<(), Erreur> {
    let tx = base.transaction().await?;
    let entree = Entree::sur(Action::Ouvrir, Objet::Session).id(fiche.id).detail("code refusé");
    journal::ecrire(&tx, maintenant, &Acteur::Public, entree);
    if let Some(destinataire) = &fiche.identifiant
        && tentatives::manque(&tx, maintenant, &codes_de(fiche)).await?.is_some()
    {
        let texte = "Votre mot de passe Passerelle a été tapé, suivi de codes faux. Si ce n'est pas vous, changez-le sur \
                     « Mon compte » ; un code de secours ouvre.";
        let expire = maintenant + DUREE_AVIS;
        let objet = "Votre mot de passe est peut-être connu";
        let courrier = Courrier { canal: "courriel", destinataire, objet, texte, expire };
        courriers::deposer(&tx, maintenant, &courrier).await?;
    }
    tx.commit().await?;
    Ok(())
}
