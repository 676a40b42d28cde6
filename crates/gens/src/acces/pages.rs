//! Routes: opening an access, and the page that hands the link over.

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::{Courriel, Id, Siret};
use uuid::Uuid;

use super::store;
use crate::accompagnements::dossier;
use crate::comptes::{self, Champ, DUREE_CODE, Formulaire, Genre, Secret};
use passerelle_socle::access::{Accorde, Acteur, Action, Objet, Portee, Role};
use passerelle_socle::db::Tx;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Erreur, Etape, Etat, Page, Recu, Site, nom_complet, page};

/// Routes.
pub fn site() -> Site {
    Site::nouveau()
        .post("/jeunes/{id}/acces", Action::Creer, Objet::MonEspace, ouvrir_jeune)
        .get("/apprentis/acces", Action::Creer, Objet::Apprentis, inviter_employeur)
        .post("/apprentis/acces", Action::Creer, Objet::Apprentis, ouvrir_employeur)
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

/// Makes the link, commits, shows it once.
async fn remettre(
    etat: &Etat,
    (cadre, tx, acteur): (Cadre, Tx, &Acteur),
    (compte, nom, joignable): (Uuid, String, bool),
    retour: String,
) -> Page {
    let secret = Secret::tirer(&mut rand::rng());
    comptes::inviter(&tx, etat.horloge.maintenant(), acteur, compte, (&secret, DUREE_CODE)).await?;
    tx.commit().await?;
    let lien = format!("{}/entrer/{}", etat.reglages.url, secret.en_clair());
    let dessin = comptes::dessiner_qr(&lien);
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
    remettre(&etat, (cadre, tx, acteur), (compte, nom, joignable), retour).await
}

fn page_employeur(cadre: Cadre, recu: Option<&Recu>, erreur: Option<String>) -> Page {
    let lu = |cle| recu.map_or("", |r| r.lire(cle));
    Formulaire::nouveau(cadre, "Ouvrir l'accès d'un employeur", "/apprentis/acces", "Ouvrir l'accès")
        .phrase("Il verra le prénom de ses apprentis, leur contrat et ce qui a été convenu. Rien d'autre.")
        .champ(
            Champ::nouveau("siret", "SIRET de l'entreprise", Genre::Texte("text"))
                .valeur(lu("siret"))
                .aide("14 chiffres. Un jeune que vous suivez doit y avoir un contrat en cours."),
        )
        .champ(
            Champ { auto: "off", ..Champ::courriel("courriel", lu("courriel")) }
                .aide("Ses codes de connexion y arriveront."),
        )
        .erreur(erreur)
        .page()
}

async fn inviter_employeur(cadre: Cadre) -> Page {
    page_employeur(cadre, None, None)
}

async fn ouvrir_employeur(State(etat): State<Etat>, cadre: Cadre, accorde: Accorde, recu: Recu) -> Page {
    let (acteur, maintenant) = (accorde.acteur(), etat.horloge.maintenant());
    let siret: String = recu.lire("siret").chars().filter(|c| !c.is_whitespace()).collect();
    let Ok(siret) = siret.parse::<Siret>() else {
        return page_employeur(
            cadre,
            Some(&recu),
            Some("Ce SIRET n'est pas valable : vérifiez ses 14 chiffres.".into()),
        );
    };
    let Ok(courriel) = recu.lire("courriel").to_lowercase().parse::<Courriel>() else {
        let phrase = "Tapez le courriel de l'employeur, par exemple nom@exemple.fr.";
        return page_employeur(cadre, Some(&recu), Some(phrase.into()));
    };
    let tx = etat.base.transaction().await?;
    let Some(nom) = store::employeur(&tx, &accorde.perimetre(), etat.horloge.aujourdhui(), &siret).await? else {
        let phrase = "Aucun jeune que vous suivez n'a de contrat en cours dans cette entreprise.";
        return page_employeur(cadre, Some(&recu), Some(phrase.into()));
    };
    let compte = match store::compte_d_employeur(&tx, maintenant, &siret, courriel.as_str()).await? {
        Some(compte) => compte,
        None => {
            let portee = Portee::Employeur(siret);
            comptes::creer(&tx, maintenant, acteur, &nom, (Role::Employeur, &portee), false).await?.uuid()
        }
    };
    comptes::definir_contact(&tx, compte, Some(courriel.as_str()), None).await?;
    remettre(&etat, (cadre, tx, acteur), (compte, nom, true), "/apprentis/acces".into()).await
}
