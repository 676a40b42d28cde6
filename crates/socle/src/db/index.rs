//! Indexes put off while a table is filled for the first time.
//!
//! An index made at once from a million rows costs a tenth of the same index kept up to date row by row. Unique ones
//! stay: they hold rules. What the migrations say is what must stand, so nothing is kept aside: an import killed half-way
//! leaves indexes missing, and whoever opens the base next makes them.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, FromQueryResult};

use super::{Base, Moteur, Resultat, Travail, Tx, lignes, migrations};

/// An index that may be put off.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Index {
    nom: String,
    table: String,
    /// `CREATE INDEX …`, without its semicolon.
    texte: String,
}

#[derive(FromQueryResult)]
struct Nom {
    nom: String,
}

/// What the migrations leave standing, unique indexes apart.
fn attendus(moteur: Moteur) -> Vec<Index> {
    let mut index: Vec<Index> = Vec::new();
    for texte in migrations::textes() {
        let texte = moteur.adapter(texte);
        let mut reste = texte.as_str();
        // An order begins its line and ends at its semicolon.
        while !reste.is_empty() {
            let (ordre, suite) = reste.split_once('\n').unwrap_or((reste, ""));
            if ordre.starts_with("CREATE INDEX ") {
                let (entier, suite) = reste.split_once(';').unwrap_or((reste, ""));
                let mut mots = entier.split_ascii_whitespace().skip(2);
                let (nom, table) = (mots.next().unwrap_or_default(), mots.nth(1).unwrap_or_default());
                index.push(Index { nom: nom.into(), table: table.into(), texte: entier.into() });
                reste = suite;
                continue;
            }
            let ote =
                |debut: &str| ordre.strip_prefix(debut).map(|nom| nom.trim_end().trim_end_matches(';').to_owned());
            if let Some(nom) = ote("DROP INDEX ") {
                index.retain(|i| i.nom != nom);
            } else if let Some(table) = ote("DROP TABLE ") {
                index.retain(|i| i.table != table);
            }
            reste = suite;
        }
    }
    index
}

/// Drops the indexes of tables about to be filled. `retablir_index` makes them again.
pub async fn suspendre_index(tx: &Tx, base: &Base, tables: &[&str]) -> Resultat<()> {
    for index in attendus(base.moteur()).iter().filter(|i| tables.contains(&i.table.as_str())) {
        tx.execute_unprepared(&format!("DROP INDEX IF EXISTS {}", index.nom)).await?;
    }
    Ok(())
}

impl Base {
    /// Makes the indexes that are missing, each in a transaction of its own: other writers pass in between.
    pub async fn retablir_index(&self) -> Resultat<()> {
        for index in self.index_absents().await? {
            let tx = self.transaction().await?;
            tx.execute_unprepared(&index.texte.replacen("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ", 1)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// At opening: what an import cut short left to be made. An import that runs makes its own.
    pub(super) async fn guerir_index(&self) -> Resultat<()> {
        if self.index_absents().await?.is_empty() {
            return Ok(());
        }
        if let Ok(verrou) = self.verrouiller(Travail::Import).await {
            self.retablir_index().await?;
            verrou.rendre().await?;
        }
        Ok(())
    }

    async fn index_absents(&self) -> Resultat<Vec<Index>> {
        let presents: Vec<Nom> = lignes(self.lecture(), self.moteur().index_presents(), []).await?;
        let presents: BTreeSet<String> = presents.into_iter().map(|n| n.nom).collect();
        Ok(attendus(self.moteur()).into_iter().filter(|i| !presents.contains(&i.nom)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_on_several_lines_is_read_whole_and_a_dropped_index_is_not_expected() {
        for moteur in [Moteur::Sqlite, Moteur::Postgres] {
            let index = attendus(moteur);
            assert!(
                index.iter().all(|i| i.texte.contains(" ON ") && i.texte.trim_end().ends_with([')', 'L', '\''])),
                "{index:?}"
            );
            assert!(!index.iter().any(|i| i.nom == "jeunes_nom_plie"), "dropped by a later migration");
            let liste = index.iter().find(|i| i.nom == "jeunes_liste").unwrap();
            assert_eq!(liste.table, "jeunes");
        }
    }

    #[tokio::test]
    async fn what_the_migrations_make_is_what_is_expected() {
        let dossier = tempfile::tempdir().unwrap();
        let adresse = format!("sqlite:{}", dossier.path().join("index.db").display());
        let base = crate::db::Ouverture::adresse(&adresse).ouvrir().await.unwrap();
        let sql = "SELECT name AS nom FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'";
        let faits: Vec<Nom> = lignes(base.lecture(), sql, []).await.unwrap();
        let faits: BTreeSet<String> = faits.into_iter().map(|n| n.nom).collect();
        assert_eq!(attendus(Moteur::Sqlite).into_iter().map(|i| i.nom).collect::<BTreeSet<_>>(), faits);

        // Cut short: the next opening makes them again.
        let tx = base.transaction().await.unwrap();
        suspendre_index(&tx, &base, &["jeunes", "numeros"]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(base.index_absents().await.unwrap().len() > 5);
        base.fermer().await.unwrap();
        let base = crate::db::Ouverture::adresse(&adresse).ouvrir().await.unwrap();
        assert_eq!(base.index_absents().await.unwrap(), []);
    }
}
