//! Routes of the survey: opening it, and the page of whoever answers, without an account.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use passerelle_base::date_longue;
use passerelle_socle::temps::Instant;

use super::enquetes::{self, DELAI_JOURS, Invitation, RELANCES_MAX, Suite};
use super::model::{Issue, Protocole};
use super::pages::{demande, registree};
use super::population;
use super::store;
use super::store::Etude;
use passerelle_gens::comptes::Secret;
use passerelle_socle::access::{Action, Objet};
use passerelle_socle::db::Executeur;
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Cadre, Erreur, Etat, Fautes, Geste, Page, Site, page};
use std::time::Duration;

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

async fn ouvrir(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    let (etude, p) = registree(g.tx(), &g.accorde, id).await?;
    if p.questions().next().is_none() {
        return Err(demande("Le protocole enregistré n'a pas de question : cette étude n'a pas d'enquête."));
    }
    let (maintenant, acteur) = (g.maintenant(), g.acteur());
    let enquete = match enquetes::de_l_etude(g.tx(), id).await? {
        Some(enquete) if enquete.expire_le <= maintenant => {
            return Err(demande("Cette enquête est close : ses liens ne mènent plus nulle part."));
        }
        Some(enquete) => enquete,
        None => {
            let jour = g.jour();
            let dernier: passerelle_base::Date = g
                .recu
                .lire("dernier_jour")
                .parse()
                .map_err(|_| demande("Choisissez le dernier jour pour répondre."))?;
            if dernier < jour || (dernier - jour).num_days() > OUVERTURE_MAX {
                return Err(demande("Le dernier jour pour répondre est entre aujourd'hui et dans 400 jours."));
            }
            let relances = match g.recu.lire("relances_max") {
                "" => RELANCES_DEFAUT,
                lu => lu.parse().unwrap_or(-1),
            };
            if !(0..=RELANCES_MAX).contains(&relances) {
                return Err(demande(format!("Le nombre de relances est entre 0 et {RELANCES_MAX}.")));
            }
            enquetes::ouvrir(g.tx(), maintenant, acteur, id, dernier, relances).await?
        }
    };
    let population = population::lire(g.tx(), id, &p, etude.proces_verbal.as_deref()).await?;
    let tirer = || Secret::tirer(&mut rand::rng());
    let url = g.etat.reglages.url.as_str();
    enquetes::inviter(g.tx(), maintenant, acteur, id, &enquete, &population, enquetes::Liens { url, tirer }).await?;
    store::noter_membres(g.tx(), &etude, &population.jeunes(), g.jour()).await?;
    g.conclure(format!("/etudes/{id}#enquete"), "Invitations envoyées.").await
}

async fn relancer(Path(id): Path<Id<Etude>>, g: Geste) -> Page {
    registree(g.tx(), &g.accorde, id).await?;
    let (maintenant, acteur) = (g.maintenant(), g.acteur());
    let enquete = enquetes::de_l_etude(g.tx(), id).await?;
    let enquete = enquete.ok_or_else(|| demande("Ouvrez d'abord l'enquête : personne n'a encore reçu de lien."))?;
    if enquete.expire_le <= maintenant {
        return Err(demande("Cette enquête est close : on ne relance plus personne."));
    }
    let tirer = || Secret::tirer(&mut rand::rng());
    let url = g.etat.reglages.url.as_str();
    let suite = enquetes::relancer(g.tx(), maintenant, acteur, id, &enquete, url, tirer).await?;
    match suite {
        Suite::Envoyees(_) => {
            g.conclure(format!("/etudes/{id}#enquete"), "Rappels envoyés à ceux qui n'ont pas répondu.").await
        }
        Suite::PasAvant(le) => Err(demande(format!(
            "Personne à relancer aujourd'hui : on laisse {DELAI_JOURS} jours pour répondre. Revenez le {}.",
            date_longue(le.date_paris())
        ))),
        Suite::Personne => Err(demande(
            "Personne à relancer : tous ont répondu, refusé ou été relancés autant que prévu, ou n'ont pas d'adresse.",
        )),
    }
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
        date_longue((self.invitation.expire_le - Duration::from_millis(1)).date_paris())
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
async fn suivi(conn: &impl Executeur, maintenant: Instant, cadre: Cadre, jeton: String) -> Result<PageEnquete, Erreur> {
    let secret = Secret::presente(&jeton);
    let lue = enquetes::invitation(conn, maintenant, &secret).await?;
    let invitation = lue.ok_or(Erreur::Introuvable)?;
    let protocole = invitation.protocole()?;
    Ok(PageEnquete { cadre, jeton, invitation, protocole, fautes: Fautes::default(), choisies: BTreeMap::new() })
}

async fn lire(State(etat): State<Etat>, cadre: Cadre, Path(jeton): Path<String>) -> Page {
    page(suivi(etat.base.lecture(), etat.horloge.maintenant(), cadre, jeton).await?)
}

async fn repondre(Path(jeton): Path<String>, g: Geste) -> Page {
    let mut suivie = suivi(g.tx(), g.maintenant(), g.cadre(), jeton).await?;
    if suivie.invitation.repondu_le.is_some() {
        return page(suivie);
    }
    let refuse = g.recu.lire("refus") == "oui";
    let offertes: Vec<(String, Vec<u32>)> = suivie
        .questions()
        .iter()
        .map(|q| (q.code.clone(), suivie.offertes(q).into_iter().map(|(v, _)| v).collect()))
        .collect();
    let mut choisies = BTreeMap::new();
    for (code, valeurs) in offertes {
        match g.recu.lire(&code) {
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
        return g.corriger(suivie);
    }
    let reponses = (!refuse).then_some(&choisies);
    enquetes::repondre(g.tx(), g.maintenant(), g.acteur(), &suivie.invitation, reponses).await?;
    g.conclure(format!("/enquete/{}", suivie.jeton), "C'est enregistré.").await
}
