//! Brings the texts that a base already holds to what is now kept of one: no social security number, no mark that nobody
//! types. What is hashed is told, never changed.

use sea_orm::FromQueryResult;

use super::{Resultat, Tx, compter, ecrire_tel_quel, lignes};
use crate::texte::{NIR_RETIRE, Texte};

/// Says where texts are; the migration that asks for this names the tables, like any other.
const TEXTE: &str = include_str!("../../migrations/0017_textes.sql");

/// The columns of texts: table, column, and whether they may be changed.
fn colonnes() -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    TEXTE.lines().filter_map(|l| {
        let (reste, change) = match l.strip_prefix("-- texte ") {
            Some(reste) => (reste, true),
            None => (l.strip_prefix("-- lettre ")?, false),
        };
        let (table, colonne) = reste.split_once(' ')?;
        Some((table, colonne, change))
    })
}

#[derive(FromQueryResult)]
struct Lu {
    texte: String,
}

/// Texts of a column that were not as they may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repris {
    pub table: &'static str,
    pub colonne: &'static str,
    /// How many rows.
    pub lignes: u64,
    /// Whether they are now.
    pub change: bool,
}

impl Repris {
    /// The sentence for whoever keeps the base.
    pub fn phrase(&self) -> String {
        let Self { table, colonne, lignes, change } = self;
        match change {
            true => format!(
                "{table}.{colonne} : {lignes} texte(s) contenaient un numéro de sécurité sociale ou un caractère qui ne \
                 s'affiche pas ; ils ne l'ont plus"
            ),
            false => format!(
                "{table}.{colonne} : {lignes} texte(s) contiennent un numéro de sécurité sociale ou un caractère qui ne \
                 s'affiche pas ; leur empreinte est publiée, ils restent tels quels : préparez-en d'autres"
            ),
        }
    }
}

/// Cleans them; gives back what was found.
pub(super) async fn nettoyer(tx: &Tx) -> Resultat<Vec<Repris>> {
    let mut repris = Vec::new();
    for (table, colonne, change) in colonnes() {
        let sql = format!("SELECT DISTINCT {colonne} AS texte FROM {table} WHERE {colonne} IS NOT NULL");
        let lus: Vec<Lu> = lignes(tx, &sql, []).await?;
        let mut n = 0;
        for Lu { texte: ancien } in lus {
            let propre = Texte::lire(&ancien, usize::MAX);
            let nouveau = propre.as_deref().unwrap_or(NIR_RETIRE);
            // What is kept to the letter has its own white space.
            if nouveau == ancien || (!change && Texte::tel_quel(&ancien, usize::MAX).is_ok()) {
                continue;
            }
            n += if change {
                let sql = format!("UPDATE {table} SET {colonne} = $1 WHERE {colonne} = $2");
                ecrire_tel_quel(tx, &sql, [nouveau.into(), ancien.into()]).await?
            } else {
                let sql = format!("SELECT count(*) FROM {table} WHERE {colonne} = $1");
                compter(tx, &sql, [ancien.into()]).await?.unsigned_abs()
            };
        }
        if n > 0 {
            repris.push(Repris { table, colonne, lignes: n, change });
        }
    }
    Ok(repris)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Ouverture;

    #[tokio::test]
    async fn texts_of_before_are_cleaned_and_those_that_are_hashed_are_told() {
        let dossier = tempfile::tempdir().unwrap();
        let base =
            Ouverture::adresse(format!("sqlite:{}", dossier.path().join("t.db").display())).ouvrir().await.unwrap();
        let tx = base.transaction().await.unwrap();
        for (n, nom) in ["Ana\u{202e}", "N° 2 99 05 93 001 001 56", "Zoé B."].into_iter().enumerate() {
            let sql = "INSERT INTO comptes (id, nom, demonstration, cree_le) VALUES ($1, $2, $3, $4)";
            let id = uuid::Uuid::from_u128(n as u128 + 1);
            ecrire_tel_quel(&tx, sql, [id.into(), nom.into(), false.into(), 0_i64.into()]).await.unwrap();
        }
        let sql = "INSERT INTO tirages (id, serie_id, titre, protocole, cree_le) VALUES ($1, $1, $2, $3, $4)";
        let id = uuid::Uuid::from_u128(9);
        let valeurs = [id.into(), "Un titre".into(), "titre = \"2 99 05 93 001 001 56\"\n".into(), 0_i64.into()];
        ecrire_tel_quel(&tx, sql, valeurs).await.unwrap();
        let dits = nettoyer(&tx).await.unwrap();
        let attendu = [("comptes", "nom", 2, true), ("tirages", "protocole", 1, false)];
        assert_eq!(dits.iter().map(|r| (r.table, r.colonne, r.lignes, r.change)).collect::<Vec<_>>(), attendu);
        let noms: Vec<Lu> = lignes(&tx, "SELECT nom AS texte FROM comptes ORDER BY id", []).await.unwrap();
        assert_eq!(noms.iter().map(|l| l.texte.as_str()).collect::<Vec<_>>(), ["Ana", NIR_RETIRE, "Zoé B."]);
        let protocoles: Vec<Lu> = lignes(&tx, "SELECT protocole AS texte FROM tirages", []).await.unwrap();
        assert!(protocoles[0].texte.contains("2 99 05"), "what is hashed is left as it is");
        assert_eq!(nettoyer(&tx).await.unwrap().len(), 1, "the second time, what was cleaned is not told again");
    }
}
