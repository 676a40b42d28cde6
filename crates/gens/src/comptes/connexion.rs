//! The page of signing in, and the accounts of the demonstration.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::entree::{Moyen, ouvrir};
use super::formulaire::Visite;
use super::habilitation::lister;
use super::store;
use passerelle_socle::access::{Compte, Role};
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Envoi, Erreur, Etat, Geste, Page, Parametres, page};

struct Essai {
    id: Id<Compte>,
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
    /// Whether the code is asked for together with the password.
    complet: bool,
    erreur: Option<String>,
}

/// What the form of the first step holds.
#[derive(Default)]
struct Saisi<'a> {
    retour: &'a str,
    courriel: &'a str,
    complet: bool,
}

async fn montrer(etat: &Etat, cadre: Cadre, saisi: Saisi<'_>, erreur: Option<String>) -> Page {
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
    let (retour, courriel) = (saisi.retour.to_owned(), saisi.courriel.to_owned());
    let complet = saisi.complet;
    let mut reponse = page(PageConnexion { cadre, essais, oidc, retour, courriel, complet, erreur })?;
    *reponse.status_mut() = statut;
    Ok(reponse)
}

/// The page of signing in again, with why nobody came in.
pub(super) async fn refuser(envoi: &Envoi, complet: bool, phrase: &str) -> Page {
    let courriel = envoi.recu.lire("courriel").to_lowercase();
    let saisi = Saisi { retour: envoi.recu.brut("retour"), courriel: &courriel, complet };
    montrer(&envoi.etat, envoi.cadre(), saisi, Some(phrase.to_owned())).await
}

pub(super) async fn connexion(State(etat): State<Etat>, cadre: Cadre, p: Parametres) -> Page {
    montrer(&etat, cadre, Saisi { retour: p.lire("retour"), ..Saisi::default() }, None).await
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

pub(super) async fn entrer_demonstration(visite: Visite, Path(id): Path<Id<Compte>>, g: Geste) -> Page {
    if !g.etat.demonstration {
        return Err(Erreur::Introuvable);
    }
    let compte = store::demonstration(g.tx(), g.maintenant(), id).await?.ok_or(Erreur::Introuvable)?;
    let moyen = Moyen { fort: true, rester: false, appareil: false, par: "démonstration" };
    let entree = ouvrir(&g.etat, g.tx(), &[compte], &moyen, &visite, g.recu.lire("retour")).await?;
    g.montrer(entree).await
}
