//! What surrounds a password that is judged: what it is compared with, what is told of a wrong one, what is made again of a
//! right one.

use super::mot_de_passe;
use super::store::Fiche;
use passerelle_socle::access::{Acteur, Action, Objet};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Envoi, Erreur};

/// Tells the journal that a password was judged, and wrong.
pub(super) async fn noter_refus(envoi: &Envoi, fiche: &Fiche) -> Result<(), Erreur> {
    let tx = envoi.etat.base.transaction().await?;
    let entree = Entree::sur(Action::Ouvrir, Objet::Session).id(fiche.id).detail("mot de passe refusé");
    journal::ecrire(&tx, envoi.maintenant(), &Acteur::Public, entree);
    tx.commit().await?;
    Ok(())
}

/// What is kept of the password of an account; nothing of one that is unknown or disabled.
pub(super) fn garde(fiche: Option<&Fiche>) -> Option<&str> {
    fiche.filter(|f| f.desactive_le.is_none()).and_then(|f| f.mot_de_passe.as_deref())
}

/// What is kept of the password, made again when it was made with other parameters than today's.
pub(super) async fn refaire(envoi: &Envoi, fiche: &Fiche) -> Result<Option<String>, Erreur> {
    Ok(match fiche.mot_de_passe.as_deref().is_some_and(mot_de_passe::a_refaire) {
        true => Some(mot_de_passe::hacher(envoi.recu.brut("mot_de_passe")).await?),
        false => None,
    })
}
