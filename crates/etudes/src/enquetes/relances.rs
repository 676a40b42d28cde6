//! Reminders: whoever was asked and has not answered is asked again, a few times, on dates that are kept.
//!
//! Never after an answer, a refusal or an objection, never after the last day, never twice in the same week.

use passerelle_base::Date;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::{Enquete, Joignable, adresses};
use crate::enquetes::Invitation;
use crate::store::Etude;
use passerelle_gens::comptes::{Courrier, Secret, deposer_courrier};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use std::time::Duration;

/// Days left to somebody before they are asked again.
pub const DELAI_JOURS: u64 = 7;
/// Reminders that a survey may plan, at most.
pub const RELANCES_MAX: i64 = 4;

/// A time when people were reminded.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Relance {
    pub rang: i64,
    pub faite_le: Instant,
    pub faite_par: String,
    pub envois: i64,
}

impl Relance {
    /// The day, in Paris.
    pub fn jour(&self) -> Date {
        self.faite_le.date_paris()
    }
}

/// The reminders of a survey, in order.
pub async fn faites(conn: &impl Executeur, enquete: Id<Enquete>) -> Resultat<Vec<Relance>> {
    let sql = "SELECT rang, faite_le, faite_par, envois FROM enquetes_relances WHERE enquete_id = $1 ORDER BY rang";
    db::lignes(conn, sql, [enquete.into()]).await
}

#[derive(FromQueryResult)]
struct Muette {
    id: Id<Invitation>,
    jeune_id: Id<Jeune>,
    derniere: Instant,
    deja: i64,
}

/// What came of a reminder that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// So many people were reminded.
    Envoyees(usize),
    /// Nobody before that instant: they were all asked less than a week ago.
    PasAvant(Instant),
    /// Nobody any more: all answered, refused, objected, cannot be reached, or were reminded as often as planned.
    Personne,
}

/// Reminds whoever has not answered. Nothing is written when there is nobody to remind.
pub async fn relancer(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    etude: Id<Etude>,
    enquete: &Enquete,
    url: &str,
    mut tirer: impl FnMut() -> Secret,
) -> Resultat<Suite> {
    // Two people who press the button at once must not write twice to anybody.
    db::verrouiller_ligne(tx, "enquetes", enquete.id).await?;
    let sql = "SELECT i.id, i.jeune_id, COALESCE((SELECT max(l.envoye_le) FROM enquetes_liens l WHERE l.invitation_id = i.id), \
               i.envoyee_le) AS derniere, (SELECT count(*) FROM enquetes_liens l WHERE l.invitation_id = i.id) AS deja \
               FROM enquetes_invitations i JOIN jeunes j ON j.id = i.jeune_id WHERE i.enquete_id = $1 AND i.repondu_le IS NULL \
               AND j.efface_le IS NULL AND j.fusionne_dans IS NULL \
               AND NOT EXISTS (SELECT 1 FROM oppositions o WHERE o.jeune_id = i.jeune_id) ORDER BY i.id";
    let muettes: Vec<Muette> = db::lignes(tx, sql, [enquete.id.into()]).await?;
    let ids: Vec<Id<Jeune>> = muettes.iter().map(|m| m.jeune_id).collect();
    let adresses = adresses(tx, &ids).await?;
    let joignable =
        |m: &&Muette| m.deja < enquete.relances_max && adresses.get(&m.jeune_id).is_some_and(|j| j.canal().is_some());
    let a_relancer: Vec<&Muette> = muettes.iter().filter(joignable).collect();
    let delai = Duration::from_hours(24 * DELAI_JOURS);
    let (pretes, plus_tard): (Vec<&Muette>, Vec<&Muette>) =
        a_relancer.into_iter().partition(|m| m.derniere + delai <= maintenant);
    if pretes.is_empty() {
        let prochaine = plus_tard.iter().map(|m| m.derniere + delai).min();
        return Ok(prochaine.map_or(Suite::Personne, Suite::PasAvant));
    }
    let relance = db::nouvel_id::<Relance>();
    let rang = faites(tx, enquete.id).await?.len() as i64 + 1;
    let sql = "INSERT INTO enquetes_relances (id, enquete_id, rang, faite_le, faite_par, envois) VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [
        relance.into(),
        enquete.id.into(),
        rang.into(),
        maintenant.into(),
        acteur.nom().into(),
        (pretes.len() as i64).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    for m in &pretes {
        let Some((canal, destinataire)) = adresses.get(&m.jeune_id).and_then(Joignable::canal) else { continue };
        let secret = tirer();
        let texte =
            format!("{url}/enquete/{} Un rappel : votre avis, en 2 minutes. Vous pouvez refuser.", secret.en_clair());
        let courrier = Courrier {
            canal,
            destinataire,
            objet: "Rappel : votre avis sur votre parcours",
            texte: &texte,
            expire: enquete.expire_le,
        };
        deposer_courrier(tx, maintenant, &courrier).await?;
        let sql =
            "INSERT INTO enquetes_liens (empreinte, invitation_id, relance_id, envoye_le) VALUES ($1, $2, $3, $4)";
        let valeurs = [secret.empreinte().into(), m.id.into(), relance.into(), maintenant.into()];
        db::executer(tx, sql, valeurs).await?;
        // Whoever could not be reached when the survey opened, and now can, counts among those who can.
        let sql = "UPDATE enquetes_invitations SET canal = $2 WHERE id = $1 AND canal IS NULL";
        db::executer(tx, sql, [m.id.into(), canal.into()]).await?;
    }
    let detail = format!("relance n° {rang} : {} rappels", pretes.len());
    let entree = Entree::sur(Action::Creer, Objet::Etudes).id(etude).detail(detail);
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(Suite::Envoyees(pretes.len()))
}
