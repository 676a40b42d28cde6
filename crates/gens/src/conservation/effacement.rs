//! Erasing a person: one code for retention, for a request, and after an old backup came back.

use passerelle_base::{Date, Id, Instant, plier};
use sea_orm::{DbBackend, FromQueryResult};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::registre::{Table, de_personnes};
use passerelle_socle::access::{Acteur, Action, Jeune, Objet};
use passerelle_socle::db::{self, Base, Executeur, Resultat, Tx, Value};
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::vocabulaire::Vocabulaire;

/// Why a person is erased.
pub static MOTIFS: Vocabulaire<4> = Vocabulaire::nouveau([
    ("duree", "Deux ans sans contact"),
    ("demande", "À sa demande"),
    ("opposition", "Opposition acceptée"),
    ("illicite", "Données qui n'auraient pas dû être là"),
]);

/// An erasure, as it is kept: no identity.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult, Serialize, Deserialize)]
pub struct Effacement {
    /// Who.
    pub jeune_id: Uuid,
    /// When, in milliseconds.
    pub efface_le: i64,
    /// Code of why.
    pub motif: String,
    /// When it was asked for.
    pub demande_le: Option<Date>,
}

#[derive(FromQueryResult)]
struct Identite {
    nom: String,
    prenom: String,
    efface_le: Option<i64>,
}

#[derive(FromQueryResult)]
struct Refus {
    import_id: Uuid,
    ligne: i64,
    cellules: String,
}

/// Erases a person; says whether there was somebody to erase. What is left counts and names nobody.
pub async fn effacer(tx: &Tx, maintenant: Instant, acteur: &Acteur, e: &Effacement) -> Resultat<bool> {
    let sql = "SELECT nom, prenom, efface_le FROM jeunes WHERE id = $1";
    let identite: Option<Identite> = db::ligne(tx, sql, [e.jeune_id.into()]).await?;
    let Some(identite) = identite.filter(|i| i.efface_le.is_none()) else { return Ok(false) };
    oublier_les_refus(tx, &identite).await?;
    let jour = maintenant.date_paris();
    for (nom, table, condition) in de_personnes() {
        if table.retire_les_lignes() {
            db::executer(tx, &format!("DELETE FROM {nom} WHERE {condition}"), [e.jeune_id.into()]).await?;
        } else if let Some((affectations, valeurs)) = affectations(tx, table, maintenant, jour) {
            let sql = format!("UPDATE {nom} SET {affectations} WHERE {condition}");
            db::executer(tx, &sql, std::iter::once(e.jeune_id.into()).chain(valeurs)).await?;
        }
    }
    let sql = "UPDATE jeunes SET efface_le = $2 WHERE id = $1";
    db::executer(tx, sql, [e.jeune_id.into(), e.efface_le.into()]).await?;
    let sql = "INSERT INTO effacements (jeune_id, efface_le, motif, demande_le) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (jeune_id) DO NOTHING";
    let valeurs = [e.jeune_id.into(), e.efface_le.into(), e.motif.clone().into(), e.demande_le.into()];
    db::executer(tx, sql, valeurs).await?;
    let entree = Entree::sur(Action::Retirer, Objet::Jeunes).id(e.jeune_id).detail(format!("effacement {}", e.motif));
    journal::ecrire(tx, maintenant, acteur, entree);
    Ok(true)
}

/// What becomes of the columns of a table, from `$2` on; `None` when all are kept.
fn affectations(conn: &impl Executeur, table: &Table, maintenant: Instant, jour: Date) -> Option<(String, Vec<Value>)> {
    let mut textes = Vec::new();
    let mut valeurs: Vec<Value> = Vec::new();
    let mut valeur = |v: Value| {
        valeurs.push(v);
        format!("${}", valeurs.len() + 1)
    };
    for (colonne, champ) in &table.champs {
        let vers = match champ.effacement() {
            "vide" => "NULL".to_owned(),
            "blanc" => "''".to_owned(),
            "annee" => debut(conn, colonne, "year"),
            "mois" => debut(conn, colonne, "month"),
            "clos" => {
                let jour = valeur(jour.into());
                // What was to begin later ends on the day it would have begun.
                match table.champs.contains_key("du") {
                    true => format!("coalesce({colonne}, CASE WHEN du > {jour} THEN du ELSE {jour} END)"),
                    false => format!("coalesce({colonne}, {jour})"),
                }
            }
            "clos_ms" => format!("coalesce({colonne}, {})", valeur(maintenant.millis().into())),
            _ => continue,
        };
        textes.push(format!("{colonne} = {vers}"));
    }
    (!textes.is_empty()).then(|| (textes.join(", "), valeurs))
}

/// The first day of the year or of the month of a date.
fn debut(conn: &impl Executeur, colonne: &str, unite: &str) -> String {
    match conn.get_database_backend() {
        DbBackend::Postgres => format!("CAST(date_trunc('{unite}', {colonne}) AS date)"),
        _ => format!("date({colonne}, 'start of {unite}')"),
    }
}

/// Rows refused by imports name nobody by an identifier: those that hold both names go.
async fn oublier_les_refus(tx: &Tx, identite: &Identite) -> Resultat<()> {
    let (nom, prenom) = (plier(&identite.nom), plier(&identite.prenom));
    let (mut import, mut ligne) = (Uuid::nil(), -1_i64);
    loop {
        let sql = "SELECT import_id, ligne, cellules FROM imports_refus WHERE (import_id, ligne) > ($1, $2) \
                   ORDER BY import_id, ligne LIMIT 1000";
        let lus: Vec<Refus> = db::lignes(tx, sql, [import.into(), ligne.into()]).await?;
        let Some(dernier) = lus.last() else { return Ok(()) };
        (import, ligne) = (dernier.import_id, dernier.ligne);
        for r in lus {
            let cellules = plier(&r.cellules);
            if cellules.contains(&nom) && cellules.contains(&prenom) {
                let sql = "DELETE FROM imports_refus WHERE import_id = $1 AND ligne = $2";
                db::executer(tx, sql, [r.import_id.into(), r.ligne.into()]).await?;
            }
        }
    }
}

/// Everybody who was erased.
pub async fn effaces(conn: &impl Executeur) -> Resultat<Vec<Effacement>> {
    let sql = "SELECT jeune_id, efface_le, motif, demande_le FROM effacements ORDER BY efface_le, jeune_id";
    db::lignes(conn, sql, []).await
}

/// Erases again those whom an old backup has brought back; returns how many.
pub async fn rejouer(tx: &Tx, maintenant: Instant, liste: &[Effacement]) -> Resultat<u64> {
    let mut combien = 0;
    for e in liste {
        combien += u64::from(effacer(tx, maintenant, &Acteur::Systeme, e).await?);
    }
    Ok(combien)
}

/// Makes what was erased unreadable in the bytes too: the file is written again without its free pages, and
/// the write-ahead log is emptied.
pub async fn compacter(base: &Base) -> Resultat<()> {
    base.compacter().await
}

impl Effacement {
    /// An erasure decided now.
    pub fn nouveau(jeune: Id<Jeune>, maintenant: Instant, motif: &str, demande_le: Option<Date>) -> Self {
        Self { jeune_id: jeune.uuid(), efface_le: maintenant.millis(), motif: motif.to_owned(), demande_le }
    }
}
