//! The SQL of obstacles and of what is done about them.

use passerelle_base::Date;
use passerelle_socle::ident::Id;
use sea_orm::FromQueryResult;

use crate::accompagnements::Dossier;
use passerelle_socle::access::{Action, Champ, Jeune, Objet};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};
use passerelle_socle::texte::{Libre, Texte};
use passerelle_socle::web::Etat;

/// What stands in the way.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Frein {
    pub id: Id<Frein>,
    /// Code of its theme.
    pub thematique: String,
    /// The day it was seen.
    pub constate_le: Date,
    /// The day it was lifted.
    pub leve_le: Option<Date>,
    /// Who saw it.
    pub structure: String,
    /// Name of the person.
    pub auteur: Option<String>,
}

/// What was done about it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ActionMenee {
    pub id: Id<ActionMenee>,
    /// About which obstacle.
    pub frein_id: Id<Frein>,
    pub date: Date,
    /// What was done.
    pub texte: String,
    /// What came out of it.
    pub resultat: Option<String>,
    /// Name of the person.
    pub auteur: Option<String>,
}

const LIRE: &str = "SELECT f.id, f.thematique, f.constate_le, f.leve_le, s.nom AS structure, c.nom AS auteur FROM freins f \
                    JOIN structures s ON s.id = f.structure_id LEFT JOIN comptes c ON c.id = f.compte_id WHERE f.jeune_id = $1";

/// The obstacles of an open file, open ones first, with what was done about each; none for whoever does not
/// read obstacles.
pub async fn du_jeune(conn: &impl Executeur, dossier: &Dossier) -> Resultat<Vec<(Frein, Vec<ActionMenee>)>> {
    if !dossier.voit(Champ::Freins) {
        return Ok(vec![]);
    }
    let id = dossier.jeune();
    let sql = format!("{LIRE} ORDER BY CASE WHEN f.leve_le IS NULL THEN 0 ELSE 1 END, f.constate_le DESC, f.id");
    let freins: Vec<Frein> = db::lignes(conn, &sql, [id.into()]).await?;
    let sql = "SELECT a.id, a.frein_id, a.date, a.texte, a.resultat, c.nom AS auteur FROM freins_actions a \
               JOIN freins f ON f.id = a.frein_id LEFT JOIN comptes c ON c.id = a.compte_id \
               WHERE f.jeune_id = $1 ORDER BY a.date DESC, a.id DESC";
    let mut actions: Vec<ActionMenee> = db::lignes(conn, sql, [id.into()]).await?;
    Ok(freins
        .into_iter()
        .map(|f| {
            let siennes = actions.extract_if(.., |a| a.frein_id == f.id).collect();
            (f, siennes)
        })
        .collect())
}

/// The open obstacles of a young person, the oldest first. For whoever may read them: the caller looks first.
pub async fn ouverts(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Vec<Frein>> {
    let sql = format!("{LIRE} AND f.leve_le IS NULL ORDER BY f.constate_le, f.id");
    db::lignes(conn, &sql, [jeune.into()]).await
}

/// One obstacle of an open file.
pub(super) async fn lire(conn: &impl Executeur, dossier: &Dossier, frein: Id<Frein>) -> Resultat<Option<Frein>> {
    db::ligne(conn, &format!("{LIRE} AND f.id = $2"), [dossier.jeune().into(), frein.into()]).await
}

/// Whether a theme is already open for this person.
pub(super) async fn deja_ouvert(conn: &impl Executeur, dossier: &Dossier, thematique: &str) -> Resultat<bool> {
    let sql = "SELECT count(*) FROM freins WHERE jeune_id = $1 AND thematique = $2 AND leve_le IS NULL";
    Ok(db::compter(conn, sql, [dossier.jeune().into(), thematique.into()]).await? > 0)
}

/// Writes that something stands in the way.
pub(super) async fn constater(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    thematique: &str,
    le: Date,
) -> Resultat<Id<Frein>> {
    dossier.accorde().pour(&[Action::Creer], &[Objet::Freins])?;
    let id = db::nouvel_id::<Frein>();
    let sql = "INSERT INTO freins (id, jeune_id, structure_id, compte_id, thematique, constate_le) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [
        id.into(),
        dossier.jeune().into(),
        dossier.structure().into(),
        dossier.accorde().acteur().compte().into(),
        thematique.into(),
        le.into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    dossier.noter(tx, etat, format!("frein {id} : thématique, constaté le"));
    Ok(id)
}

/// Writes what is done about an obstacle, which was read through the same file.
pub(super) async fn agir(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    frein: &Frein,
    le: Date,
    texte: &Texte,
    resultat: Option<Texte>,
) -> Resultat<()> {
    dossier.accorde().pour(&[Action::Creer], &[Objet::Freins])?;
    let id = db::nouvel_id::<ActionMenee>();
    let sql =
        "INSERT INTO freins_actions (id, frein_id, compte_id, date, texte, resultat) VALUES ($1, $2, $3, $4, $5, $6)";
    let valeurs = [
        id.into(),
        frein.id.into(),
        dossier.accorde().acteur().compte().into(),
        le.into(),
        texte.libre(),
        resultat.libre(),
    ];
    db::executer(tx, sql, valeurs).await?;
    dossier.noter(tx, etat, format!("frein {} : action {id}", frein.id));
    Ok(())
}

/// Writes what came out of an action, once: `false` when it is written already, none when the file has none such.
pub(super) async fn conclure(
    tx: &Tx,
    etat: &Etat,
    dossier: &Dossier,
    frein: &Frein,
    action: Id<ActionMenee>,
    resultat: &Texte,
) -> Resultat<Option<bool>> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::Freins])?;
    let sql = "UPDATE freins_actions SET resultat = $1 WHERE id = $2 AND frein_id = $3 AND resultat IS NULL";
    if db::executer(tx, sql, [resultat.libre(), action.into(), frein.id.into()]).await? == 0 {
        let sql = "SELECT count(*) FROM freins_actions WHERE id = $1 AND frein_id = $2";
        let connue = db::compter(tx, sql, [action.into(), frein.id.into()]).await? > 0;
        return Ok(connue.then_some(false));
    }
    dossier.noter(tx, etat, format!("frein {} : résultat de l'action {action}", frein.id));
    Ok(Some(true))
}

/// Lifts an obstacle, or opens it again.
pub(super) async fn lever(tx: &Tx, etat: &Etat, dossier: &Dossier, frein: &Frein, le: Option<Date>) -> Resultat<()> {
    dossier.accorde().pour(&[Action::Modifier], &[Objet::Freins])?;
    let sql = "UPDATE freins SET leve_le = $1 WHERE id = $2 AND jeune_id = $3";
    db::executer(tx, sql, [le.into(), frein.id.into(), dossier.jeune().into()]).await?;
    let quoi = if le.is_some() { "levé" } else { "rouvert" };
    dossier.noter(tx, etat, format!("frein {} : {quoi}", frein.id));
    Ok(())
}
