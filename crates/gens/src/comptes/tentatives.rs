//! Tries, noted before they are judged, and how long the next one waits.
//!
//! They are rows, not memory: several servers on one base slow down together. What they were made on
//! (an account, an address) is kept as a hash, a day at most.

use passerelle_socle::temps::Instant;
use sea_orm::FromQueryResult;
use sha2::{Digest, Sha256};

use super::model::Frein;
use super::rules::{attente, duree_en_mots};
use passerelle_socle::db::{self, Base, Resultat, Tx};
use passerelle_socle::web::Erreur;

/// What is tried, and how it is slowed down.
pub(super) struct Cible {
    cle: Vec<u8>,
    frein: &'static Frein,
}

/// `quoi`: « compte », « adresse »… ; `valeur`: which one.
pub(super) fn cible(frein: &'static Frein, quoi: &str, valeur: &str) -> Cible {
    Cible { cle: Sha256::digest(format!("{quoi}:{valeur}")).to_vec(), frein }
}

#[derive(FromQueryResult)]
struct Trie {
    instant: i64,
}

async fn attendre(tx: &Tx, maintenant: Instant, cibles: &[Cible]) -> Resultat<i64> {
    let mut pire = 0;
    for c in cibles {
        // As many as a wait needs to reach its cap.
        let sql = "SELECT instant FROM tentatives WHERE cle = $1 AND instant > $2 ORDER BY instant DESC LIMIT 200";
        let debut = maintenant.millis() - c.frein.fenetre.as_millis() as i64;
        let tries: Vec<Trie> = db::lignes(tx, sql, [c.cle.clone().into(), debut.into()]).await?;
        let instants: Vec<i64> = tries.into_iter().map(|t| t.instant).collect();
        pire = pire.max(attente(&instants, maintenant.millis(), c.frein));
    }
    Ok(pire)
}

/// Notes a try, unless it comes too soon: the sentence then says how long to wait, and is the same
/// whether what is tried exists or not.
pub(super) async fn essayer(base: &Base, maintenant: Instant, cibles: &[Cible]) -> Result<Result<(), String>, Erreur> {
    let tx = base.transaction().await?;
    let attente = attendre(&tx, maintenant, cibles).await?;
    if attente > 0 {
        tx.commit().await?;
        return Ok(Err(format!("Trop d'essais se suivent. Attendez {}, puis recommencez.", duree_en_mots(attente))));
    }
    let jour = 24 * 3_600_000;
    db::executer(&tx, "DELETE FROM tentatives WHERE instant <= $1", [(maintenant.millis() - jour).into()]).await?;
    for c in cibles {
        let valeurs = [c.cle.clone().into(), maintenant.millis().into()];
        db::executer(&tx, "INSERT INTO tentatives (cle, instant) VALUES ($1, $2)", valeurs).await?;
    }
    tx.commit().await?;
    Ok(Ok(()))
}

/// Forgets the tries: this one was right.
pub(super) async fn oublier(tx: &Tx, cibles: &[Cible]) -> Resultat<()> {
    for c in cibles {
        db::executer(tx, "DELETE FROM tentatives WHERE cle = $1", [c.cle.clone().into()]).await?;
    }
    Ok(())
}
