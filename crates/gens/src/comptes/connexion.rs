//! Signing in, first step: the page, mail address and password, and the accounts of the demonstration.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use uuid::Uuid;

use super::entree::{Moyen, ouvrir, suite};
use super::formulaire::Visite;
use super::habilitation::lister;
use super::model::{FREIN_ADRESSE, FREIN_COMPTE, FREIN_COMPTE_ADRESSE};
use super::mot_de_passe;
use super::store;
use super::tentatives::{self, cible};
use passerelle_socle::access::{Acteur, Action, Objet, Role};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::web::{Cadre, Envoi, Erreur, Etat, Geste, Page, Parametres, page};

struct Essai {
    id: Uuid,
    nom: String,
    fonction: String,
    verra: &'static str,
}

#[derive(Template)]
#[template(path = "comptes/pages/connexion.html")]
struct PageConnexion {
    cadre: Cadre,
    essais: Vec<Essai>,
    oidc: Option<String>,
    retour: String,
    courriel: String,
    erreur: Option<String>,
}

async fn montrer(etat: &Etat, cadre: Cadre, (retour, courriel): (&str, &str), erreur: Option<String>) -> Page {
    let mut essais = Vec::new();
    if etat.demonstration {
        let comptes = lister(etat.base.lecture(), etat.horloge.maintenant()).await?;
        for compte in comptes.into_iter().filter(|c| c.demonstration) {
            let Some(role) = Role::lire(&compte.role) else { continue };
            let fonction = compte.fonction();
            essais.push(Essai { id: compte.id, nom: compte.nom, fonction, verra: verra(role) });
        }
    }
    let statut = if erreur.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let oidc = etat.reglages.oidc.as_ref().map(|o| o.nom.clone());
    let (retour, courriel) = (retour.to_owned(), courriel.to_owned());
    let mut reponse = page(PageConnexion { cadre, essais, oidc, retour, courriel, erreur })?;
    *reponse.status_mut() = statut;
    Ok(reponse)
}

pub(super) async fn connexion(State(etat): State<Etat>, cadre: Cadre, p: Parametres) -> Page {
    montrer(&etat, cadre, (p.lire("retour"), ""), None).await
}

/// What each role will find, for whoever chooses an account of the demonstration.
fn verra(role: Role) -> &'static str {
    match role {
        Role::Administrateur => "Les fichiers reçus, les comptes, le journal",
        Role::Responsable => "Les jeunes de la structure, ceux sans référent, les comptes de l'équipe",
        Role::Conseiller => "Les jeunes suivis, leurs rendez-vous, leurs freins",
        Role::Formateur => "Les jeunes dont le dossier est partagé avec le CFA",
        Role::Developpeur => "Le réseau, les actions, le bilan annuel",
        Role::Employeur => "Les apprentis de l'entreprise",
        Role::Jeune => "Son parcours, qui le suit, qui a lu son dossier",
        Role::Pilote => "Les chiffres, le bilan et ses cas, sans l'identité des jeunes",
        Role::Financeur => "Le bilan et ses chiffres",
        Role::Evaluateur => "Le bilan et ses chiffres, jamais une personne",
    }
}

pub(super) async fn entrer_demonstration(visite: Visite, Path(id): Path<Uuid>, g: Geste) -> Page {
    if !g.etat.demonstration {
        return Err(Erreur::Introuvable);
    }
    let compte = store::demonstration(g.tx(), g.maintenant(), id).await?.ok_or(Erreur::Introuvable)?;
    let moyen = Moyen { fort: true, rester: false, par: "démonstration" };
    let entree = ouvrir(&g.etat, g.tx(), &[compte], &moyen, (&visite, g.recu.lire("retour"))).await?;
    g.montrer(entree).await
}

/// The page of signing in again, with why nobody came in.
async fn refuser(envoi: &Envoi, courriel: &str, phrase: String) -> Page {
    montrer(&envoi.etat, envoi.cadre(), (envoi.recu.brut("retour"), courriel), Some(phrase)).await
}

/// The first step: mail address and password. Unknown, disabled, without a password or wrong: one
/// answer, after as long.
pub(super) async fn identifier(visite: Visite, envoi: Envoi) -> Page {
    let courriel = envoi.recu.lire("courriel").to_lowercase();
    let maintenant = envoi.maintenant();
    let tries = [
        cible(&FREIN_COMPTE_ADRESSE, "compte et adresse", &format!("{courriel} {}", visite.adresse)),
        cible(&FREIN_COMPTE, "compte", &courriel),
        cible(&FREIN_ADRESSE, "adresse", &visite.adresse),
    ];
    if let Err(attendre) = tentatives::essayer(&envoi.etat.base, maintenant, &tries).await? {
        return refuser(&envoi, &courriel, attendre).await;
    }
    let fiche = store::par_identifiant(envoi.etat.base.lecture(), &courriel).await?;
    let garde = fiche.as_ref().filter(|f| f.desactive_le.is_none()).and_then(|f| f.mot_de_passe.as_deref());
    let juste = mot_de_passe::verifier(envoi.recu.brut("mot_de_passe"), garde).await?;
    let g = envoi.ouvrir().await?;
    let (Some(fiche), true) = (&fiche, juste) else {
        if let Some(f) = &fiche {
            let entree = Entree::sur(Action::Ouvrir, Objet::Session).id(f.id).detail("mot de passe refusé");
            journal::ecrire(g.tx(), maintenant, &Acteur::Public, entree);
        }
        let phrase = "Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis recommencez.";
        return refuser(&g.garder().await?, &courriel, phrase.into()).await;
    };
    tentatives::oublier(g.tx(), &tries).await?;
    if garde.is_some_and(mot_de_passe::a_refaire) {
        let hash = mot_de_passe::hacher(g.recu.brut("mot_de_passe")).await?;
        store::garder_mot_de_passe(g.tx(), fiche.id, &hash).await?;
    }
    let suite = suite(&g.etat, g.tx(), fiche, (&visite, g.recu.brut("retour")), "mot de passe").await?;
    g.montrer(suite).await
}
