//! The SQL of contestations.

use passerelle_base::{Date, date_longue};
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;

use super::model::{champ, echeance, titre};
use crate::accompagnements::Dossier;
use passerelle_socle::access::{Action, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::fait::{Fait, Ton};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::Etat;

/// What the person said of what is written of them.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Contestation {
    pub id: Id<Contestation>,
    /// Code of what it is about: `note`, `contact`, `frein`.
    pub objet: String,
    /// What they say.
    pub texte: String,
    /// When, in milliseconds.
    pub faite_le: Instant,
    /// When it was answered.
    pub repondu_le: Option<Instant>,
    /// What was answered.
    pub reponse: Option<String>,
    /// Name of who answered.
    pub repondant: Option<String>,
}

impl Contestation {
    /// The day it was said.
    pub fn date(&self) -> Date {
        self.faite_le.date_paris()
    }
    /// « Désaccord sur une note ».
    pub fn titre(&self) -> &'static str {
        titre(&self.objet)
    }
    /// The day it was said, in words.
    pub fn jour(&self) -> String {
        date_longue(self.date())
    }
    /// The last day to answer, in words.
    pub fn due(&self) -> String {
        date_longue(echeance(self.date()))
    }
    /// « Réponse du 3 mars 2018, Claire Nobel : … ».
    pub fn reponse_dite(&self) -> Option<String> {
        let (reponse, quand) = (self.reponse.as_ref()?, self.repondu_le?);
        let jour = date_longue(quand.date_paris());
        let qui = self.repondant.as_ref().map(|q| format!(", {q}")).unwrap_or_default();
        Some(format!("Réponse du {jour}{qui} : {reponse}"))
    }
    /// The contestation on the timeline of this person.
    pub fn fait(&self, jeune: Id<Jeune>) -> Fait {
        let fait = Fait::nouveau(self.date(), champ(&self.objet), self.titre()).source("dit depuis son espace");
        match self.reponse_dite() {
            Some(dite) => fait.detail(format!("{}\n{dite}", self.texte)),
            None => Fait {
                etat: Some(("attend une réponse".into(), Ton::Attention)),
                lien: Some(("Voir et répondre", format!("/jeunes/{jeune}/contestations"))),
                ..fait.detail(&self.texte)
            },
        }
    }
}

/// All that a person said, the latest first.
pub async fn du_jeune(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Contestation>> {
    let sql = "SELECT o.id, o.objet, o.texte, o.faite_le, o.repondu_le, o.reponse, c.nom AS repondant FROM contestations o \
               LEFT JOIN comptes c ON c.id = o.repondu_par WHERE o.jeune_id = $1 ORDER BY o.faite_le DESC, o.id";
    db::lignes(conn, sql, [jeune.into()]).await
}

/// What a person said and objected to, the latest first: for them alone, an objection being answered by whoever keeps
/// the platform.
pub async fn paroles(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Contestation>> {
    let sql = "SELECT o.id, 'opposition' AS objet, o.texte, o.recue_le AS faite_le, o.repondu_le, o.reponse, \
               c.nom AS repondant FROM oppositions o LEFT JOIN comptes c ON c.id = o.repondu_par WHERE o.jeune_id = $1";
    let mut paroles: Vec<Contestation> = db::lignes(conn, sql, [jeune.into()]).await?;
    paroles.extend(du_jeune(conn, jeune).await?);
    paroles.sort_by_key(|p| std::cmp::Reverse(p.faite_le));
    Ok(paroles)
}

/// Those that the reader of a file may read: about a field they see, and notes being theirs to read.
pub async fn visibles(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Vec<Contestation>> {
    if !dossier.peut(Action::Consulter, Objet::Notes) {
        return Ok(vec![]);
    }
    let mut lues = du_jeune(conn, dossier.jeune()).await?;
    lues.retain(|c| dossier.voit(champ(&c.objet)));
    Ok(lues)
}

/// Keeps an answer; `false` when it was answered meanwhile.
pub(super) async fn repondre(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    id: Id<Contestation>,
    texte: &Texte,
) -> Resultat<bool> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::Notes])?;
    let (maintenant, acteur) = (etat.horloge.maintenant(), dossier.accorde().acteur());
    let sql = "UPDATE contestations SET repondu_le = $3, repondu_par = $4, reponse = $5 \
               WHERE id = $1 AND jeune_id = $2 AND repondu_le IS NULL";
    let valeurs = [id.into(), dossier.jeune().into(), maintenant.into(), acteur.compte().into(), texte.libre()];
    if db::executer(tx, sql, valeurs).await? == 0 {
        return Ok(false);
    }
    let entree = Entree::sur(Action::Repondre, Objet::Notes).id(dossier.jeune());
    journal::ecrire(tx, maintenant, acteur, entree.detail(format!("contestation {id} : reponse")));
    Ok(true)
}
