//! The SQL of référents: one at a time, named, handed over.

use passerelle_base::{Date, date_longue};
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use super::ouverture::{Dossier, dossier, noter};
use super::predicats::{en_charge, est_referent, suivi_par};
use super::rules::passation;
use passerelle_socle::access::{Acteur, Action, Compte, Faits, Jeune, Objet, Structure, may};
use passerelle_socle::db::{self, Contrainte, ErreurBase, Executeur, Resultat, Selection, Tx};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::{Erreur, Etat};

/// Marks the identifier of a handover of many.
#[derive(Debug)]
pub(super) struct UnePassation;

/// A référent, past or present.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Referent {
    /// Identifier of the period.
    pub id: Id<Referent>,
    pub compte_id: Id<Compte>,
    pub nom: String,
    /// Structure they work for.
    pub structure_id: Id<Structure>,
    /// Its name.
    pub structure: String,
    /// First day.
    pub du: Date,
    /// First day they are no longer.
    pub au: Option<Date>,
    /// Why they became it.
    pub motif: Option<String>,
}

impl Referent {
    /// The day it stopped, in words.
    pub fn fin(&self) -> String {
        self.au.map(date_longue).unwrap_or_default()
    }
}

/// Somebody who may become référent: a live habilitation in a structure that follows.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Collegue {
    pub compte_id: Id<Compte>,
    pub nom: String,
    pub structure_id: Id<Structure>,
    /// Its name.
    pub structure: String,
    /// How many young people they are référent of, there.
    pub charge: i64,
}

impl Collegue {
    /// What a form sends back to say who.
    pub fn cle(&self) -> String {
        format!("{}_{}", self.compte_id, self.structure_id)
    }
}

const REFERENTS: &str = "SELECT r.id, r.compte_id, c.nom, r.structure_id, s.nom AS structure, r.du, r.au, r.motif \
                         FROM referents r JOIN comptes c ON c.id = r.compte_id JOIN structures s ON s.id = r.structure_id";

fn les_collegues() -> String {
    format!(
        "SELECT c.id AS compte_id, c.nom, s.id AS structure_id, s.nom AS structure, \
         (SELECT count(*) FROM referents r WHERE r.compte_id = c.id AND r.structure_id = s.id AND {}) AS charge \
         FROM comptes c JOIN structures s ON 1 = 1 WHERE EXISTS (SELECT 1 FROM habilitations h WHERE h.compte_id = c.id \
         AND h.structure_id = s.id AND h.role IN ('conseiller', 'formateur', 'responsable') \
         AND h.du <= $1 AND (h.au IS NULL OR h.au > $1))",
        est_referent("r")
    )
}

/// All référents of a young person, the latest first.
pub async fn referents(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Referent>> {
    let sql = format!(
        "{REFERENTS} WHERE r.jeune_id = $1 ORDER BY CASE WHEN {} THEN 0 ELSE 1 END, r.du DESC, r.au DESC",
        est_referent("r")
    );
    db::lignes(conn, &sql, [jeune.into()]).await
}

/// The référent, if any.
pub async fn referent(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<Referent>> {
    let sql = format!("{REFERENTS} WHERE r.jeune_id = $1 AND {}", est_referent("r"));
    db::ligne(conn, &sql, [jeune.into()]).await
}

/// Who may become référent of a young person: those who work in a structure that follows.
pub(super) async fn eligibles(conn: &impl Executeur, etat: &Etat, jeune: Id<Jeune>) -> Resultat<Vec<Collegue>> {
    let sql = format!("{} AND {} ORDER BY s.nom_plie, c.nom, c.id", les_collegues(), suivi_par("$2", "s.id"));
    db::lignes(conn, &sql, [etat.horloge.maintenant().into(), jeune.into()]).await
}

/// The colleagues of a structure who may be référents.
pub async fn collegues(conn: &impl Executeur, etat: &Etat, structure: Id<Structure>) -> Resultat<Vec<Collegue>> {
    let sql = format!("{} AND s.id = $2 ORDER BY c.nom, c.id", les_collegues());
    db::lignes(conn, &sql, [etat.horloge.maintenant().into(), structure.into()]).await
}

/// Keeps a list to young people by their référent: `moi`, `sans` (those a structure in charge has to
/// give one to), or the identifier of an account of the structure at work.
pub fn par_referent(selection: Selection, acteur: &Acteur, valeur: &str, colonne: &str) -> Selection {
    let structure = acteur.structure().unwrap_or_else(Id::nul);
    let de = |selection: Selection, compte: Id<Compte>| {
        let condition = format!(
            "{colonne} IN (SELECT r.jeune_id FROM referents r WHERE r.compte_id = ? AND r.structure_id = $S AND {})",
            est_referent("r")
        );
        selection.ou(&condition, compte).encore("$S", structure)
    };
    match valeur {
        "" => selection,
        "moi" => de(selection, acteur.compte().unwrap_or_else(Id::nul)),
        "sans" => selection
            .telle(format!(
                "NOT EXISTS (SELECT 1 FROM referents r WHERE r.jeune_id = {colonne} AND {})",
                est_referent("r")
            ))
            .ou_si(
                &format!(
                    "{colonne} IN (SELECT a.jeune_id FROM accompagnements a WHERE a.structure_id = ? AND {})",
                    en_charge("a")
                ),
                acteur.structure(),
            ),
        // Words that name nobody keep nobody.
        autre => de(selection, autre.parse().unwrap_or_else(|_| Id::nul())),
    }
}

/// What the base says when two people name at once, in words.
fn un_seul(e: ErreurBase) -> Erreur {
    match e.contrainte() {
        // One index says it of today, one guard of any day.
        Some(Contrainte::Unique | Contrainte::Garde(_)) => {
            Erreur::Demande("Un autre référent couvre déjà ces jours. Rouvrez la page pour voir qui.".into())
        }
        _ => e.into(),
    }
}

/// Who takes over, from when, and why.
pub(super) struct Releve<'a> {
    pub compte: Id<Compte>,
    pub structure: Id<Structure>,
    pub du: Date,
    pub motif: &'a Texte,
    /// The handover of many that it is part of.
    pub lot: Option<Id<UnePassation>>,
}

impl<'a> Releve<'a> {
    /// By a colleague, alone.
    fn par(vers: &Collegue, du: Date, motif: &'a Texte) -> Self {
        Self { compte: vers.compte_id, structure: vers.structure_id, du, motif, lot: None }
    }
}

async fn inscrire(tx: &Tx, d: &Dossier, releve: &Releve<'_>) -> Result<(), Erreur> {
    let id: Id<Referent> = db::nouvel_id();
    let sql = "INSERT INTO referents (id, jeune_id, compte_id, structure_id, du, motif, cree_par, passation_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let valeurs = [
        id.into(),
        d.jeune().into(),
        releve.compte.into(),
        releve.structure.into(),
        releve.du.into(),
        releve.motif.clone().ecrit().libre(),
        d.accorde().acteur().compte().into(),
        releve.lot.into(),
    ];
    db::executer(tx, sql, valeurs).await.map_err(un_seul)?;
    Ok(())
}

/// Names the first référent of a young person.
pub(super) async fn nommer(tx: &Tx, etat: &Etat, d: &Dossier, vers: &Collegue, motif: &Texte) -> Result<(), Erreur> {
    if let Some(r) = referent(tx, d.jeune()).await? {
        return Err(Erreur::Demande(format!("{} est déjà référent : passez la main plutôt que de nommer.", r.nom)));
    }
    nommer_de(tx, etat, d, vers, motif).await
}

/// The same, of somebody who is known to have none.
pub(super) async fn nommer_de(tx: &Tx, etat: &Etat, d: &Dossier, vers: &Collegue, motif: &Texte) -> Result<(), Erreur> {
    let jour = etat.horloge.aujourdhui();
    inscrire(tx, d, &Releve::par(vers, jour, motif)).await?;
    noter(tx, etat, d, Action::Creer, Objet::Referents, "compte_id, du");
    Ok(())
}

/// Names whoever acts, of somebody whom their structure has just come to follow; `false` when they cannot be a référent.
pub async fn repondre_de(tx: &Tx, etat: &Etat, acteur: &Acteur, jeune: Id<Jeune>) -> Result<bool, Erreur> {
    let (Some(compte), Some(structure)) = (acteur.compte(), acteur.structure()) else { return Ok(false) };
    let moi = collegues(tx, etat, structure).await?.into_iter().find(|c| c.compte_id == compte);
    let (Some(moi), Ok(accorde)) = (moi, may(acteur, Action::Creer, Objet::Referents, &Faits::default())) else {
        return Ok(false);
    };
    let d = dossier(tx, etat, &accorde, jeune).await?;
    nommer(tx, etat, &d, &moi, &Texte::default()).await?;
    Ok(true)
}

/// Ends the current period and begins the next, on the same day.
pub(super) async fn remplacer(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    actuel: &Referent,
    releve: &Releve<'_>,
) -> Result<(), Erreur> {
    let acteur = d.accorde().acteur();
    // A responsable hands over what their own structure holds; a référent, what is theirs.
    let sien = acteur.compte().is_some_and(|c| c == actuel.compte_id);
    if !sien && acteur.structure().is_none_or(|s| s != actuel.structure_id) {
        return Err(Erreur::Demande(format!(
            "{} est référent pour {} : sa structure passe la main.",
            actuel.nom, actuel.structure
        )));
    }
    if releve.compte == actuel.compte_id && releve.structure == actuel.structure_id {
        return Err(Erreur::Demande(format!("{} est déjà référent.", actuel.nom)));
    }
    passation(etat.horloge.aujourdhui(), actuel.du, releve.du).map_err(Erreur::Demande)?;
    let sql = format!("UPDATE referents SET au = $2 WHERE id = $1 AND {}", est_referent("referents"));
    if db::executer(tx, &sql, [actuel.id.into(), releve.du.into()]).await? == 0 {
        return Err(Erreur::Demande("Quelqu'un vient de passer la main. Rouvrez la page pour voir qui.".into()));
    }
    inscrire(tx, d, releve).await
}

/// Hands one young person over.
pub(super) async fn passer(
    tx: &Tx,
    etat: &Etat,
    d: &Dossier,
    vers: &Collegue,
    date: Date,
    motif: &Texte,
) -> Result<(), Erreur> {
    let Some(actuel) = referent(tx, d.jeune()).await? else {
        return Err(Erreur::Demande("Ce jeune n'a pas de référent : nommez-en un.".into()));
    };
    remplacer(tx, etat, d, &actuel, &Releve::par(vers, date, motif)).await?;
    noter(tx, etat, d, Action::Passer, Objet::Referents, "compte_id, du, au, motif");
    Ok(())
}
