//! The statements an import needs, written from the description of its kind of file.

use std::fmt::Write;

use passerelle_base::Date;
use sea_orm::{DbErr, QueryResult, Value};
use uuid::Uuid;

use super::nature::{Forme, Nature};
use crate::db::{Executeur, parametres};
pub(super) use crate::db::{lots, lots_de};

/// `INSERT INTO table (champs) VALUES ($1,…),…` for `n` rows.
pub(super) fn inserer(conn: &impl Executeur, table: &str, champs: &[&str], n: usize) -> String {
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", champs.join(", "));
    for i in 0..n {
        if i > 0 {
            sql.push(',');
        }
        parametres(conn, &mut sql, i * champs.len(), champs.len());
    }
    sql
}

/// Rows of `source` (its table under the name `k`) whose `cle` is among `n` given ones, with the rank of the one that matched.
pub(super) fn chercher(conn: &impl Executeur, source: &str, lus: &[String], cle: &[&str], n: usize) -> String {
    let noms: Vec<String> = (0..cle.len()).map(|i| format!("c{i}")).collect();
    let mut sql = format!("WITH cles (rang, {}) AS (VALUES ", noms.join(", "));
    for i in 0..n {
        sql.push_str(if i > 0 { "," } else { "" });
        let debut = sql.len();
        parametres(conn, &mut sql, i * cle.len(), cle.len());
        // The rank goes before the parameters of the row: `(0,` for `(`.
        sql.replace_range(debut..=debut, &format!("({i},"));
    }
    let egales: Vec<String> = std::iter::zip(cle, &noms).map(|(c, n)| format!("k.{c} = cles.{n}")).collect();
    // CROSS JOIN keeps SQLite from scanning the big table to look into the small one.
    write!(
        sql,
        ") SELECT CAST(rang AS BIGINT) AS rang, {} FROM cles CROSS JOIN {source} WHERE {}",
        lus.join(", "),
        egales.join(" AND ")
    )
    .expect("writing to a String cannot fail");
    sql
}

/// The lookup of existing rows of a kind, reading `champs`.
pub(super) fn chercher_existants(conn: &impl Executeur, nature: &Nature, champs: &[&str], n: usize) -> String {
    let (source, id) = match nature.table_cle {
        None => (format!("{} k", nature.table), "k.id"),
        Some((cle, vers)) => (format!("{cle} k JOIN {} t ON t.id = k.{vers}", nature.table), "t.id"),
    };
    let alias = if nature.table_cle.is_some() { "t" } else { "k" };
    let mut lus = vec![format!("{id} AS id")];
    lus.extend(champs.iter().map(|c| format!("{alias}.{c} AS {c}")));
    chercher(conn, &source, &lus, nature.cle, n)
}

impl Forme {
    /// The NULL of this form: PostgreSQL wants to know of which type nothing is.
    pub(super) fn inconnu(self) -> Value {
        match self {
            Self::Date => None::<Date>.into(),
            Self::Booleen => None::<bool>.into(),
            Self::Entier => None::<i64>.into(),
            Self::Decimal => None::<f64>.into(),
            Self::Structure | Self::Action | Self::Jeune => None::<Uuid>.into(),
            _ => None::<String>.into(),
        }
    }

    /// Reads a field back, to compare it.
    pub(super) fn relire(self, ligne: &QueryResult, champ: &str) -> Result<Value, DbErr> {
        Ok(match self {
            Self::Date => ligne.try_get_by::<Option<Date>, _>(champ)?.into(),
            Self::Booleen => ligne.try_get_by::<Option<bool>, _>(champ)?.into(),
            Self::Entier => ligne.try_get_by::<Option<i64>, _>(champ)?.into(),
            Self::Decimal => ligne.try_get_by::<Option<f64>, _>(champ)?.into(),
            Self::Structure | Self::Action | Self::Jeune => ligne.try_get_by::<Option<Uuid>, _>(champ)?.into(),
            _ => ligne.try_get_by::<Option<String>, _>(champ)?.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn statements_read_as_written() {
        let dossier = tempfile::tempdir().unwrap();
        let adresse = format!("sqlite:{}", dossier.path().join("sql.db").display());
        let base = crate::db::Ouverture::adresse(adresse).ouvrir().await.unwrap();
        let conn = base.lecture();
        assert_eq!(inserer(conn, "t", &["a", "b"], 2), "INSERT INTO t (a, b) VALUES (?,?),(?,?)");
        let sql = chercher(conn, "t k", &["k.id AS id".into()], &["a", "b"], 2);
        assert_eq!(
            sql,
            "WITH cles (rang, c0, c1) AS (VALUES (0,?,?),(1,?,?)) SELECT CAST(rang AS BIGINT) AS rang, \
             k.id AS id FROM cles CROSS JOIN t k WHERE k.a = cles.c0 AND k.b = cles.c1"
        );
    }
}
