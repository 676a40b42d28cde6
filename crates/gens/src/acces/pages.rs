//! Routes: opening an access, and the page that hands the link over.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::Id;
use uuid::Uuid;

use super::store;
use crate::accompagnements::dossier;
use crate::comptes::{self, DUREE_CODE, Secret};
use passerelle_socle::access::{Accorde, Acteur, Action, Objet, Portee, Role};
use passerelle_socle::db::Tx;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Site, nom_complet, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau().post("/jeunes/{id}/acces", Action::Creer, Objet::MonEspace, ouvrir_jeune)
}

#[derive(Template)]
#[template(path = "acces/pages/remise.html")]
struct PageRemise {
    cadre: Cadre,
    nom: String,
    lien: String,
    dessin: Option<String>,
    /// Whether the person may come back by a code.
    joignable: bool,
    retour: String,
}

/// To whom an access is handed over.
#[derive(Clone, Debug)]
pub struct Remise {
    /// The account.
    pub compte: Uuid,
    /// Their name.
    pub nom: String,
    /// Whether they may come back by a code.
    pub joignable: bool,
    /// Where the page leads back to.
    pub retour: String,
}

/// Makes the link, commits, shows it once.
pub async fn remettre(etat: &Etat, cadre: Cadre, tx: Tx, acteur: &Acteur, remise: Remise) -> Page {
    let secret = Secret::tirer(&mut rand::rng());
    comptes::inviter(&tx, etat.horloge.maintenant(), acteur, remise.compte, (&secret, DUREE_CODE)).await?;
    tx.commit().await?;
    let lien = format!("{}/entrer/{}", etat.reglages.url, secret.en_clair());
    let dessin = comptes::dessiner_qr(&lien);
    let Remise { nom, joignable, retour, .. } = remise;
    page(PageRemise { cadre, nom, dessin, lien, joignable, retour })
}

async fn ouvrir_jeune(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let (jeune, maintenant, acteur) = (Id::from_uuid(id), etat.horloge.maintenant(), accorde.acteur());
    // The young person does not open their own access, even though they may write in their space.
    if acteur.role() == Some(Role::Jeune) {
        return Err(Erreur::Introuvable);
    }
    let tx = etat.base.transaction().await?;
    dossier(&tx, &etat, &accorde, jeune).await?;
    let j = store::joignable(&tx, jeune).await?.ok_or(Erreur::Introuvable)?;
    let nom = nom_complet(&j.prenom, &j.nom);
    let compte = match store::compte_de_jeune(&tx, maintenant, jeune).await? {
        Some(compte) => compte,
        None => {
            comptes::creer(&tx, maintenant, acteur, &nom, (Role::Jeune, &Portee::Jeune(jeune)), false).await?.uuid()
        }
    };
    let courriel = j.courriel.map(|c| c.to_lowercase());
    comptes::definir_contact(&tx, compte, courriel.as_deref(), j.telephone.as_deref()).await?;
    journal::ecrire(&tx, maintenant, acteur, Entree::sur(Action::Creer, Objet::MonEspace).id(id).detail("accès"));
    let joignable = courriel.is_some() || j.telephone.is_some();
    let retour = format!("/jeunes/{id}");
    let cadre = cadre.fil([
        Etape::vers("Jeunes", "/jeunes"),
        Etape::vers(nom.clone(), &retour),
        Etape::ici("Accès à son espace"),
    ]);
    remettre(&etat, cadre, tx, acteur, Remise { compte, nom, joignable, retour }).await
}
