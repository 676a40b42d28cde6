//! Routes of the survey: opening it, and the page of whoever answers, without an account.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect};
use passerelle_base::{Instant, date_longue};
use uuid::Uuid;

use super::enquetes::{self, DELAI_JOURS, Invitation, RELANCES_MAX, Suite};
use super::model::{Issue, Protocole};
use super::pages::{demande, registree};
use super::population;
use super::store;
use passerelle_gens::comptes::Secret;
use passerelle_socle::access::{Accorde, Action, Objet};
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Page, Recu, Site, page, page_a_corriger};

/// Reminders, when nobody says how many.
const RELANCES_DEFAUT: i64 = 2;
/// Days a survey may stay open.
const OUVERTURE_MAX: i64 = 400;

/// Routes.
pub(super) fn site() -> Site {
    Site::nouveau()
        .post("/etudes/{id}/enquete", Action::Creer, Objet::Etudes, ouvrir)
        .post("/etudes/{id}/enquete/relances", Action::Creer, Objet::Etudes, relancer)
        .get("/enquete/{jeton}", Action::Consulter, Objet::Enquetes, lire)
        .post("/enquete/{jeton}", Action::Repondre, Objet::Enquetes, repondre)
}

async fn ouvrir(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>, recu: Recu) -> Page {
    let tx = etat.base.transaction().await?;
    let (etude, p) = registree(&tx, &accorde, id).await?;
    if p.questions().next().is_none() {
        return Err(demande("Le protocole enregistré n'a pas de question : cette étude n'a pas d'enquête."));
    }
    let (maintenant, acteur) = (etat.horloge.maintenant(), accorde.acteur());
    let enquete = match enquetes::de_l_etude(&tx, id).await? {
        Some(enquete) if enquete.expire_le <= maintenant.millis() => {
            return Err(demande("Cette enquête est close : ses liens ne mènent plus nulle part."));
        }
        Some(enquete) => enquete,
        None => {
            let jour = etat.horloge.aujourdhui();
            let dernier: passerelle_base::Date =
                recu.lire("dernier_jour").parse().map_err(|_| demande("Choisissez le dernier jour pour répondre."))?;
            if dernier < jour || (dernier - jour).num_days() > OUVERTURE_MAX {
                return Err(demande("Le dernier jour pour répondre est entre aujourd'hui et dans 400 jours."));
            }
            let relances = match recu.lire("relances_max") {
                "" => RELANCES_DEFAUT,
                lu => lu.parse().unwrap_or(-1),
            };
            if !(0..=RELANCES_MAX).contains(&relances) {
                return Err(demande(format!("Le nombre de relances est entre 0 et {RELANCES_MAX}.")));
            }
            enquetes::ouvrir(&tx, maintenant, acteur, id, (dernier, relances)).await?
        }
    };
    let population = population::lire(&tx, (id, &p), etude.proces_verbal.as_deref()).await?;
    let tirer = || Secret::tirer(&mut rand::rng());
    let url = etat.reglages.url.as_str();
    enquetes::inviter(&tx, (maintenant, acteur), (id, &enquete), &population, (url, tirer)).await?;
    store::noter_membres(&tx, &etude, &population, etat.horloge.aujourdhui()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/etudes/{id}?fait=enquete#enquete")).into_response())
}

async fn relancer(State(etat): State<Etat>, accorde: Accorde, Path(id): Path<Uuid>) -> Page {
    let tx = etat.base.transaction().await?;
    registree(&tx, &accorde, id).await?;
    let (maintenant, acteur) = (etat.horloge.maintenant(), accorde.acteur());
    let enquete = enquetes::de_l_etude(&tx, id).await?;
    let enquete = enquete.ok_or_else(|| demande("Ouvrez d'abord l'enquête : personne n'a encore reçu de lien."))?;
    if enquete.expire_le <= maintenant.millis() {
        return Err(demande("Cette enquête est close : on ne relance plus personne."));
    }
    let tirer = || Secret::tirer(&mut rand::rng());
    let url = etat.reglages.url.as_str();
    match enquetes::relancer(&tx, (maintenant, acteur), (id, &enquete), (url, tirer)).await? {
        Suite::Envoyees(_) => tx.commit().await?,
        Suite::PasAvant(le) => {
            return Err(demande(format!(
                "Personne à relancer aujourd'hui : on laisse {DELAI_JOURS} jours pour répondre. Revenez le {}.",
                date_longue(le.date_paris())
            )));
        }
        Suite::Personne => {
            return Err(demande(
                "Personne à relancer : tous ont répondu, refusé ou été relancés autant que prévu, ou n'ont pas d'adresse.",
            ));
        }
    }
    Ok(Redirect::to(&format!("/etudes/{id}?fait=relance#enquete")).into_response())
}

#[derive(Template)]
#[template(path = "pages/enquete.html")]
struct PageEnquete {
    cadre: Cadre,
    jeton: String,
    invitation: Invitation,
    protocole: Protocole,
    fautes: Fautes,
    choisies: BTreeMap<String, u32>,
}

impl PageEnquete {
    fn jusqu_au(&self) -> String {
        date_longue(Instant::from_millis(self.invitation.expire_le - 1).date_paris())
    }
    fn questions(&self) -> Vec<&Issue> {
        self.protocole.questions().collect()
    }
    /// The answers offered, each with its value.
    fn offertes(&self, issue: &Issue) -> Vec<(u32, &'static str)> {
        match issue.binaire() {
            true => vec![(1, "Oui"), (0, "Non")],
            false => vec![(1, "1, pas du tout"), (2, "2"), (3, "3"), (4, "4"), (5, "5, tout à fait")],
        }
    }
    fn choisie(&self, code: &str, valeur: &u32) -> bool {
        self.choisies.get(code) == Some(valeur)
    }
}

/// The link that was followed; one that is unknown, expired or withdrawn is no page at all.
async fn suivi(etat: &Etat, cadre: Cadre, jeton: String) -> Result<PageEnquete, Erreur> {
    let secret = Secret::presente(&jeton);
    let maintenant = etat.horloge.maintenant();
    let lue = enquetes::invitation(etat.base.lecture(), maintenant, &secret).await?;
    let invitation = lue.ok_or(Erreur::Introuvable)?;
    let protocole = invitation.protocole()?;
    Ok(PageEnquete { cadre, jeton, invitation, protocole, fautes: Fautes::default(), choisies: BTreeMap::new() })
}

async fn lire(State(etat): State<Etat>, cadre: Cadre, Path(jeton): Path<String>) -> Page {
    page(suivi(&etat, cadre, jeton).await?)
}

async fn repondre(
    State(etat): State<Etat>,
    cadre: Cadre,
    accorde: Accorde,
    Path(jeton): Path<String>,
    recu: Recu,
) -> Page {
    let mut suivie = suivi(&etat, cadre, jeton).await?;
    if suivie.invitation.repondu_le.is_some() {
        return page(suivie);
    }
    let refuse = recu.lire("refus") == "oui";
    let offertes: Vec<(String, Vec<u32>)> = suivie
        .questions()
        .iter()
        .map(|q| (q.code.clone(), suivie.offertes(q).into_iter().map(|(v, _)| v).collect()))
        .collect();
    let mut choisies = BTreeMap::new();
    for (code, valeurs) in offertes {
        match recu.lire(&code) {
            "" => {}
            lue => match lue.parse().ok().filter(|v| valeurs.contains(v)) {
                Some(valeur) => drop(choisies.insert(code, valeur)),
                None => return Err(demande("Une réponse n'est pas de celles qui sont proposées : rechargez la page.")),
            },
        }
    }
    if !refuse && choisies.is_empty() {
        suivie.fautes =
            vec![("reponses", "Choisissez une réponse, ou dites que vous ne voulez pas répondre.".into())].into();
        return page_a_corriger(suivie);
    }
    let tx = etat.base.transaction().await?;
    let reponses = (!refuse).then_some(&choisies);
    enquetes::repondre(&tx, etat.horloge.maintenant(), accorde.acteur(), &suivie.invitation, reponses).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/enquete/{}", suivie.jeton)).into_response())
}
