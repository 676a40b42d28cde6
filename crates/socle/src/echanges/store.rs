//! The SQL of imports: one row per file read, one per row refused.

use sea_orm::FromQueryResult;

use super::cellule::{CELLULES_MAX, gardee};
use super::rapport::Import;
use super::{RapportFichier, Refus};
use crate::access::{Accorde, Acteur, Action, Objet};
use crate::db::{self, Executeur, Resultat, Tx};
use crate::ident::Id;
use crate::temps::Instant;

/// An import as kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ImportLu {
    pub id: Id<Import>,
    pub fichier: String,
    pub nature: Option<String>,
    pub mode: String,
    pub acteur: String,
    pub commence_le: Instant,
    pub maj_le: Instant,
    pub fini_le: Option<Instant>,
    pub lues: i64,
    pub crees: i64,
    pub modifies: i64,
    pub inchanges: i64,
    pub refuses: i64,
    pub entetes: Option<String>,
    pub avis: Option<String>,
    pub erreur: Option<String>,
}

const CHAMPS: &str = "id, fichier, nature, mode, acteur, commence_le, maj_le, fini_le, lues, crees, modifies, \
                      inchanges, refuses, entetes, avis, erreur";

/// A refused row as kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct LigneRefusee {
    pub ligne: i64,
    pub colonne: Option<String>,
    pub motif: String,
    pub cellules: String,
}

/// The bytes of a file, and what they were read with.
#[derive(Clone, Debug, Default)]
pub(super) struct Vu {
    pub sha256: String,
    pub taille: u64,
    pub gabarit: Option<String>,
    pub gabarit_sha256: Option<String>,
}

/// Opens the row of an import.
pub(super) async fn ouvrir(
    tx: &Tx,
    rapport: &RapportFichier,
    mode: &str,
    vu: &Vu,
    acteur: &Acteur,
    maintenant: Instant,
) -> Resultat<Id<Import>> {
    let id = db::nouvel_id();
    let sql = "INSERT INTO imports (id, fichier, nature, mode, sha256, taille, acteur, commence_le, maj_le, \
               lues, crees, modifies, inchanges, refuses, entetes, avis, gabarit, gabarit_sha256, structure_id) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 0, 0, 0, 0, $9, $10, $11, $12, $13)";
    let valeurs = [
        id.into(),
        rapport.fichier.clone().into(),
        rapport.nature.into(),
        mode.into(),
        vu.sha256.clone().into(),
        (vu.taille as i64).into(),
        acteur.nom().into(),
        maintenant.into(),
        json(&rapport.entetes).into(),
        json(&rapport.avis).into(),
        vu.gabarit.clone().into(),
        vu.gabarit_sha256.clone().into(),
        acteur.structure().map(|s| s.uuid()).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(id)
}

/// The import of these very bytes, read in this way, that was cut short, if any.
pub(super) async fn interrompu(conn: &impl Executeur, vu: &Vu, nature: &str) -> Resultat<Option<ImportLu>> {
    let sql = format!(
        "SELECT {CHAMPS} FROM imports WHERE sha256 = $1 AND nature = $2 AND mode = 'reel' AND fini_le IS NULL \
         AND coalesce(gabarit_sha256, '') = $3 ORDER BY commence_le DESC LIMIT 1"
    );
    db::ligne(
        conn,
        &sql,
        [vu.sha256.clone().into(), nature.into(), vu.gabarit_sha256.clone().unwrap_or_default().into()],
    )
    .await
}

/// Keeps the counters, in the transaction of the rows they count.
pub(super) async fn avancer(
    tx: &Tx,
    id: Id<Import>,
    rapport: &RapportFichier,
    maintenant: Instant,
    fini: bool,
) -> Resultat<()> {
    let sql = "UPDATE imports SET maj_le = $2, fini_le = $3, lues = $4, crees = $5, modifies = $6, inchanges = $7, \
               refuses = $8, erreur = $9, avis = $10 WHERE id = $1";
    let valeurs = [
        id.into(),
        maintenant.into(),
        fini.then_some(maintenant).into(),
        (rapport.lues as i64).into(),
        (rapport.crees as i64).into(),
        (rapport.modifies as i64).into(),
        (rapport.inchanges as i64).into(),
        (rapport.refuses as i64).into(),
        rapport.erreur.clone().into(),
        json(&rapport.avis).into(),
    ];
    db::executer(tx, sql, valeurs).await?;
    Ok(())
}

/// Keeps refused rows.
pub(super) async fn refuser(tx: &Tx, id: Id<Import>, refus: &[Refus]) -> Resultat<()> {
    for lot in super::sql::lots(refus.len()) {
        let sql = super::sql::inserer(
            tx,
            "imports_refus",
            &["import_id", "ligne", "colonne", "motif", "cellules"],
            lot.len(),
        );
        let valeurs = refus[lot].iter().flat_map(|r| {
            let gardees: Vec<String> = r.cellules.iter().take(CELLULES_MAX).cloned().map(gardee).collect();
            [
                id.into(),
                (r.ligne as i64).into(),
                r.motif.colonne.clone().map(gardee).into(),
                gardee(r.motif.phrase.clone()).into(),
                json(&gardees).into(),
            ]
        });
        // Cell by cell, each as it may be kept: written as JSON, its marks would no longer be seen for what they are.
        db::ecrire_tel_quel(tx, &sql, valeurs).await?;
    }
    Ok(())
}

/// Refused rows after a line, in order.
pub(super) async fn refus(
    conn: &impl Executeur,
    id: Id<Import>,
    apres: i64,
    combien: i64,
) -> Resultat<Vec<LigneRefusee>> {
    let sql = "SELECT ligne, colonne, motif, cellules FROM imports_refus WHERE import_id = $1 AND ligne > $2 \
               ORDER BY ligne LIMIT $3";
    db::lignes(conn, sql, [id.into(), apres.into(), combien.into()]).await
}

/// Imports, the latest first.
pub(super) async fn lister(conn: &impl Executeur, accorde: &Accorde, combien: i64) -> Resultat<Vec<ImportLu>> {
    accorde.pour(&[Action::Lister], &[Objet::Imports])?;
    let sql = format!("SELECT {CHAMPS} FROM imports ORDER BY commence_le DESC, id DESC LIMIT {combien}");
    db::lignes(conn, &sql, []).await
}

/// One import.
pub(super) async fn lire(conn: &impl Executeur, accorde: &Accorde, id: Id<Import>) -> Resultat<Option<ImportLu>> {
    accorde.pour(&[Action::Consulter, Action::Exporter], &[Objet::Imports])?;
    db::ligne(conn, &format!("SELECT {CHAMPS} FROM imports WHERE id = $1"), [id.into()]).await
}

/// How many imports there are.
pub(super) async fn compter(conn: &impl Executeur, accorde: &Accorde) -> Resultat<i64> {
    accorde.pour(&[Action::Lister], &[Objet::Imports])?;
    db::compter(conn, "SELECT count(*) FROM imports", []).await
}

/// Forgets the cells of rows refused before an instant: they hold people's data that nobody
/// came back for.
pub(super) async fn oublier(tx: &Tx, avant: Instant) -> Resultat<u64> {
    let sql = "DELETE FROM imports_refus WHERE import_id IN (SELECT id FROM imports WHERE commence_le < $1)";
    db::executer(tx, sql, [avant.into()]).await
}

/// Lists of texts are kept as JSON.
pub(super) fn json(textes: &[String]) -> String {
    serde_json::to_string(textes).expect("a list of strings is always JSON")
}

/// Reads such a list back.
pub(super) fn textes(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}
