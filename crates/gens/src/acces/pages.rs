//! Routes: opening an access, and the page that hands the link over.

use askama::Template;
use axum::extract::Path;
use passerelle_socle::ident::Id;

use super::store;
use crate::accompagnements::dossier;
use crate::comptes::{self, DUREE_CODE, Secret};
use passerelle_socle::access::{Action, Compte, Jeune, Objet, Portee, Role};
use passerelle_socle::db::ErreurBase;
use passerelle_socle::journal::Entree;
use passerelle_socle::texte::Texte;
use passerelle_socle::web::{Cadre, Erreur, Etape, Geste, Page, Site, nom_complet, page};

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
struct Remise {
    compte: Id<Compte>,
    nom: String,
    /// Whether they may come back by a code.
    joignable: bool,
    retour: String,
}

/// Makes the link, commits, shows it once.
async fn remettre(g: Geste, cadre: Cadre, remise: Remise) -> Page {
    let secret = Secret::tirer(&mut rand::rng());
    comptes::inviter(g.tx(), g.maintenant(), g.acteur(), remise.compte, &secret, DUREE_CODE).await?;
    let lien = format!("{}/entrer/{}", g.etat.reglages.url, secret.en_clair());
    let dessin = comptes::dessiner_qr(&lien);
    let Remise { nom, joignable, retour, .. } = remise;
    let montree = page(PageRemise { cadre, nom, dessin, lien, joignable, retour })?;
    g.montrer(montree).await
}

async fn ouvrir_jeune(Path(id): Path<Id<Jeune>>, g: Geste) -> Page {
    let (jeune, maintenant) = (id, g.maintenant());
    // The young person does not open their own access, even though they may write in their space.
    if g.acteur().role() == Some(Role::Jeune) {
        return Err(Erreur::Introuvable);
    }
    dossier(g.tx(), &g.etat, &g.accorde, jeune).await?;
    let j = store::joignable(g.tx(), jeune).await?.ok_or(Erreur::Introuvable)?;
    let nom = nom_complet(&j.prenom, &j.nom);
    let compte = match store::compte_de_jeune(g.tx(), maintenant, jeune).await? {
        Some(compte) => compte,
        None => {
            let ecrit = Texte::ligne(&nom, usize::MAX).map_err(ErreurBase::from)?;
            comptes::creer(g.tx(), maintenant, g.acteur(), &ecrit, Role::Jeune, &Portee::Jeune(jeune), false).await?
        }
    };
    let courriel = j.courriel.map(|c| c.to_lowercase());
    comptes::definir_contact(g.tx(), compte, courriel.as_deref(), j.telephone.as_deref()).await?;
    let entree = Entree::sur(Action::Creer, Objet::MonEspace).id(id).detail("accès");
    g.noter(entree);
    let joignable = courriel.is_some() || j.telephone.is_some();
    let fiche = format!("/jeunes/{id}");
    let cadre = g.cadre().fil([
        Etape::vers("Jeunes", "/jeunes"),
        Etape::vers(nom.clone(), &fiche),
        Etape::ici("Accès à son espace"),
    ]);
    remettre(g, cadre, Remise { compte, nom, joignable, retour: fiche }).await
}
