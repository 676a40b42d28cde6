//! The SQL of surveys: personal links, answered once. Whoever asks never learns who answered what.

mod relances;

use std::collections::{BTreeMap, HashMap, HashSet};

use passerelle_base::Date;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::lots::par_lots;
use super::model::Protocole;
use super::population::Population;
use super::store::Etude;
use passerelle_gens::comptes::{Courrier, Secret, deposer_courrier};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use std::time::Duration;

pub(super) use relances::{DELAI_JOURS, RELANCES_MAX, Relance, Suite, faites, relancer};

/// A survey.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Enquete {
    pub id: Id<Enquete>,
    pub ouverte_le: Instant,
    pub ouverte_par: String,
    pub expire_le: Instant,
    /// Times that somebody who does not answer may be reminded.
    pub relances_max: i64,
}

impl Enquete {
    /// The last day on which its links lead somewhere.
    pub fn dernier_jour(&self) -> Date {
        (self.expire_le - Duration::from_millis(1)).date_paris()
    }
}

/// The survey of a study, if it was opened.
pub(super) async fn de_l_etude(conn: &impl Executeur, etude: Id<Etude>) -> Resultat<Option<Enquete>> {
    let sql = "SELECT id, ouverte_le, ouverte_par, expire_le, relances_max FROM enquetes WHERE etude_id = $1";
    db::ligne(conn, sql, [etude.into()]).await
}

/// How an arm answers.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Taux {
    pub traite: bool,
    pub invites: i64,
    pub joignables: i64,
    pub reponses: i64,
    pub refus: i64,
    /// Of those who answered, how many had not been reminded.
    pub spontanees: i64,
    pub relances: i64,
}

/// The rates, arm by arm.
pub(super) async fn taux(conn: &impl Executeur, enquete: Id<Enquete>) -> Resultat<Vec<Taux>> {
    let sql = "SELECT traite, count(*) AS invites, count(canal) AS joignables, count(reponses) AS reponses, \
               count(CASE WHEN refusee THEN 1 END) AS refus, \
               count(CASE WHEN reponses IS NOT NULL AND (relancee_le IS NULL OR relancee_le > repondu_le) THEN 1 END) AS spontanees, \
               count(relancee_le) AS relances FROM (SELECT i.traite, i.canal, i.reponses, i.refusee, i.repondu_le, \
               (SELECT min(l.envoye_le) FROM enquetes_liens l WHERE l.invitation_id = i.id) AS relancee_le \
               FROM enquetes_invitations i WHERE i.enquete_id = $1 AND i.traite IS NOT NULL) x GROUP BY traite ORDER BY traite DESC";
    db::lignes(conn, sql, [enquete.into()]).await
}

#[derive(FromQueryResult)]
pub(super) struct Joignable {
    id: Id<Jeune>,
    courriel: Option<String>,
    telephone: Option<String>,
}

impl Joignable {
    /// How they are written to: by mail, or else by short message.
    pub fn canal(&self) -> Option<(&'static str, &str)> {
        let courriel = self.courriel.as_deref().map(|c| ("courriel", c));
        courriel.or_else(|| self.telephone.as_deref().map(|t| ("sms", t)))
    }
}

async fn adresses(conn: &impl Executeur, ids: &[Id<Jeune>]) -> Resultat<HashMap<Id<Jeune>, Joignable>> {
    let sql = "SELECT id, courriel, telephone FROM jeunes WHERE id IN ";
    Ok(par_lots::<Joignable>(conn, sql, ids).await?.into_iter().map(|j| (j.id, j)).collect())
}

#[derive(FromQueryResult)]
struct DejaInvite {
    jeune_id: Id<Jeune>,
}

/// Opens the survey of a study.
pub(super) async fn ouvrir(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    etude: Id<Etude>,
    dernier_jour: Date,
    relances_max: i64,
) -> Resultat<Enquete> {
    let expire = Instant::debut_du_jour(dernier_jour.succ_opt().unwrap_or(dernier_jour));
    let enquete = Enquete {
        id: db::nouvel_id(),
        ouverte_le: maintenant,
        ouverte_par: acteur.nom().to_owned(),
        expire_le: expire,
        relances_max,
    };
    let sql = "INSERT INTO enquetes (id, etude_id, ouverte_le, ouverte_par, expire_le, relances_max) VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [
        enquete.id.into(),
        etude.into(),
        enquete.ouverte_le.into(),
        acteur.nom().into(),
        enquete.expire_le.into(),
        relances_max.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Creer, Objet::Etudes).id(etude).detail("enquête");
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(enquete)
}

/// What links are made of.
pub(super) struct Liens<'a, F> {
    /// Address of the site.
    pub url: &'a str,
    /// Draws the secrets.
    pub tirer: F,
}

/// Sends a link of their own to whoever of the population has none yet; says how many.
pub(super) async fn inviter(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    etude: Id<Etude>,
    enquete: &Enquete,
    population: &Population,
    mut liens: Liens<'_, impl FnMut() -> Secret>,
) -> Resultat<usize> {
    let ids = population.jeunes();
    let sql = "SELECT jeune_id FROM enquetes_invitations WHERE enquete_id = $1";
    let deja: Vec<DejaInvite> = db::lignes(tx, sql, [enquete.id.into()]).await?;
    let deja: HashSet<Id<Jeune>> = deja.into_iter().map(|d| d.jeune_id).collect();
    let joignables = adresses(tx, &ids).await?;
    let mut invites = 0;
    for m in population.membres.iter().filter(|m| !deja.contains(&m.jeune)) {
        let secret = (liens.tirer)();
        let adresse = joignables.get(&m.jeune).and_then(Joignable::canal);
        if let Some((canal, destinataire)) = adresse {
            // The link comes first: a short message never cuts it.
            let texte =
                format!("{}/enquete/{} Votre avis, en 2 minutes. Vous pouvez refuser.", liens.url, secret.en_clair());
            let courrier = Courrier {
                canal,
                destinataire,
                objet: "Votre avis sur votre parcours",
                texte: &texte,
                expire: enquete.expire_le,
            };
            deposer_courrier(tx, maintenant, &courrier).await?;
        }
        let sql = "INSERT INTO enquetes_invitations (id, enquete_id, jeune_id, empreinte, traite, canal, envoyee_le, refusee) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let valeurs = [
            db::nouvel_id::<Invitation>().into(),
            enquete.id.into(),
            m.jeune.into(),
            secret.empreinte().into(),
            m.traite.into(),
            adresse.map(|(canal, _)| canal).into(),
            maintenant.into(),
            false.into(),
        ];
        db::executer(tx, sql, valeurs).await?;
        invites += 1;
    }
    let entree = Entree::sur(Action::Creer, Objet::Etudes).id(etude).detail(format!("{invites} invitations"));
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(invites)
}

/// A link that was followed, while it lives.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Invitation {
    pub id: Id<Invitation>,
    pub enquete_id: Id<Enquete>,
    pub protocole: String,
    pub expire_le: Instant,
    pub repondu_le: Option<Instant>,
    pub refusee: bool,
}

impl Invitation {
    /// The protocol whose questions are asked.
    pub fn protocole(&self) -> anyhow::Result<Protocole> {
        Ok(serde_json::from_str(&self.protocole)?)
    }
}

/// Looks at a link. It leads nowhere once it has expired, or once the person objected.
pub(super) async fn invitation(
    conn: &impl Executeur,
    maintenant: Instant,
    secret: &Secret,
) -> Resultat<Option<Invitation>> {
    let sql = "SELECT i.id, i.enquete_id, e.protocole, q.expire_le, i.repondu_le, i.refusee FROM enquetes_invitations i \
               JOIN enquetes q ON q.id = i.enquete_id JOIN etudes e ON e.id = q.etude_id \
               WHERE (i.empreinte = $1 OR i.id = (SELECT l.invitation_id FROM enquetes_liens l WHERE l.empreinte = $1)) AND q.expire_le > $2 \
               AND NOT EXISTS (SELECT 1 FROM oppositions o WHERE o.jeune_id = i.jeune_id)";
    db::ligne(conn, sql, [secret.empreinte().into(), maintenant.into()]).await
}

/// Keeps the answers, or the refusal, once; `false` when it was answered already.
pub(super) async fn repondre(
    tx: &Tx,
    maintenant: Instant,
    acteur: &Acteur,
    invitation: &Invitation,
    reponses: Option<&BTreeMap<String, u32>>,
) -> anyhow::Result<bool> {
    let texte = reponses.map(serde_json::to_string).transpose()?;
    let sql = "UPDATE enquetes_invitations SET repondu_le = $2, refusee = $3, reponses = $4 \
               WHERE id = $1 AND repondu_le IS NULL";
    let valeurs = [invitation.id.into(), maintenant.into(), reponses.is_none().into(), texte.into()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(false);
    }
    // Of the survey and not of the person: the journal does not say who answered.
    let entree = Entree::sur(Action::Repondre, Objet::Enquetes).id(invitation.enquete_id);
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(true)
}
