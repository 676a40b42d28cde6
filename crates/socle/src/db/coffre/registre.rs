//! Which key the base uses; sealing what is there; changing of key while others serve.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use uuid::Uuid;

use super::sceau::{Coffre, Lieu, MARQUE};
use crate::db::{self, Base, Executeur, Resultat, Tx};

/// Says where secrets are; the migration that asks for this names the tables, like any other.
const TEXTE: &str = include_str!("../../../migrations/0022_coffre.sql");
/// Its line of `reglages`.
const REGLAGE: &str = "coffre";
/// Rows sealed again between two commits.
const LOT: i64 = 500;

/// Where secrets are: table, column, and the column that tells its rows apart.
fn secrets() -> impl Iterator<Item = [&'static str; 3]> {
    TEXTE
        .lines()
        .filter_map(|l| l.strip_prefix("-- secret "))
        .filter_map(|l| l.split(' ').collect::<Vec<_>>().try_into().ok())
}

#[derive(FromQueryResult)]
struct Reglage {
    valeur: String,
}

#[derive(FromQueryResult)]
struct Garde {
    id: Uuid,
    texte: String,
}

async fn nommee(conn: &impl Executeur, tenir: &str) -> Resultat<Option<String>> {
    let sql = format!("SELECT valeur FROM reglages WHERE cle = $1{tenir}");
    let lu: Option<Reglage> = db::ligne(conn, &sql, [REGLAGE.into()]).await?;
    Ok(lu.map(|r| r.valeur))
}

impl Coffre {
    /// Seals a secret under the key that the base uses, in the transaction that keeps it.
    pub async fn sceller(&self, tx: &Tx, lieu: &Lieu, clair: &str) -> Resultat<String> {
        let nom = preparer(self, tx).await?;
        Ok(self.sceller_sous(&nom, lieu, clair)?)
    }
}

/// The name of the key that seals, held until the commit: whoever changes it waits for what is being sealed under it. The
/// first time, it is the last of the file, or a new one.
async fn preparer(coffre: &Coffre, tx: &Tx) -> Resultat<String> {
    let tenir = match tx.get_database_backend() {
        DbBackend::Postgres => " FOR SHARE",
        _ => "",
    };
    if let Some(nom) = nommee(tx, tenir).await? {
        return Ok(nom);
    }
    let cle = coffre.derniere()?;
    let sql = "INSERT INTO reglages (cle, valeur) VALUES ($1, $2) ON CONFLICT (cle) DO NOTHING";
    db::executer(tx, sql, [REGLAGE.into(), cle.nom.clone().into()]).await?;
    Ok(nommee(tx, tenir).await?.unwrap_or(cle.nom))
}

/// Whether the key of the base is at hand.
pub async fn verifier(coffre: &Coffre, conn: &impl Executeur) -> Resultat<()> {
    if let Some(nom) = nommee(conn, "").await? {
        coffre.cle(&nom)?;
    }
    Ok(())
}

/// Seals secrets that are in clear; says how many were.
pub async fn sceller_ce_qui_est_la(coffre: &Coffre, tx: &Tx) -> Resultat<u64> {
    let mut combien = 0;
    for [table, colonne, cle] in secrets() {
        let sql = format!(
            "SELECT {cle} AS id, {colonne} AS texte FROM {table} WHERE {colonne} IS NOT NULL AND {colonne} NOT LIKE $1"
        );
        for g in db::lignes::<Garde>(tx, &sql, [format!("{MARQUE}%").into()]).await? {
            let scelle = coffre.sceller(tx, &Lieu::nouveau(table, colonne, g.id), &g.texte).await?;
            let sql = format!("UPDATE {table} SET {colonne} = $2 WHERE {cle} = $1");
            combien += db::executer(tx, &sql, [g.id.into(), scelle.into()]).await?;
        }
    }
    Ok(combien)
}

/// What was found of the secrets of a base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Those that open with the keys at hand.
    pub lisibles: u64,
    /// Those that do not.
    pub perdus: u64,
}

/// Tries every secret.
pub async fn relire_secrets(coffre: &Coffre, conn: &impl Executeur) -> Resultat<Secrets> {
    let mut vus = Secrets::default();
    for [table, colonne, cle] in secrets() {
        let sql = format!("SELECT {cle} AS id, {colonne} AS texte FROM {table} WHERE {colonne} IS NOT NULL");
        for g in db::lignes::<Garde>(conn, &sql, []).await? {
            match coffre.ouvrir(&Lieu::nouveau(table, colonne, g.id), &g.texte) {
                Ok(_) => vus.lisibles += 1,
                Err(_) => vus.perdus += 1,
            }
        }
    }
    Ok(vus)
}

/// Puts back the name of the key that this base uses, after the rows of another took their place; tells what became of the
/// secrets.
pub async fn rattacher_coffre(coffre: &Coffre, tx: &Tx) -> Resultat<Secrets> {
    db::executer(tx, "DELETE FROM reglages WHERE cle = $1", [REGLAGE.into()]).await?;
    let vus = relire_secrets(coffre, tx).await?;
    if vus != Secrets::default() {
        preparer(coffre, tx).await?;
    }
    Ok(vus)
}

/// Empties the secrets that no key at hand opens: whoever had them sets others.
pub async fn oublier_secrets(coffre: &Coffre, tx: &Tx) -> Resultat<u64> {
    let mut combien = 0;
    for [table, colonne, cle] in secrets() {
        let sql = format!("SELECT {cle} AS id, {colonne} AS texte FROM {table} WHERE {colonne} IS NOT NULL");
        for g in db::lignes::<Garde>(tx, &sql, []).await? {
            if coffre.ouvrir(&Lieu::nouveau(table, colonne, g.id), &g.texte).is_err() {
                let sql = format!("UPDATE {table} SET {colonne} = NULL WHERE {cle} = $1");
                combien += db::executer(tx, &sql, [g.id.into()]).await?;
            }
        }
    }
    Ok(combien)
}

/// Draws a key, seals everything again under it, and lets the old ones go; others go on serving meanwhile: they read the
/// key file again when they meet a name they do not know. Returns the name of the new key and how many secrets it seals.
pub async fn changer_de_cle(base: &Base) -> Resultat<(String, u64)> {
    let coffre = base.coffre();
    // In the file before in the base: whoever reads the name there finds the key.
    let cle = coffre.ajouter()?;
    let tx = base.transaction().await?;
    preparer(coffre, &tx).await?;
    // Waits for those who are sealing; whoever seals after this commit does it under the new key.
    db::executer(&tx, "UPDATE reglages SET valeur = $2 WHERE cle = $1", [REGLAGE.into(), cle.nom.clone().into()])
        .await?;
    tx.commit().await?;
    let mut combien = 0;
    for [table, colonne, id] in secrets() {
        loop {
            let n = resceller(base, [table, colonne, id], &cle.nom).await?;
            combien += n;
            if n == 0 {
                break;
            }
        }
    }
    let perdus = relire_secrets(coffre, base.lecture()).await?.perdus;
    // A secret that does not open is kept, with every key that might: nothing is thrown away by a fault.
    if perdus == 0 {
        coffre.garder_seule(&cle.nom)?;
    }
    Ok((cle.nom, combien))
}

async fn resceller(base: &Base, [table, colonne, cle]: [&'static str; 3], nom: &str) -> Resultat<u64> {
    let coffre = base.coffre();
    let tx = base.transaction().await?;
    let tenir = db::en_le_tenant(&tx);
    let sql = format!(
        "SELECT {cle} AS id, {colonne} AS texte FROM {table} WHERE {colonne} IS NOT NULL AND {colonne} NOT LIKE $1 \
         ORDER BY {cle} LIMIT {LOT}{tenir}"
    );
    let mut combien = 0;
    for g in db::lignes::<Garde>(&tx, &sql, [format!("{MARQUE}{nom}:%").into()]).await? {
        let lieu = Lieu::nouveau(table, colonne, g.id);
        let clair = coffre.ouvrir(&lieu, &g.texte)?;
        let sql = format!("UPDATE {table} SET {colonne} = $2 WHERE {cle} = $1 AND {colonne} = $3");
        let valeurs = [g.id.into(), coffre.sceller_sous(nom, &lieu, &clair)?.into(), g.texte.into()];
        combien += db::executer(&tx, &sql, valeurs).await?;
    }
    tx.commit().await?;
    Ok(combien)
}
