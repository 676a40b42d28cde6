//! The SQL that finds whom an access is for, and the account they may have already.

use passerelle_base::Siret;
use passerelle_socle::ident::Id;
use passerelle_socle::temps::Instant;
use std::time::Duration;

use sea_orm::FromQueryResult;

use passerelle_socle::access::{Compte, Jeune};
use passerelle_socle::db::{self, Executeur, Resultat, Tx};

/// What is known of a young person to send them a code.
#[derive(FromQueryResult)]
pub(super) struct Joignable {
    pub prenom: String,
    pub nom: String,
    pub courriel: Option<String>,
    pub telephone: Option<String>,
}

pub(super) async fn joignable(conn: &impl Executeur, jeune: Id<Jeune>) -> Resultat<Option<Joignable>> {
    let sql = "SELECT prenom, nom, courriel, telephone FROM jeunes WHERE id = $1";
    db::ligne(conn, sql, [jeune.into()]).await
}

#[derive(FromQueryResult)]
struct Titulaire {
    compte_id: Id<Compte>,
}

/// The account of a young person, if they have one.
pub(super) async fn compte_de_jeune(
    conn: &impl Executeur,
    maintenant: Instant,
    jeune: Id<Jeune>,
) -> Resultat<Option<Id<Compte>>> {
    let sql = "SELECT h.compte_id FROM habilitations h JOIN comptes c ON c.id = h.compte_id WHERE h.jeune_id = $1 \
               AND h.role = 'jeune' AND (h.au IS NULL OR h.au > $2) AND c.desactive_le IS NULL ORDER BY h.du LIMIT 1";
    let lu: Option<Titulaire> = db::ligne(conn, sql, [jeune.into(), maintenant.into()]).await?;
    Ok(lu.map(|c| c.compte_id))
}

/// How long an access waits for a second person.
const ATTENTE: Duration = Duration::from_hours(30 * 24);

#[derive(FromQueryResult)]
struct Demande {
    demande_par: Id<Compte>,
}

/// Whether somebody else than `par` asked for the same access, which is then confirmed; otherwise it waits for one.
pub async fn confirmer(tx: &Tx, maintenant: Instant, siret: &Siret, courriel: &str, par: Id<Compte>) -> Resultat<bool> {
    let limite = maintenant - ATTENTE;
    db::executer(tx, "DELETE FROM acces_employeurs WHERE demande_le <= $1", [limite.into()]).await?;
    let sql = "SELECT demande_par FROM acces_employeurs WHERE siret = $1 AND courriel = $2";
    let avant: Option<Demande> = db::ligne(tx, sql, [siret.as_str().into(), courriel.into()]).await?;
    match avant {
        Some(avant) if avant.demande_par != par => {
            let sql = "DELETE FROM acces_employeurs WHERE siret = $1 AND courriel = $2";
            db::executer(tx, sql, [siret.as_str().into(), courriel.into()]).await?;
            Ok(true)
        }
        Some(_) => Ok(false),
        None => {
            let sql = "INSERT INTO acces_employeurs (siret, courriel, demande_par, demande_le) VALUES ($1, $2, $3, $4)";
            let valeurs = [siret.as_str().into(), courriel.into(), par.into(), maintenant.into()];
            db::executer(tx, sql, valeurs).await?;
            Ok(false)
        }
    }
}

/// The account of an employer that this mail address reaches, if there is one.
pub async fn compte_d_employeur(
    conn: &impl Executeur,
    maintenant: Instant,
    siret: &Siret,
    courriel: &str,
) -> Resultat<Option<Id<Compte>>> {
    let sql = "SELECT h.compte_id FROM habilitations h JOIN comptes c ON c.id = h.compte_id WHERE h.siret = $1 \
               AND h.role = 'employeur' AND c.courriel = $3 AND (h.au IS NULL OR h.au > $2) AND c.desactive_le IS NULL \
               ORDER BY h.du LIMIT 1";
    let valeurs = [siret.as_str().into(), maintenant.into(), courriel.into()];
    let lu: Option<Titulaire> = db::ligne(conn, sql, valeurs).await?;
    Ok(lu.map(|c| c.compte_id))
}
